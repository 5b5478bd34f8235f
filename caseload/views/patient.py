from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from caseload.drawing import pain_chart
from caseload.flags import flags_of
from caseload.models import CaseloadPatient
from caseload.sessions import attach_logs, attach_rates, finish_history
from exercises.words import attach_words
from logbook.models import Session
from people.audience import audience
from people.models import Membership
from programs.models import Prescription, ProgramVersion

from .worklist import today_at

SESSIONS_A_PAGE = 10
CHART_SESSIONS = 60


@audience("therapist")
@require_safe
def patient_detail(request, code):
    """What this patient was asked to do, what was done, and how it felt."""
    patient = visible_patient(request, code)
    versions = list(ProgramVersion.objects.of_open_program(patient))
    sent = [version for version in versions if not version.is_draft]
    painful = patient.sessions.exclude(Q(pain_before=None) & Q(pain_after=None))
    painful = list(painful.order_by("-local_date", "-id")[:CHART_SESSIONS])[::-1]
    before = [session.pain_before for session in painful if session.pain_before is not None]
    sessions = patient.sessions.order_by("-started_at", "-id")
    page = Paginator(sessions, SESSIONS_A_PAGE).get_page(request.GET.get("page"))
    attach_logs(list(page), patient.clinic, get_language())
    flags = flags_of(patient, get_language())
    for session in page:
        session.told = [f for f in flags if f.session_id == session.pk and not f.is_taken_back]
    context = {
        "patient": patient,
        "asking": sorted((f for f in flags if f.asks), key=lambda flag: not flag.stops),
        "answered": [f for f in flags if not f.asks],
        "episode": patient.open_episode,
        "therapists": Membership.objects.treating(patient.clinic),
        "current": sent[0] if sent else None,
        "draft": next((version for version in versions if version.is_draft), None),
        "earlier": sent[1:],
        "week": sent and weeks_since(sent[-1].effective_on, patient.local_today),
        "program": current_program(sent, patient.clinic),
        "painful": painful,
        "before_first": before[0] if before else None,
        "before_last": before[-1] if before else None,
        "chart": pain_chart(painful),
        "page": page,
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


def weeks_since(begin, today):
    """The week of the program, from 1; 0 before it begins."""
    return max(0, (today - begin).days // 7 + (today >= begin))


def visible_patient(request, code):
    """The patient with the row they have on the caseload; 404 for anyone else's."""
    mine = CaseloadPatient.objects.visible_to(request.membership).filter(code=code).any_care()
    rows = mine.prefetch_related(
        "episodes", "precautions", "therapist_links__membership__user"
    ).for_worklist(today_at(request.membership.clinic))
    if not rows:
        raise Http404
    return rows[0]


def current_program(sent, clinic):
    """The rows of the newest sent version in region order, each with words and rates."""
    if not sent:
        return []
    prescriptions = attach_rates(Prescription.objects.filter(version=sent[0]).in_region_order())
    attach_words([row.variation for row in prescriptions], clinic, get_language())
    return prescriptions
