"""The last two weeks as plain text, to paste into the clinic's own record."""

import zoneinfo

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from caseload import chart_note as note
from caseload.record import Record
from people.audience import audience
from programs.history import History

from .patient import visible_patient


@audience("therapist")
@require_safe
def chart_note(request, code):
    patient = visible_patient(request, code)
    record = Record(patient, get_language(), timezone.now())
    here = timezone.localtime(record.made_at, zoneinfo.ZoneInfo(patient.clinic.zone))
    history = History(patient, request)
    changes = []
    for version in note.sent_lately(record):
        if before := history.before(version):
            changes.append((version, history.compare(before, history.find(version.number))))
    text = note.chart_note(record, request.membership, here, changes)
    return render(request, "caseload/chart_note.html", {"patient": patient, "text": text})
