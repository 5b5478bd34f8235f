"""What a therapist types about one row of a program, and about the program as a whole."""

from django import forms
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.dosage import DOSAGE_LIMITS, dosage_fields
from exercises.models.words import sha256_of
from programs import weekdays
from programs.models import Template
from programs.models.prescriptions import Side

NOTE_LENGTH = 2000
TIMES_A_DAY = (1, 6)
NUMBERS = {
    "sets": (_("Sets"), _("Sets can be 1 to 10.")),
    "reps": (_("Reps"), _("Reps can be 1 to 100.")),
    "seconds_on": (_("Seconds on"), _("On can be 1 to 10 seconds.")),
    "seconds_off": (_("Seconds off"), _("Off can be 1 to 10 seconds.")),
    "hold_seconds": (_("Hold seconds"), _("Hold can be 5 to 300 seconds.")),
    "rest_seconds": (_("Rest seconds"), _("Rest can be 0 to 300 seconds.")),
    "times_a_day": (_("Times a day"), _("Times a day can be 1 to 6.")),
}
TOO_LONG = _("This can be %(limit_value)d characters at most. It has %(show_value)d.")


class NumberField(forms.IntegerField):
    """A whole number with one plain message for all that is wrong with it.

    A text box, not a number box: a browser would not give back "ten" to correct.
    """

    def __init__(self, name):
        label, message = NUMBERS[name]
        low, high = DOSAGE_LIMITS.get(name, TIMES_A_DAY)
        said = dict.fromkeys(["required", "invalid", "min_value", "max_value"], message)
        box = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(
            label=label, min_value=low, max_value=high, error_messages=said, widget=box
        )


class DaysField(forms.TypedMultipleChoiceField):
    """Seven boxes, Sunday first as on a US calendar. Cleans to a set of days as one number."""

    DAYS = [(day, WEEKDAYS[day], WEEKDAYS_ABBR[day]) for day in (6, 0, 1, 2, 3, 4, 5)]

    def __init__(self):
        super().__init__(
            label=_("Days"),
            choices=[(day, name) for day, name, short in self.DAYS],
            coerce=int,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one day.")},
        )

    def clean(self, value):
        return weekdays.from_days(super().clean(value))

    def prepare_value(self, value):
        return weekdays.to_days(value) if isinstance(value, int) else value


class TextField(forms.CharField):
    def __init__(self, label, widget):
        super().__init__(
            label=label,
            required=False,
            max_length=NOTE_LENGTH,
            error_messages={"max_length": TOO_LONG},
            widget=widget,
        )
        # The browser would cut a pasted text off without a word; we say what is wrong with it.
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class DayField(forms.DateField):
    def __init__(self, label, message):
        box = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        said = {"invalid": message}
        super().__init__(label=label, required=False, widget=box, error_messages=said)


