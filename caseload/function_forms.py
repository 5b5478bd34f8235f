"""What a therapist types about a patient's own activities."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from caseload.monitoring_forms import NEEDED
from logbook.activities import ActivitiesForm
from logbook.forms import KeyedForm, scale_field


def weeks_choices():
    weeks = (1, 2, 3, 4, 6, 8, 12)
    text = ngettext("every %(count)s week", "every %(count)s weeks", 2)
    return [(0, _("never")), (1, _("every week")), *((n, text % {"count": n}) for n in weeks[1:])]


class ScoresForm(ActivitiesForm):
    """Today's scores as the patient tells them, and when the patient is asked again at home."""

    every_weeks = forms.TypedChoiceField(
        label=_("Ask again at home"), choices=weeks_choices, coerce=int
    )

    def clean(self):
        return forms.Form.clean(self)  # the interval may be all there is to save


class ActivityForm(KeyedForm):
    words = forms.CharField(
        label=_("Activity, in the patient’s own words"),
        max_length=200,
        error_messages=NEEDED,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    score = scale_field(
        label=_("Today, 0 to 10"), widget=forms.NumberInput(attrs={"min": 0, "max": 10})
    )
