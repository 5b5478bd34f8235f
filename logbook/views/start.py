"""What is asked before a session, and its start."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exercises.words import attach_words
from logbook.changes import changes
from logbook.forms import BEGUN_BEFORE, BeforeForm
from logbook.keys import uuid7
from logbook.models import DifferentContent, Message, NoPlan, Session, SpineRow
from logbook.models.spine import needs_stop_signs
from logbook.plan import Plan
from logbook.replies import Reply
from logbook.today import care_of, therapist_of
from logbook.views.session import next_page
from logbook.views.stop import stopped
from people.audience import audience
from programs.models import ProgramPause


@audience("patient", device=True)
@require_http_methods(["GET", "HEAD", "POST"])
def session_start(request):
    form = BeforeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if ProgramPause.objects.of(request.patient):  # this page was opened before
            return redirect("stop_signs" if stopped(request.patient) else "today")
        try:
            key = form.cleaned_data["key"]
            begun = Session.start(request.patient, key, **form.answers())
            seen = form.cleaned_data["reply_until"]
            if seen and not request.patient.by_handout:  # such a phone shows no answer
                Message.read_by_patient(request.patient, seen)
            return started(begun)
        except NoPlan:
            return redirect("today")
        except DifferentContent:
            form.add_error(None, BEGUN_BEFORE)
    plan = Plan(request.patient)
    if request.method != "POST":
        if plan.session:
            return redirect(next_page(plan.session, plan.prescribed))
        if plan.state in ("none", "paused"):
            return redirect("today")
    return show_before(request, plan, form)


def started(session):
    if needs_stop_signs(session):
        return redirect("stop_signs")
    return redirect(next_page(session, list(SpineRow.objects.for_session(session))))


def show_before(request, plan, form):
    patient = request.patient
    shown = [row.variation for row in [*plan.prescribed, *plan.past]]
    attach_words(shown, patient.clinic, patient.language)
    notes = [row for row in plan.rows if row.note and not patient.by_handout]
    care = care_of(patient)
    context = {
        "form": form,
        "key": uuid7(),
        "notes": notes,
        "changes": changes(plan.past, plan.prescribed) if plan.past else [],
        "reply": Reply.of(care, patient),
        "therapist": therapist_of(care),
        "equipment": equipment_for(plan.rows),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "logbook/session_start.html", context, status=status)


def equipment_for(rows):
    """What to fetch, each thing once, in the order it is used."""
    mat = [] if all(row.variation.floor_free for row in rows) else [_("A mat or rug")]
    things = [row.variation.words.equipment for row in rows]
    return list(dict.fromkeys([*mat, *filter(None, things)]))
