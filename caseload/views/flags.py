"""One page for what a patient told that stopped a session, and how it was closed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from caseload.closing import FlagForm, signs_of
from caseload.flags import flags_of
from caseload.models import CaseloadPatient
from caseload.owners import Desk, owner_of, therapists_of
from caseload.places import lowest_by_session, places_told
from caseload.told import told_in
from logbook.models import AlreadyClosed, Flag
from people.audience import audience
from programs.models import ProgramPause

from .patient import visible_patient
from .worklist import today_at


@audience("therapist")
@require_http_methods(["GET", "HEAD", "POST"])
def patient_flag(request, code, key):
    """What was told, whose it is, and closing it with an outcome; or how that ended."""
    patient = visible_patient(request, code)
    flags = flags_of(patient, get_language())
    if not any(flag.key == key for flag in flags):
        raise Http404
    pause = ProgramPause.objects.of(patient)
    signs = signs_of(request.POST.get("signs", ""), get_language())
    held_by_flags = not pause or pause.reason == ProgramPause.Reason.STOP_SIGNS
    # Whoever posts may name a flag that was closed meanwhile: that is said, not refused.
    form = FlagForm(
        flags if request.method == "POST" else [flag for flag in flags if flag.asks],
        signs,
        is_paused=bool(pause) if held_by_flags else None,
        data=request.POST or None,
    )
    closed, status = [], 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                Flag.close_all(form.chosen, request.membership, **form.said)
                return closed_now(request, patient)
            except AlreadyClosed as stale:
                closed, status = stale.flags, 409
    context = page_of(request, patient, flags, key) | {"pause": pause, "form": form}
    return render(
        request, "caseload/patient_flag.html", context | {"meanwhile": closed}, status=status
    )


def closed_now(request, patient):
    """Back to the record, saying what became of the program."""
    if ProgramPause.objects.of(patient):
        said = _("The flag is closed. The program stays paused.")
    else:
        said = _("The flag is closed. The program goes on.")
    messages.success(request, said)
    if left := patient.flags.asking(timezone.now()).count():
        messages.warning(request, still_open(left))
    return redirect("patient_detail", patient.code)


def page_of(request, patient, flags, key):
    """What the page shows beside its form."""
    about = [flag for flag in flags if flag.key == key]
    asking = sorted((flag for flag in flags if flag.asks), key=lambda flag: not flag.stops)
    shown = list({flag.session_id: flag.session for flag in asking + about}.values())
    places = places_told(patient)
    now = timezone.now()
    told_at = min((flag.at for flag in asking), default=None)
    desk = Desk(patient.clinic, today_at(patient.clinic))
    owner = told_at and owner_of(told_at, therapists_of(patient), desk, now)
    return {
        "patient": patient,
        "about": about,
        "asking": asking,
        "told": told_in(shown, flags, places, patient, get_language()),
        "owner": owner,
        "mine": owner and owner.is_of(request.membership),
        "now": now,
        "lowest": lowest_by_session(places),
        "earlier": [flag for flag in flags if not flag.asks],
    }


@audience("therapist")
@require_POST
def program_resume(request, code):
    """Let a paused program go on. It closes no flag, and says which are still open."""
    patient = get_object_or_404(CaseloadPatient.objects.visible_to(request.membership), code=code)
    if patient.resume():
        said = _("The program goes on. %(name)s can start a session now.")
        messages.success(request, said % {"name": patient.first_name})
        if left := patient.flags.asking(timezone.now()).count():
            messages.warning(request, still_open(left))
    return redirect("patient_detail", code)


def still_open(count):
    words = ngettext(
        "%(count)s safety flag is still open. Close it with an outcome.",
        "%(count)s safety flags are still open. Close each with an outcome.",
        count,
    )
    return words % {"count": count}
