"""What a phone did without a network, act by act: one form an act, one answer an act.

The patient is who is signed in, never somebody the batch names. Each act is a verb of Session, so
each is one transaction: a bad one is refused with the reason, and stops none of the others.
"""

import uuid
from datetime import UTC, timedelta

from django import forms
from django.db import DataError, IntegrityError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from exercises.dosage import Kind
from logbook.forms import SCALE
from logbook.models import DifferentContent, LowestPlace, NoPlan, Reason, Session
from logbook.models.logs import MOST_REPS, MOST_SECONDS
from programs.models import ProgramVersion
from programs.models.prescriptions import Side

MOST_ITEMS = 100
# What is older was not waiting on a phone: its clock was wrong.
OLDEST = timedelta(days=31)

UNREADABLE = _("We could not read this.")
NO_SESSION = _("The session this belongs to is not saved.")
NOT_IN_PLAN = _("This stretch is not in your plan.")
OUT_OF_RANGE = _("The number is out of range.")
SAVED_BEFORE = _("This was saved before with other answers.")
NO_PLAN = _("You have no plan, so this session was not saved.")
NOT_SAVED = _("This could not be saved.")


class Refused(Exception):
    """Why an act is not stored, in words for the patient."""


def moment(value):
    """An instant as phones write it, or None for what is none."""
    try:
        at = parse_datetime(value)
    except (TypeError, ValueError):
        return None
    return at.replace(tzinfo=UTC) if at and at.tzinfo is None else at


def as_uuid(value):
    try:
        return uuid.UUID(value)
    except (AttributeError, TypeError, ValueError):
        return None


class Batch:
    """The acts of one patient's phone, sent together. Two queries beside those of the acts."""

    def __init__(self, patient, items, sent_at):
        self.patient = patient
        self.now = timezone.now()
        sent_at = moment(sent_at)
        # The phone's clock may be wrong; how wrong, its time of sending says.
        self.skew = self.now - sent_at if sent_at else timedelta()
        self.items = [item if isinstance(item, dict) else {} for item in items]
        self.sessions = self._sessions()
        self.prescriptions = self._prescriptions()

    def named(self, name):
        return {as_uuid(item.get(name)) for item in self.items} - {None}

    def _sessions(self):
        keys = self.named("session")
        sessions = self.patient.sessions.filter(key__in=keys) if keys else ()
        return {session.key: session for session in sessions}

    def _prescriptions(self):
        codes = self.named("prescription")
        rows = self.patient.prescriptions.filter(code__in=codes) if codes else ()
        return {row.code: row for row in rows}

    def answers(self):
        """Do all acts in their order; what became of each."""
        return [self.answer(item) for item in self.items]

    def answer(self, item):
        try:
            row = self.do(item)
        except Refused as refused:
            result, why = "refused", str(refused)
        else:
            result, why = "already" if row.already else "stored", ""
        return {"key": item.get("key"), "result": result, "why": why}

    def do(self, item):
        """Store one act; its row. Raises Refused; a database that is down is everybody's error."""
        form_class = ACTS.get(str(item.get("act")))
        if form_class is None:
            raise Refused(UNREADABLE)
        form = form_class(item, batch=self)
        if not form.is_valid():
            raise Refused(next(iter(form.errors.values()))[0])
        try:
            return form.do(self.time_of(item))
        except DifferentContent:
            raise Refused(SAVED_BEFORE) from None
        except NoPlan:
            raise Refused(NO_PLAN) from None
        except (ValueError, IntegrityError, DataError):
            raise Refused(NOT_SAVED) from None

    def time_of(self, item):
        """When this act was, by our clock: never ahead of now, and now for what cannot be."""
        at = moment(item.get("at"))
        try:
            corrected = at + self.skew if at else self.now
        except OverflowError:
            return self.now
        return corrected if self.now - OLDEST <= corrected <= self.now else self.now


class ActForm(forms.Form):
    """One act. `do(at)` stores it, at that time by our clock."""

    key = forms.UUIDField(error_messages={"required": UNREADABLE, "invalid": UNREADABLE})

    def __init__(self, item, batch):
        super().__init__(item)
        self.batch = batch

    @property
    def key_posted(self):
        return self.cleaned_data["key"]


def scale():
    errors = dict.fromkeys(("invalid", "min_value", "max_value"), SCALE)
    return forms.IntegerField(min_value=0, max_value=10, required=False, error_messages=errors)


def choice(choices, required=False):
    errors = dict.fromkeys(("required", "invalid_choice"), UNREADABLE)
    return forms.ChoiceField(choices=choices, required=required, error_messages=errors)


class Start(ActForm):
    zone = forms.CharField(required=False)
    version = forms.CharField(required=False)
    pain_before = scale()
    since_last = choice(Session.Since)
    new_or_worse = forms.NullBooleanField(required=False)

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
    session = forms.UUIDField(error_messages={"required": UNREADABLE, "invalid": UNREADABLE})

    def clean_session(self):
        session = self.batch.sessions.get(self.cleaned_data["session"])
        if session is None:
            raise forms.ValidationError(NO_SESSION)
        return session


class OfStretch(InSession):
    prescription = forms.UUIDField(error_messages={"required": UNREADABLE, "invalid": UNREADABLE})

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
    pain = scale()
    reason = choice(Reason)
    lowest_place_felt = choice(LowestPlace)
    skipped = forms.BooleanField(required=False)

    def do(self, at):
        said = self.cleaned_data
        answers = {name: said[name] for name in ("pain", "reason", "lowest_place_felt", "skipped")}
        return said["session"].close_stretch(
            said["prescription"], self.key_posted, **answers, now=at
        )


class Hurt(OfStretch):
    def do(self, at):
        said = self.cleaned_data
        return said["session"].hurt(said["prescription"], self.key_posted, now=at)


class Withdraw(InSession):
    of = forms.UUIDField(error_messages={"required": UNREADABLE, "invalid": UNREADABLE})

    def do(self, at):
        said = self.cleaned_data
        try:
            return said["session"].withdraw(said["of"], self.key_posted, now=at)
        except ValueError:
            raise Refused(_("There is nothing to take back.")) from None


class Finish(InSession):
    pain_after = scale()
    effort = scale()
    new_or_worse = forms.TypedChoiceField(
        choices=[(True, _("Yes")), (False, _("No"))],
        coerce=lambda answer: answer == "True",
        error_messages=dict.fromkeys(("required", "invalid_choice"), UNREADABLE),
    )
    note = forms.CharField(
        max_length=2000,
        required=False,
        error_messages={"max_length": _("A note can have 2,000 characters.")},
    )

    def do(self, at):
        said = self.cleaned_data
        answers = {name: said[name] for name in ("pain_after", "effort", "new_or_worse", "note")}
        return said["session"].finish(self.key_posted, **answers, now=at)


ACTS = {
    "start": Start,
    "set": OneSet,
    "stretch": EndOfStretch,
    "hurt": Hurt,
    "withdraw": Withdraw,
    "finish": Finish,
}
