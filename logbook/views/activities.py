"""What the patient can do again: a score for each when the therapist wants to know."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from logbook.activities import ActivitiesForm, activities_of
from logbook.today import care_of, therapist_of
from people.audience import audience


@audience("patient")
@require_http_methods(["GET", "HEAD", "POST"])
def my_activities(request):
    care = care_of(request.patient)
    activities = activities_of(request.patient)
    asked = [each for each in activities if each.asks and care and not care.discharged_at]
    form = ActivitiesForm(
        request.POST if request.method == "POST" else None,
        activities=asked,
        initial={f"score-{each.code}": each.own_today.score for each in asked if each.own_today},
    )
    if form.is_valid():
        with transaction.atomic():
            for activity, score in form.scores:
                activity.answer(score)
        messages.success(request, _("Saved."))
        return redirect("today")
    context = {
        "form": form,
        "rest": [each for each in activities if each not in asked],
        "care": care,
        "therapist": therapist_of(care),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "logbook/my_activities.html", context, status=status)
