"""Sent versions, as they were: a page to read, never to change."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from people.audience import audience
from people.models import Patient
from programs.models import ProgramVersion
from programs.models.prescriptions import session_minutes
from programs.shelf import Shelf


@audience("therapist")
@require_safe
def program_version(request, code, number):
    patient = get_object_or_404(Patient.objects.visible_to(request.membership), code=code)
    versions = ProgramVersion.objects.of_open_program(patient).sent()
    version = get_object_or_404(versions, number=number)
    shelf = Shelf(request.membership.clinic, request.LANGUAGE_CODE)
    rows = shelf.put_on(list(version.prescriptions.order_by("position", "id")))
    version.rows = sorted(rows, key=lambda row: row.exercise.region.order)
    version.minutes = session_minutes(version.rows)
    context = {"patient": patient, "version": version, "versions": versions}
    return render(request, "programs/program_version.html", context)
