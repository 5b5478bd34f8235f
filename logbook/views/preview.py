"""The program as its patient will see it: a phone in a frame, to look at and not to press."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.dateparse import parse_date
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from logbook.preview import DAYS_SHOWN, Preview, first_day_of
from people.audience import audience
from people.models import Patient
from programs.models import ProgramVersion


@audience("therapist")
@csp_replace({"frame-src": [SELF]})  # type: ignore[arg-type]  # its stubs know no view with a code
@require_safe
def program_preview(request, code):
    """The frame, with a choice of days."""
    patient, version, day = find(request, code)
    days = Preview(patient, version, first_day_of(version, patient)).days
    context = {"patient": patient, "version": version, "day": day, "days": days}
    return render(request, "logbook/program_preview.html", context)


@audience("therapist")
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # its stubs know no view with a code
@xframe_options_sameorigin
@require_safe
def program_preview_screen(request, code):
    """What is in the frame: the patient's own page with this version. Nothing is written."""
    request.patient, version, day = find(request, code)
    with translation.override(request.patient.language):
        screen = Preview(request.patient, version, day)
        return render(request, "logbook/program_preview_screen.html", {"day": screen})


def find(request, code):
    """The patient, the newest version (a draft, if there is one) and the date asked for."""
    patient = get_object_or_404(Patient.objects.visible_to(request.membership), code=code)
    version = ProgramVersion.objects.of_open_program(patient).first()
    if version is None:
        raise Http404
    first = first_day_of(version, patient)
    asked = request.GET.get("day", "")
    try:
        day = parse_date(asked) if asked else None
    except ValueError:
        day = None
    plan = Preview(patient, version, first)
    if day is None or not 0 <= (day - first).days < DAYS_SHOWN:
        due = (date for date in plan.days if any(row.is_due(date) for row in plan.plan))
        day = next(due, first)
    return patient, version, day
