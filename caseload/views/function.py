"""A patient's own activities: add, take off, score, and when to ask again."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from caseload.function import Changes, line_of
from caseload.function_forms import ActivityForm, ScoresForm
from logbook.activities import activities_of
from logbook.keys import uuid7
from logbook.models import AnsweredByPatient, FunctionActivity, FunctionPlan, TooManyActivities
from logbook.models.function import MOST_ACTIVITIES
from people.audience import audience
from people.models import Patient


def find(request, code):
    mine = Patient.objects.visible_to(request.membership).select_related("clinic", "function_plan")
    return get_object_or_404(mine, code=code)


@audience("therapist")
@require_http_methods(["GET", "HEAD", "POST"])
def patient_function(request, code):
    """Activities with start, now and change; one form for today's scores and the interval."""
    patient = find(request, code)
    if request.method != "POST":
        return show(request, patient)
    form = ScoresForm(request.POST, activities=activities_of(patient))
    if form.is_valid():
        try:
            with transaction.atomic():
                for activity, score in form.scores:
                    activity.answer(score, by=request.membership)
                FunctionPlan.set_weeks(patient, form.cleaned_data["every_weeks"])
            messages.success(request, _("Saved."))
            return redirect("patient_function", code)
        except AnsweredByPatient:
            form.add_error(None, _("The patient answered today already. That score stays."))
    return show(request, patient, scores=form, status=422)


@audience("therapist")
@require_POST
def function_add(request, code):
    """One more activity, five at most; with a score if the patient gives one now."""
    patient = find(request, code)
    form = ActivityForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                activity = FunctionActivity.add(patient, said["key"], said["words"])
                if said["score"] is not None:
                    activity.answer(said["score"], by=request.membership)
            return redirect("patient_function", code)
        except TooManyActivities:
            form.add_error(None, _("Five activities at most. Take one off first."))
        except AnsweredByPatient:  # added before, and answered at home since
            return redirect("patient_function", code)
    return show(request, patient, adding=form, status=422)


@audience("therapist")
@require_POST
def function_remove(request, code, activity_code):
    """Ask about it no more; its scores stay in the record."""
    activity = get_object_or_404(find(request, code).activities, code=activity_code)
    if activity.take_off():
        messages.success(request, _("Taken off. Its scores stay in the record."))
    return redirect("patient_function", code)


def show(request, patient, scores=None, adding=None, status=200):
    """The page with one of its forms as it was typed."""
    activities = activities_of(patient)
    plan = getattr(patient, "function_plan", None)
    scores = scores or ScoresForm(
        activities=activities, initial={"every_weeks": plan.every_weeks if plan else 0}
    )
    context = {
        "patient": patient,
        "changes": Changes([line_of(activity) for activity in activities]),
        "rows": list(zip(scores.rows, map(line_of, scores.activities.values()), strict=True)),
        "scores": scores,
        "adding": adding or ActivityForm(),
        "is_full": len(activities) >= MOST_ACTIVITIES,
        "earlier": patient.activities.exclude(removed_on=None).with_scores(),
        "key": uuid7(),
    }
    return render(request, "caseload/patient_function.html", context, status=status)
