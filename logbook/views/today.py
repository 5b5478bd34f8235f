"""A patient's first page: what is asked for today."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from logbook.keys import uuid7
from logbook.today import Today
from people.audience import audience


@audience("patient")
@require_safe
def today(request):
    return show_today(request, anyway="anyway" in request.GET)


def show_today(request, status=200, **context):
    day = Today(request.patient, anyway=context.pop("anyway", False))
    return render(
        request, "logbook/today.html", context | {"day": day, "key": uuid7()}, status=status
    )
