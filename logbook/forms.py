"""What a patient types about one stretch and about a whole session."""

from datetime import UTC

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from exercises.dosage import Kind
from logbook.models import LowestPlace, Reason, Session
from logbook.models.logs import MOST_REPS, MOST_SECONDS
from programs.models.prescriptions import Side

OUT_OF_DATE = _("This page was out of date. Nothing is lost: please save again.")
BEGUN_BEFORE = _("You began with other answers before. Press Begin again to use these.")
SENT_BEFORE = _("You sent other words before. Send again to add these.")
SAVED_BEFORE = _("You saved this before with other numbers. Save again to change it.")
SCALE = _("Choose a number from 0 to 10.")


class KeyedForm(forms.Form):
    """A form that carries the key its post is stored under."""

    key = forms.UUIDField(error_messages={"required": OUT_OF_DATE, "invalid": OUT_OF_DATE})
    # The phone's clock zone and the session the page was made for; both may be missing.
    zone = forms.CharField(max_length=64, required=False)

    @property
    def banner(self):
        """What stands above the form: errors that belong to no visible field."""
        return [*self.errors.get("key", []), *self.non_field_errors()]


def scale_field(**kwargs):
    errors = dict.fromkeys(("invalid", "min_value", "max_value"), SCALE)
    return forms.IntegerField(
        min_value=0, max_value=10, required=False, error_messages=errors, **kwargs
    )


class MomentField(forms.DateTimeField):
    """An instant, in UTC; one beyond what UTC counts is none."""

    def to_python(self, value):
        try:
            at = super().to_python(value)
            return at and at.astimezone(UTC)
        except OverflowError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


def one_of(choices):
    errors = {"invalid_choice": _("Choose one of these.")}
    return forms.ChoiceField(choices=choices, required=False, error_messages=errors)


def yes_or_no():
    """Required, and nothing is chosen for the patient."""
    errors = dict.fromkeys(("required", "invalid_choice"), _("Please choose No or Yes."))
    return forms.ChoiceField(choices=[("no", _("No")), ("yes", _("Yes"))], error_messages=errors)


class BeforeForm(KeyedForm):
    pain_before = scale_field()
    since_last = one_of(Session.Since)
    new_or_worse = yes_or_no()
    # The moment of the answer that stood above the questions.
    reply_until = MomentField(required=False)

    def answers(self):
        """The arguments of Session.start."""
        names = ("zone", "pain_before", "since_last")
        return {name: self.cleaned_data[name] for name in names} | {
            "new_or_worse_before": self.cleaned_data["new_or_worse"] == "yes"
        }


class StretchLogForm(KeyedForm):
    pain = scale_field()
    lowest_place_felt = one_of(LowestPlace)
    reason = one_of(Reason)
    as_planned = forms.BooleanField(required=False)
    skip = forms.BooleanField(required=False)
    # The opaque id of an easier way; none is the way prescribed.
    done_as = one_of([])

    def __init__(self, *args, prescription, **kwargs):
        super().__init__(*args, **kwargs)
        self.prescription = prescription
        ways = prescription.swaps.select_related("exercise").order_by("id")
        self.ways = {way.opaque_id: way for way in ways}
        self.fields["done_as"].choices = [(name, name) for name in self.ways]
        self.slots = {f"{side}-{number}": (side, number) for side, number in prescription.slots}
        most = MOST_REPS if prescription.kind == Kind.MOBILITY else MOST_SECONDS
        message = gettext("Type a number from 0 to %(most)s.") % {"most": most}
        errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), message)
        for name in self.slots:
            self.fields[name] = forms.IntegerField(
                min_value=0, max_value=most, error_messages=errors
            )
        self.most = most

    @property
    def way(self):
        """The easier way that this form is about, or None."""
        return self.ways.get(self["done_as"].value())

    @property
    def set_rows(self):
        """What each stepper of the page needs, in the order the sets are done."""
        for name, (side, number) in self.slots.items():
            yield {
                "name": name,
                "label": slot_label(self.prescription, side, number),
                "value": self[name].value(),
                "error": self.errors.get(name, [""])[0],
            }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("as_planned") or cleaned.get("skip"):
            for name in self.slots:  # both say it all: the numbers beside them are not asked
                self.errors.pop(name, None)
        return cleaned

    def answers(self):
        """The arguments of Session.log_stretch."""
        cleaned = self.cleaned_data
        as_planned = cleaned["as_planned"] and not cleaned["skip"]
        sets = None
        if not as_planned and not cleaned["skip"]:
            sets = {slot: cleaned[name] for name, slot in self.slots.items()}
        return {
            "sets": sets,
            "skipped": cleaned["skip"],
            "pain": cleaned["pain"],
            "lowest_place_felt": cleaned["lowest_place_felt"],
            "done_as": self.ways.get(cleaned["done_as"]),
            "reason": "" if as_planned else cleaned["reason"],
        }


def slot_label(prescription, side, number):
    """ "Left", "Left, set 2", "Hold 1", or "Repetitions" where there is only one number."""
    parts = {Side.LEFT: gettext("Left"), Side.RIGHT: gettext("Right")}
    side_text = parts.get(side, "")
    is_reps = prescription.kind == Kind.MOBILITY
    if prescription.sets == 1:
        return side_text or (gettext("Repetitions") if is_reps else gettext("Seconds held"))
    what = gettext("set %(number)s") if is_reps else gettext("hold %(number)s")
    text = what.replace(" ", "\xa0") % {"number": number}
    return f"{side_text}, {text}" if side_text else text.capitalize()


def planned_text(prescription):
    """What "Done as planned" stands for: "10 on the left, 10 on the right"."""
    if prescription.sets > 1 or prescription.side != Side.BOTH:
        return prescription.dosage_text
    if prescription.kind == Kind.MOBILITY:
        text = gettext("%(count)s on the left, %(count)s on the right")
    else:
        text = ngettext(
            "%(count)s second on each side",
            "%(count)s seconds on each side",
            prescription.target,
        )
    return text % {"count": prescription.target}


class FinishForm(KeyedForm):
    pain_after = scale_field()
    new_or_worse = yes_or_no()
    effort = scale_field()
    note = forms.CharField(
        max_length=2000,
        required=False,
        error_messages={
            "max_length": _(
                "A note can have 2,000 characters. Yours has %(show_value)s: please shorten it."
            )
        },
    )

    def answers(self):
        """The arguments of Session.finish."""
        names = ("pain_after", "effort", "note")
        return {name: self.cleaned_data[name] for name in names} | {
            "new_or_worse": self.cleaned_data["new_or_worse"] == "yes"
        }


class TakeBackForm(KeyedForm):
    """Which act was a mistake, by its key."""

    of = forms.UUIDField()


class MessageForm(KeyedForm):
    """Words to the other side; `about` is the session whose note they answer, and `seen_until`
    when the page was made that the writer had read."""

    body = forms.CharField(
        max_length=2000,
        error_messages={
            "required": _("Write something first."),
            "max_length": _(
                "A message can have 2,000 characters. Yours has %(show_value)s: please shorten it."
            ),
        },
    )
    about = forms.UUIDField(required=False, error_messages={"invalid": OUT_OF_DATE})
    seen_until = MomentField(required=False, error_messages={"invalid": OUT_OF_DATE})


class SeenForm(forms.Form):
    """Up to when somebody has read."""

    seen_until = MomentField()
