"""What a therapist types about a template: its rows, whom it is for, which patient it goes to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from exercises.dosage import DOSAGE_FIELDS, dosage_fields
from people.models import Patient
from programs import weekdays
from programs.forms import DaysField, NumberField, TemplateForm, way_name
from programs.models import Template
from programs.models.prescriptions import Side

SIDES = [(side.value, side.label) for side in (Side.BOTH, Side.LEFT, Side.RIGHT)]
NAMES = (*DOSAGE_FIELDS, "times_a_day", "weekdays", "side", "note")


class TemplateRowForm(forms.Form):
    """One row: the numbers its stretch has, as in the builder. The page carries whole rows, so that
    two people who save one template are told apart by its revision alone."""

    exercise = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, number, exercise, data=None, **initial):
        self.number, self.stretch = number, exercise
        self.ways = {way.slug: way for way in exercise.variation_list}
        super().__init__(
            data, prefix=f"row-{number}", initial=initial | {"exercise": exercise.slug}
        )
        for name in dosage_fields(exercise.kind):
            self.fields[name] = NumberField(name)
        self.fields["times_a_day"] = NumberField("times_a_day")
        self.fields["weekdays"] = DaysField()
        if exercise.sided:
            self.fields["side"] = forms.ChoiceField(label=_("Side"), choices=SIDES)
        if len(self.ways) > 1:
            ways = [(way.slug, way_name(way)) for way in exercise.variation_list]
            self.fields["variation"] = forms.ChoiceField(label=_("How it is done"), choices=ways)
        self.fields["note"] = forms.CharField(
            required=False, max_length=2000, widget=forms.HiddenInput
        )

    @property
    def way(self):
        """The variation as chosen on the page, the usual one before anything was chosen."""
        chosen = self["variation"].value() if "variation" in self.fields else None
        return self.ways.get(chosen, self.stretch.standard)

    @property
    def still(self):
        return self.way.pose or self.stretch.standard.pose

    @property
    def days_text(self):
        days = [int(day) for day in self["weekdays"].value() if str(day) in {*"0123456"}]
        return weekdays.as_text(weekdays.from_days(days)) or _("No day")

    @property
    def values(self):
        """The row as Template.rewrite takes it. Only of a valid form."""
        typed = {name: value for name, value in self.cleaned_data.items() if name in NAMES}
        return {"side": Side.NONE, **typed, "variation": self.way}

    @classmethod
    def of(cls, number, item):
        """The form of a stored row, which has the shelf's words on it."""
        stored = {name: getattr(item, name) for name in NAMES}
        exercise = item.variation.exercise
        return cls(number, exercise, **stored, variation=item.variation.slug)

    @classmethod
    def fresh(cls, number, exercise):
        """A stretch that was not there before, with the numbers it starts with."""
        start = exercise.start.dosage()
        days = {"weekdays": weekdays.MONDAY_TO_FRIDAY, "times_a_day": 1}
        return cls(number, exercise, **start, **days, side=Side.BOTH, note="")

    def as_values(self):
        """The values of a form nobody typed into yet."""
        side = Side.BOTH if self.stretch.sided else Side.NONE
        names = (*dosage_fields(self.stretch.kind), "times_a_day", "weekdays")
        return {name: self.initial[name] for name in names} | {
            "side": side,
            "note": "",
            "variation": self.stretch.standard,
        }


class TemplateStartForm(TemplateForm):
    """A new template: its name, whom it is for, and which stretches it begins with."""

    class Meta(TemplateForm.Meta):
        fields = ["name", "sharing"]

    def __init__(self, *args, exercises, **kwargs):
        super().__init__(*args, **kwargs)
        self.exercises = {exercise.slug: exercise for exercise in exercises}
        self.fields["sharing"].initial = Template.Sharing.PRIVATE
        self.fields["stretches"] = forms.MultipleChoiceField(
            label=_("Stretches"),
            choices=[(slug, row.words.name) for slug, row in self.exercises.items()],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one stretch.")},
        )

    def rows(self):
        """A row for each stretch that was ticked, with the numbers it starts with."""
        chosen = [self.exercises[slug] for slug in self.cleaned_data["stretches"]]
        return [TemplateRowForm.fresh(0, exercise).as_values() for exercise in chosen]


class TemplateShareForm(forms.ModelForm):
    class Meta:
        model = Template
        fields = ["sharing"]


class TemplatePatientForm(forms.Form):
    """The patient whose program the template goes into."""

    patient = forms.ModelChoiceField(
        label=_("Patient"),
        queryset=Patient.objects.none(),
        to_field_name="code",
        error_messages={
            "required": _("Choose a patient."),
            "invalid_choice": _("Choose a patient from the list."),
        },
    )

    def __init__(self, *args, patients, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["patient"].queryset = patients
