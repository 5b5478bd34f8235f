"""The form of a session done together in the clinic: each stretch done, in part, or skipped."""

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from caseload.monitoring_forms import NEEDED
from exercises.dosage import Kind
from logbook.forms import KeyedForm, scale_field, slot_label
from logbook.models.logs import MOST_REPS, MOST_SECONDS
from people.forms import DateInput

DONE, PART, SKIPPED = "done", "part", "skipped"
HOW = [(DONE, _("As planned")), (PART, _("In part")), (SKIPPED, _("Skipped"))]


class TogetherForm(KeyedForm):
    on_date = forms.DateField(label=_("Day"), widget=DateInput(), error_messages=NEEDED)
    pain_before = scale_field(label=_("Pain before, 0 to 10"))
    pain_after = scale_field(label=_("Pain after, 0 to 10"))
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, rows, version, today, **kwargs):
        """`rows` are the prescriptions of the version, in order."""
        super().__init__(*args, **kwargs)
        self.rows, self.version, self.today = rows, version, today
        self.fields["on_date"].widget.attrs["max"] = today.isoformat()
        for name in ("pain_before", "pain_after"):
            self.fields[name].widget.attrs |= {"min": 0, "max": 10}
        for row in rows:
            self.fields[how(row)] = forms.ChoiceField(choices=HOW, required=False)
            most = MOST_REPS if row.kind == Kind.MOBILITY else MOST_SECONDS
            for slot in row.slots:
                message = _("Type a number from 0 to %(most)s.") % {"most": most}
                errors = dict.fromkeys(("invalid", "min_value", "max_value"), message)
                self.fields[of_slot(row, slot)] = forms.IntegerField(
                    min_value=0, max_value=most, required=False, error_messages=errors
                )

    @property
    def stretches(self):
        """What the page shows of each row: its choices, and a number for each of its sets."""
        for row in self.rows:
            yield {
                "row": row,
                "name": how(row),
                "chosen": self[how(row)].value(),
                "choices": HOW,
                "errors": self.errors.get(how(row), []),
                "slots": [self.shown(row, slot) for slot in row.slots],
            }

    def shown(self, row, slot):
        name = of_slot(row, slot)
        return {
            "name": name,
            "label": slot_label(row, *slot),
            "value": self[name].value(),
            "target": row.target,
            "errors": self.errors.get(name, []),
        }

    def clean_on_date(self):
        day = self.cleaned_data["on_date"]
        if day > self.today:
            raise forms.ValidationError(_("Use a date up to today."))
        if day < self.version.effective_on:
            began = date_format(self.version.effective_on, "M j")
            raise forms.ValidationError(_("This program began on %(day)s.") % {"day": began})
        return day

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        for row in self.rows:
            wrong = any(of_slot(row, slot) in self.errors for slot in row.slots)
            said, typed = cleaned.get(how(row)), self.sets_of(row)
            if typed and not said:
                cleaned[how(row)] = PART
            elif typed and said != PART:
                self.add_error(how(row), _("Choose “In part”, or clear the numbers."))
            elif said == PART and not typed and not wrong:
                self.add_error(how(row), _("Type what was done."))
        if not self.errors and not any(cleaned.get(how(row)) for row in self.rows):
            raise forms.ValidationError(_("Say of at least one stretch how it went."))
        return cleaned

    def sets_of(self, row):
        """{slot: repetitions or seconds} of the sets that have a number."""
        typed = {slot: self.cleaned_data.get(of_slot(row, slot)) for slot in row.slots}
        return {slot: done for slot, done in typed.items() if done is not None}

    def answers(self):
        """The stretches and the answers that Session.log_together takes; what is not said of a
        stretch is not logged."""
        chosen = [(row, self.cleaned_data[how(row)]) for row in self.rows]
        stretches = [
            (row, self.sets_of(row) if said == PART else None, said == SKIPPED)
            for row, said in chosen
            if said
        ]
        names = ("on_date", "pain_before", "pain_after", "note")
        return stretches, {name: self.cleaned_data[name] for name in names}


def how(row):
    return f"how-{row.code}"


def of_slot(row, slot):
    return f"{row.code}-{slot[0]}-{slot[1]}"
