"""A clinician vouches for a stretch as it reads and is dosed at the clinic today."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from people.audience import audience

from .models import SignOff
from .words import attach_parameters, attach_sign_offs, library


@audience("therapist")
@require_POST
def stretch_sign_off(request, slug):
    """Sign off the content that was on the screen; 409 if it reads differently by now."""
    exercise = exercise_to_review(request.membership.clinic, slug)
    changed = request.POST.get("content_sha256") != exercise.content_sha256
    if not changed and not exercise.sign_off:
        exercise.sign_off = SignOff.give(exercise, by=request.membership)
    back = safe_next(request)
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


def safe_next(request):
    """The page to go back to, if it is one of ours; else nothing."""
    back = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    )
    return back if ours and back.startswith("/") else ""
