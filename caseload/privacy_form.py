"""Who opens which record at a clinic, and how long records stay."""

from django.utils.translation import gettext_lazy as _

from caseload.monitoring_forms import RevisedForm
from people.models import Clinic


class ClinicPrivacyForm(RevisedForm):
    class Meta:
        model = Clinic
        fields = ["restrict_to_caseload"]
        labels = {"restrict_to_caseload": _("Each therapist opens the own caseload only")}
        help_texts = {
            "restrict_to_caseload": _(
                "Also patients of a colleague away, those nobody treats, and those whose safety "
                "flag was passed on. Anybody else’s with a reason, for 60 minutes; you read the "
                "reasons."
            )
        }
