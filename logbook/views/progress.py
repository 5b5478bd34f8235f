"""What a patient has done so far."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from logbook.drawing import minutes_picture, pain_picture
from logbook.progress import WEEKS_DRAWN, Month, Progress
from people.audience import audience


@audience("patient")
@require_safe
def progress(request):
    so_far = Progress(request.patient)
    context = {"progress": so_far}
    if so_far.days:
        context |= {
            "month": Month(so_far, request.GET.get("month", "")),
            "picture": pain_picture(so_far.drawn) if so_far.painful else None,
            "bars": minutes_picture(so_far.weeks[-WEEKS_DRAWN:]),
        }
    return render(request, "logbook/progress.html", context)