class PrescriptionForm(forms.Form):
    """One row: exactly the fields its stretch has. `revision` and `seen` say what the page showed.

    `variations` are the ways this stretch can be done, with words and precautions.
    """

    revision = forms.CharField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, prescription, variations, data=None):
        """`prescription` has the shelf's words and `.swap_ways` on it."""
        self.prescription = prescription
        self.variations = {variation.slug: variation for variation in variations}
        self.stored = self.values_of(prescription)
        shown = {"revision": prescription.revision, "seen": fingerprint(self.stored)}
        super().__init__(data, prefix=str(prescription.code), initial=self.stored | shown)
        for name in dosage_fields(prescription.kind):
            self.fields[name] = NumberField(name)
        self.fields["times_a_day"] = NumberField("times_a_day")
        self.fields["weekdays"] = DaysField()
        if prescription.exercise.sided:
            sides = [(side.value, side.label) for side in (Side.BOTH, Side.LEFT, Side.RIGHT)]
            self.fields["side"] = forms.ChoiceField(label=_("Side"), choices=sides)
        if len(variations) > 1:
            ways = [(way.slug, way_name(way)) for way in variations]
            self.fields["variation"] = forms.ChoiceField(label=_("How it is done"), choices=ways)
            self.fields["swaps"] = forms.MultipleChoiceField(
                label=_("May swap to"),
                choices=ways,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["note"] = TextField(_("Note to patient"), forms.Textarea(attrs={"rows": 2}))
        self.fields["precaution_reason"] = TextField(_("Why it is right"), forms.TextInput)

    def values_of(self, prescription):
        """Everything this form edits, as the database has it."""
        names = (*dosage_fields(prescription.kind), "times_a_day", "weekdays", "note", "side")
        values = {name: getattr(prescription, name) for name in names}
        values["precaution_reason"] = prescription.precaution_reason
        values["variation"] = prescription.variation.slug
        values["swaps"] = sorted(way.slug for way in prescription.swap_ways)
        return values

    def clean(self):
        """Nobody swaps to the very way that is prescribed."""
        chosen = set(self.cleaned_data.get("swaps", []))
        self.cleaned_data["swaps"] = sorted(chosen - {self.way.slug})
        return self.cleaned_data

    @property
    def values(self):
        """What the row would be saved as. Only of a valid form."""
        typed = {name: self.cleaned_data[name] for name in self.stored if name in self.fields}
        return self.stored | typed

    @property
    def stale(self):
        """Whether somebody changed this row after the page was loaded."""
        return self.data.get(self.add_prefix("revision")) != str(self.prescription.revision)

    @property
    def typed(self):
        """Whether this page's reader changed this row. Only of a valid form."""
        return self.data.get(self.add_prefix("seen")) != fingerprint(self.values)

    def refuse(self, message):
        """An error about the stretch as such, beside the field that can mend it."""
        places = [name for name in ("side", "variation") if name in self.fields]
        self.add_error(places[0] if places else None, message)

    @property
    def way(self):
        """The variation as chosen on the page, the stored one before anything was chosen."""
        chosen = self["variation"].value() if "variation" in self.fields else None
        return self.variations.get(chosen, self.prescription.variation)


def way_name(variation):
    return gettext("The usual way") if variation.is_standard else variation.words.name


def fingerprint(values):
    """A short mark of a row's values, to tell later whether somebody typed over them."""
    return sha256_of(values)[:16]


class ScheduleForm(forms.Form):
    """Days and times a day for every row at once."""

    def __init__(self, data=None, **kwargs):
        super().__init__(data, prefix="all", **kwargs)
        self.fields["weekdays"] = DaysField()
        self.fields["times_a_day"] = NumberField("times_a_day")


class AboutForm(forms.Form):
    """What belongs to a draft as a whole. The hidden fields of SEEN say what its page showed."""

    SEEN = {
        "effective_on": "starts_seen",
        "review_on": "review_seen",
        "progression_note": "progression_seen",
    }

    effective_on = DayField(_("Starts"), _("Give the first day as a date."))
    review_on = DayField(_("Review"), _("Give the review day as a date."))
    progression_note = TextField(_("When to move on"), forms.Textarea(attrs={"rows": 2}))

    def __init__(self, draft, data=None):
        self.stored = {name: getattr(draft, name, None) for name in self.SEEN}
        super().__init__(data, initial=self.stored)

    @property
    def shown(self):
        """{hidden field: what the reader's page showed of it}."""
        if self.is_bound:
            return {seen: self.data.get(seen, "") for seen in self.SEEN.values()}
        return {seen: mark(self.stored[name]) for name, seen in self.SEEN.items()}

    @property
    def typed(self):
        """{name: value} of what this reader changed. Only of a valid form."""
        return {
            name: self.cleaned_data[name]
            for name, seen in self.SEEN.items()
            if name in self.data
            and mark(self.cleaned_data[name]) != self.data.get(seen, "")
            and self.cleaned_data[name] != self.stored[name]
        }

    @property
    def stale(self):
        """Whether somebody changed one of the things this reader changed too."""
        return any(
            self.data.get(self.SEEN[name], "") != mark(self.stored[name]) for name in self.typed
        )


def mark(value):
    """A day as it is, a text as a short mark of it; nothing for nothing."""
    return fingerprint(value) if isinstance(value, str) and value else str(value or "")


class TemplateForm(forms.ModelForm):
    """A template's name, once in a clinic."""

    class Meta:
        model = Template
        fields = ["name"]
        labels = {"name": _("Name of the template")}
        error_messages = {"name": {"required": _("Give the template a name.")}}

    def __init__(self, *args, clinic, **kwargs):
        super().__init__(*args, **kwargs)
        self.clinic = clinic

    def clean_name(self):
        name = self.cleaned_data["name"]
        taken = Template.objects.filter(clinic=self.clinic, name=name).exclude(pk=self.instance.pk)
        if taken.exists():
            raise forms.ValidationError(_("There is a template with this name already."))
        return name
