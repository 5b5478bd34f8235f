"""What a patient has done so far."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from logbook.progress import Month, Progress
from people.audience import audience


@audience("patient")
@require_safe
def progress(request):
    so_far = Progress(request.patient)
    context = {"progress": so_far}
    if so_far.days:
        context["month"] = Month(so_far, request.GET.get("month", ""))
    return render(request, "logbook/progress.html", context)
