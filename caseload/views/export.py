"""A patient's own copy of the record, made when it is asked for."""

from django.http import FileResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from caseload.export import Copy
from people.audience import audience
from people.models import Patient
from people.reauthentication import freshly_signed_in


@audience("patient", before_notice=True)
@require_http_methods(["GET", "HEAD", "POST"])
@freshly_signed_in("POST")
def my_export(request):
    """What is in the file; then the file."""
    if request.method == "POST":
        return answer(request.patient)
    return render(request, "caseload/my_export.html")


@audience("therapist")
@require_http_methods(["GET", "HEAD", "POST"])
@freshly_signed_in("POST")
def patient_export(request, code):
    """The file for a patient who asks at the clinic, without where the patient is signed in."""
    mine = Patient.objects.visible_to(request.membership).select_related("clinic")
    patient = get_object_or_404(mine, code=code)
    if request.method == "POST":
        return answer(patient, by_staff=True)
    return render(request, "caseload/patient_export.html", {"patient": patient})


def answer(patient, *, by_staff=False):
    """The file in the patient's language and hours; no cache keeps it."""
    with translation.override(patient.language), timezone.override(patient.zone):
        copy = Copy(patient, by_staff=by_staff)
        file = copy.as_zip()
    response = FileResponse(file, as_attachment=True, filename=copy.file_name)
    add_never_cache_headers(response)
    return response
