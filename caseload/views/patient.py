"""The page of one patient, one session of it, and marking it as reviewed."""

from datetime import UTC

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from caseload.flags import flags_of
from caseload.models import CaseloadPatient, Review
from caseload.record import Record
from caseload.sessions import attach_logs, finish_history
from logbook.models import Session
from people.audience import audience
from people.models import Membership

from .worklist import today_at


@audience("therapist")
@require_safe
def patient_detail(request, code):
    """What this patient was asked to do, what was done, and how it felt."""
    made_at = timezone.now()
    patient = visible_patient(request, code)
    record = Record(patient, get_language(), made_at, request.GET.get("page"))
    owner = record.owner(today_at(patient.clinic))
    context = {
        "patient": patient,
        "record": record,
        "owner": owner,
        "mine": owner and owner.is_of(request.membership),
        "episode": patient.open_episode,
        "therapists": Membership.objects.treating(patient.clinic),
    }
    return render(request, "caseload/patient_detail.html", context)


@audience("therapist")
@require_safe
def patient_session(request, code, session_code):
    """One session: repetitions and holds against target, and what was corrected when."""
    patient = visible_patient(request, code)
    session = get_object_or_404(
        Session.objects.select_related("version"), patient=patient, code=session_code
    )
    attach_logs([session], patient.clinic, get_language())
    context = {
        "patient": patient,
        "session": session,
        "changes": finish_history(session),
        "flags": flags_of(patient, get_language(), session=session),
    }
    return render(request, "caseload/patient_session.html", context)


@audience("therapist")
@require_POST
def patient_review(request, code):
    """Seen up to the moment the page was made; what came later was not, and no flag is closed."""
    patient = get_object_or_404(CaseloadPatient.objects.visible_to(request.membership), code=code)
    seen_until = moment(request.POST.get("seen_until", ""))
    if seen_until is None:
        raise Http404
    Review.mark(patient, request.membership, seen_until)
    messages.success(request, _("Reviewed. What comes later will show as new."))
    return redirect("patient_detail", patient.code)


def moment(text):
    """The moment this names, or None."""
    try:
        found = parse_datetime(text)
        return found.astimezone(UTC) if found and is_aware(found) else None
    except (ValueError, OverflowError):  # the latter beyond what UTC counts
        return None


def visible_patient(request, code):
    """The patient with the row they have on the caseload; 404 for anyone else's."""
    mine = CaseloadPatient.objects.visible_to(request.membership).filter(code=code).any_care()
    rows = mine.prefetch_related(
        "episodes", "precautions", "therapist_links__membership__user"
    ).for_worklist(today_at(request.membership.clinic))
    if not rows:
        raise Http404
    return rows[0]
