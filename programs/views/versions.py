"""Versions to read: one as it was sent, with what it changed, and any two beside each other."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from people.audience import audience
from people.models import Patient
from programs.history import History


@audience("therapist")
@require_safe
def program_version(request, code, number):
    patient = get_object_or_404(Patient.objects.visible_to(request.membership), code=code)
    history = History(patient, request)
    version = history.find(number)
    if version is None or version.is_draft:
        raise Http404
    before = history.before(version)
    context = {
        "patient": patient,
        "history": history,
        "version": history.load(version),
        "before": before,
        "differences": history.compare(before, version) if before else [],
    }
    return render(request, "programs/program_version.html", context)


@audience("therapist")
@require_safe
def program_compare(request, code):
    """Any two versions, the draft too; without a choice the newest and the one before it."""
    patient = get_object_or_404(Patient.objects.visible_to(request.membership), code=code)
    history = History(patient, request)
    newer = history.find(request.GET.get("to")) or history.newest
    if newer is None:
        raise Http404
    older = history.find(request.GET.get("from")) or history.before(newer) or newer
    older, newer = sorted((older, newer), key=lambda version: version.number)
    context = {
        "patient": patient,
        "history": history,
        "older": older,
        "newer": newer,
        "differences": history.compare(older, newer),
    }
    return render(request, "programs/program_compare.html", context)
