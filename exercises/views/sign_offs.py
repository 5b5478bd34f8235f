"""A clinician vouches for a stretch as it reads and is dosed at the clinic today."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from exercises.models import SignOff
from exercises.words import attach_parameters, attach_sign_offs, library
from people.addresses import own_address
from people.audience import audience


@audience("therapist")
@require_POST
def stretch_sign_off(request, slug):
    """Sign off the content that was on the screen; 409 if it reads differently by now."""
    exercise = exercise_to_review(request.membership.clinic, slug)
    changed = request.POST.get("content_sha256") != exercise.content_sha256
    if not changed and not exercise.sign_off:
        exercise.sign_off = SignOff.give(exercise, by=request.membership)
    back = own_address(request, request.POST.get("next"))
    if request.htmx or changed:
        page = "_sign_off" if request.htmx else "stretch_sign_off"
        context = {"exercise": exercise, "changed": changed, "next": back}
        return render(request, f"exercises/{page}.html", context, status=409 if changed else 200)
    return redirect(back) if back else redirect("stretch_detail", slug=slug)


def exercise_to_review(clinic, slug):
    exercises = attach_parameters(library(clinic, slug=slug), clinic)
    if not exercises:
        raise Http404
    (exercise,) = attach_sign_offs(exercises, clinic)
    return exercise
