"""What an admin types before a record is erased, held, or not erased."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import ErasureRequest
from people.same_person import same

REASONS = [
    choice for choice in ErasureRequest.Reason.choices if choice[0] != "kept"
]  # the last one is apply_retention's


class EraseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason."), "invalid_choice": _("Choose one.")},
    )
    name = forms.CharField(
        label=_("The patient’s name, to make sure"),
        help_text=_("Type it as it stands above."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type the name first.")},
    )

    def __init__(self, *args, patient, **kwargs):
        super().__init__(*args, **kwargs)
        self.patient = patient

    def clean_name(self):
        if same(self.cleaned_data["name"]) != same(self.patient.name):
            raise forms.ValidationError(_("This is not the name of the record."))
        return self.cleaned_data["name"]


class HoldForm(forms.Form):
    why = forms.CharField(
        label=_("Why it must stay"),
        help_text=_("As the number of a claim. Nothing about health."),
        max_length=300,
        error_messages={"required": _("Say why.")},
    )


class DeclineForm(forms.Form):
    answer = forms.CharField(
        label=_("What the patient reads"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why it is not erased, and until when.")},
    )
