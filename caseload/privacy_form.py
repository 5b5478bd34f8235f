"""Who opens which record at a clinic, and how long records stay."""

from django import forms
from django.utils.translation import gettext_lazy as _

from caseload.monitoring_forms import RevisedForm
from people.models import Clinic

YEARS = _("Write whole years, from 1 to 100.")


class ClinicPrivacyForm(RevisedForm):
    class Meta:
        model = Clinic
        fields = ["restrict_to_caseload", "keep_years"]
        labels = {
            "restrict_to_caseload": _("Each therapist opens the own caseload only"),
            "keep_years": _("Years a record is kept after discharge"),
        }
        help_texts = {
            "restrict_to_caseload": _(
                "Also patients of a colleague away, those nobody treats, and those whose safety "
                "flag was passed on. Anybody else’s with a reason, for 60 minutes; you read the "
                "reasons."
            ),
            "keep_years": _(
                "Empty keeps records for ever. The law of your state says how long at least."
            ),
        }
        widgets = {"keep_years": forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 3})}
        error_messages = {"keep_years": {"invalid": YEARS}}

    def clean_keep_years(self):
        years = self.cleaned_data["keep_years"]
        if years is not None and not 1 <= years <= 100:
            raise forms.ValidationError(YEARS)
        return years
