"""What a patient agreed to, and what left the clinic: for staff, and for the patient."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caseload.disclosures import DisclosureForm, given_out
from people.audience import audience
from people.models import Patient


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def patient_disclosures(request, code):
    """All of it on one page, and a form for what went another way."""
    patient = get_object_or_404(Patient.objects.at_desk_of(request.membership), code=code)
    posted = request.POST if request.method == "POST" else None
    form = DisclosureForm(posted, today=patient.today())
    if form.is_valid():
        form.keep(patient, request.membership)
        messages.success(request, _("Saved."))
        return redirect("patient_disclosures", code)
    words = about(patient) | {"form": form}
    status = 422 if posted is not None else 200
    return render(request, "caseload/patient_disclosures.html", words, status=status)


@audience("patient", before_notice=True)
@require_safe
def my_disclosures(request):
    return render(request, "caseload/my_disclosures.html", about(request.patient))


def about(patient):
    return {
        "patient": patient,
        "read": patient.acknowledgements.select_related("notice").order_by("-at"),
        "monitorings": patient.monitorings.select_related("consent_by__user"),
        "given": given_out(patient),
    }
