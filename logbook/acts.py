"""An act of a session as a phone wrote it down: one form each, whose `do` is a verb of Session."""

import uuid
from datetime import UTC

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from exercises.dosage import Kind
from logbook.forms import scale_field
from logbook.models import LowestPlace, Reason, Session
from logbook.models.logs import MOST_REPS, MOST_SECONDS
from programs.models import ProgramVersion
from programs.models.prescriptions import Side

UNREADABLE = _("We could not read this.")
NO_SESSION = _("The session this belongs to is not saved.")
NOT_IN_PLAN = _("This stretch is not in your plan.")
OUT_OF_RANGE = _("The number is out of range.")


class Refused(Exception):
    """Why an act is not stored, in words for the patient."""


def moment(value):
    """An instant as phones write it, in UTC; None for what is none, or beyond what UTC counts."""
    try:
        at = parse_datetime(value)
        return at and (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def is_flat(item):
    """Whether an act is words, numbers and yes or no alone: no list and no object in it."""
    return not any(isinstance(value, (list, dict)) for value in item.values())


def as_uuid(value):
    try:
        return uuid.UUID(value)
    except (AttributeError, TypeError, ValueError):
        return None


def key_field():
    return forms.UUIDField(error_messages=dict.fromkeys(("required", "invalid"), UNREADABLE))


def choice(choices, required=False):
    errors = dict.fromkeys(("required", "invalid_choice"), UNREADABLE)
    return forms.ChoiceField(choices=choices, required=required, error_messages=errors)


def true_or_false(required=False):
    """JSON's true or false and nothing else: a "yes" must never pass for unanswered."""
    return forms.TypedChoiceField(
        choices=[(True, _("Yes")), (False, _("No"))],
        coerce=lambda answer: answer == "True",
        empty_value=None,
        required=required,
        error_messages=dict.fromkeys(("required", "invalid_choice"), UNREADABLE),
    )


class ActForm(forms.Form):
    """One act. `do(at)` stores it, at that time by our clock."""

    key = key_field()

    def __init__(self, item, batch):
        super().__init__(item)
        self.batch = batch

    @property
    def key_posted(self):
        return self.cleaned_data["key"]


class Start(ActForm):
    zone = forms.CharField(required=False)
    version = forms.CharField(required=False)
    pain_before = scale_field()
    since_last = choice(Session.Since)
    new_or_worse = true_or_false()

    def clean_version(self):
        """The version the phone followed, by what the plan called it; None if it says none."""
        named = self.cleaned_data["version"]
        if not named:
            return None
        code, _slash, number = named.partition("/")
        sent = ProgramVersion.objects.sent().filter(
            patient=self.batch.patient,
            program__code=as_uuid(code),
            number=int(number) if number.isdecimal() and len(number) < 9 else None,
        )
        version = sent.first()
        if version is None:
            raise forms.ValidationError(_("This plan is not yours."))
        return version

    def do(self, at):
        said = self.cleaned_data
        session = Session.start(
            self.batch.patient,
            self.key_posted,
            zone=said["zone"],
            now=at,
            version=said["version"],
            pain_before=said["pain_before"],
            since_last=said["since_last"],
            new_or_worse_before=said["new_or_worse"],
            phone_time=moment(self.data.get("at")),
        )
        self.batch.sessions[session.key] = session
        return session


class InSession(ActForm):
    session = key_field()

    def clean_session(self):
        session = self.batch.sessions.get(self.cleaned_data["session"])
        if session is None:
            raise forms.ValidationError(NO_SESSION)
        return session


class OfStretch(InSession):
    prescription = key_field()

    def clean_prescription(self):
        row = self.batch.prescriptions.get(self.cleaned_data["prescription"])
        session = self.cleaned_data.get("session")
        if row is None or (session and row.version_id != session.version_id):
            raise forms.ValidationError(NOT_IN_PLAN)
        return row


class OneSet(OfStretch):
    side = choice(Side, required=True)
    number = forms.IntegerField(
        min_value=1,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), UNREADABLE),
    )
    done = forms.IntegerField(
        min_value=0,
        error_messages={"required": UNREADABLE, "invalid": UNREADABLE, "min_value": OUT_OF_RANGE},
    )

    def clean(self):
        said = super().clean()
        row, slot = said.get("prescription"), (said.get("side"), said.get("number"))
        if row and slot not in row.slots:
            raise forms.ValidationError(NOT_IN_PLAN)
        most = MOST_REPS if row and row.kind == Kind.MOBILITY else MOST_SECONDS
        if said.get("done", 0) > most:
            raise forms.ValidationError(OUT_OF_RANGE)
        return said

    def do(self, at):
        said = self.cleaned_data
        return said["session"].log_set(
            said["prescription"],
            self.key_posted,
            said["side"],
            said["number"],
            said["done"],
            now=at,
        )


class EndOfStretch(OfStretch):
    pain = scale_field()
    reason = choice(Reason)
    lowest_place_felt = choice(LowestPlace)
    skipped = true_or_false()
    # The opaque id of an easier way that the therapist allowed.
    done_as = forms.CharField(required=False, max_length=100)

    def clean_done_as(self):
        named, row = self.cleaned_data["done_as"], self.cleaned_data.get("prescription")
        if not named or row is None:
            return None
        ways = {way.opaque_id: way for way in row.swaps.select_related("exercise")}
        if named not in ways:
            raise forms.ValidationError(NOT_IN_PLAN)
        return ways[named]

    def clean_skipped(self):
        return bool(self.cleaned_data["skipped"])

    def do(self, at):
        said = self.cleaned_data
        names = ("pain", "reason", "lowest_place_felt", "skipped", "done_as")
        answers = {name: said[name] for name in names}
        return said["session"].close_stretch(
            said["prescription"], self.key_posted, **answers, now=at
        )


class Hurt(OfStretch):
    def do(self, at):
        said = self.cleaned_data
        return said["session"].hurt(said["prescription"], self.key_posted, now=at)


class Withdraw(InSession):
    of = key_field()

    def do(self, at):
        said = self.cleaned_data
        try:
            return said["session"].withdraw(said["of"], self.key_posted, now=at)
        except ValueError:
            raise Refused(_("There is nothing to take back.")) from None


class Finish(InSession):
    pain_after = scale_field()
    effort = scale_field()
    new_or_worse = true_or_false(required=True)
    note = forms.CharField(
        max_length=2000,
        required=False,
        error_messages={"max_length": _("A note can have 2,000 characters.")},
    )

    def do(self, at):
        said = self.cleaned_data
        answers = {name: said[name] for name in ("pain_after", "effort", "new_or_worse", "note")}
        if self.batch.patient.by_handout and not answers["note"]:  # it was not shown there
            answers["note"] = said["session"].note
        return said["session"].finish(self.key_posted, **answers, now=at)


ACTS = {
    "start": Start,
    "set": OneSet,
    "stretch": EndOfStretch,
    "hurt": Hurt,
    "withdraw": Withdraw,
    "finish": Finish,
}
