"""The patient's own activities: what is asked about them today, and the form of their scores."""

from django import forms
from django.utils.translation import gettext as _

from logbook.forms import scale_field
from logbook.models import FunctionActivity, FunctionPlan
from logbook.models.function import NEVER, is_due


class ActivitiesForm(forms.Form):
    """A score from 0 to 10 for each activity; what is left empty is not answered."""

    def __init__(self, *args, activities, **kwargs):
        super().__init__(*args, **kwargs)
        self.activities = {f"score-{activity.code}": activity for activity in activities}
        for name, activity in self.activities.items():
            self.fields[name] = scale_field(label=activity.words)

    @property
    def rows(self):
        """What each scale of the page needs."""
        for name, activity in self.activities.items():
            yield {
                "name": name,
                "activity": activity,
                "value": self[name].value(),
                "error": self.errors.get(name, [""])[0],
            }

    @property
    def scores(self):
        """(activity, score) of those that were answered."""
        return [
            (activity, self.cleaned_data[name])
            for name, activity in self.activities.items()
            if self.cleaned_data[name] is not None
        ]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and all(cleaned.get(name) is None for name in self.activities):
            raise forms.ValidationError(_("Choose a number for one of them."))
        return cleaned


def activities_of(patient):
    """Those a patient has, each with `.scored`, `.last` and `.asks`: whether the patient is asked
    about it today, or may still change today's own answer. Three queries."""
    plan = FunctionPlan.objects.filter(patient=patient).first()
    today = patient.today()
    activities = list(FunctionActivity.objects.on().filter(patient=patient).with_scores())
    for activity in activities:
        activity.patient = patient
        last = activity.last = activity.scored[-1] if activity.scored else None
        asked_on = last.on_date if last else NEVER
        own_today = last is not None and last.on_date == today and last.by_id is None
        activity.own_today = last if own_today else None
        activity.asks = own_today or is_due(asked_on, plan and plan.every_weeks, today)
    return activities
