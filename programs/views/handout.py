"""The handout as a PDF to print."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.http import require_safe

from people.audience import audience
from people.models import Patient
from programs.handout import Handout, own_link, version_to_print
from programs.typesetting import typeset

PAPERS = ("a4", "letter")


@audience("therapist")
@require_safe
def program_handout(request, code):
    """The program in effect, with the patient's code if there is one; without it for somebody who
    opened the record for an hour, since the code opens the stretches for longer."""
    patients = Patient.objects.visible_to(request.membership).select_related("clinic")
    patient = get_object_or_404(patients, code=code)
    version = version_to_print(patient)
    paper = request.GET.get("paper", "letter")
    if version is None or paper not in PAPERS:
        raise Http404
    live = None if request.break_glass else patient.live_code
    with translation.override(patient.language):
        handout = Handout(
            patient,
            version,
            live and live.shown,
            address=own_link(request, "go").partition("://")[2].rstrip("/"),
            link=live and own_link(request, "go_code", live.handout_code),
        )
        data = handout.as_json(paper, large=request.GET.get("type") == "large")
    file = HttpResponse(typeset("programs/handout.typ", data), content_type="application/pdf")
    file["Content-Disposition"] = 'inline; filename="handout.pdf"'
    return file
