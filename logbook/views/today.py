"""A patient's first page: what is asked for today."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from logbook.today import Today
from people.audience import audience


@audience("patient", device=True)
@require_safe
def today(request):
    day = Today(request.patient, anyway="anyway" in request.GET)
    return render(request, "logbook/today.html", {"day": day})
