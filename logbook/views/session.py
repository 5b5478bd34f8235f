"""A session by plain forms: log each stretch, finish. Its start is in start.py."""

import uuid

from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from exercises.dosage import Kind
from exercises.figures import stills
from exercises.words import attach_words
from logbook.forms import (
    OUT_OF_DATE,
    SAVED_BEFORE,
    FinishForm,
    StretchLogForm,
    planned_text,
)
from logbook.keys import uuid7
from logbook.models import DifferentContent, Session, SpineRow
from logbook.models.spine import needs_stop_signs, next_to_do, rows_of
from logbook.today import care_of, therapist_of
from people.audience import audience


@audience("patient", device=True)
@require_http_methods(["GET", "HEAD", "POST"])
def stretch_log(request, code):
    session = session_of(request)
    if session is None:
        get_object_or_404(request.patient.prescriptions, code=code)
        return go(request, reverse("today"))
    plan = list(SpineRow.objects.for_session(session))
    row = next((row for row in plan if row.code == code), None)
    if row is None:
        raise Http404
    if request.patient.by_handout:
        row.note = ""  # never on a phone that only a handout's code opened
    if request.method != "POST":
        asked = {"done_as": request.GET["way"]} if "way" in request.GET else {}
        form = StretchLogForm(prescription=row, initial=saved_answers(session, row) | asked)
        return show_stretch_log(request, session, plan, row, form)
    form = StretchLogForm(request.POST, prescription=row)
    if form.is_valid():
        try:
            row.take(session.log_stretch(row, form.cleaned_data["key"], **form.answers()))
            return stretch_logged(request, session, plan, row)
        except DifferentContent:
            form.add_error(None, SAVED_BEFORE)
        except IntegrityError:  # a key made of this one is taken: the page brings a new one
            form.add_error(None, OUT_OF_DATE)
    return show_stretch_log(request, session, plan, row, form, status=422)


@audience("patient", device=True)
@require_http_methods(["GET", "HEAD", "POST"])
def session_finish(request):
    session = session_of(request)
    if session is None:
        return redirect("today")
    form = FinishForm(request.POST or None, initial=finish_answers(session))
    if request.method == "POST" and form.is_valid():
        try:
            session.finish(form.cleaned_data["key"], **answers_to_keep(session, form))
            return redirect("stop_signs" if needs_stop_signs(session) else "session_finish")
        except DifferentContent:
            form.add_error(None, SAVED_BEFORE)
    rows = listed(session, list(SpineRow.objects.for_session(session)))
    care = care_of(request.patient)
    context = {
        "session": session,
        "rows": rows,
        "done": sum(row.is_logged for row in rows),
        "form": form,
        "key": uuid7(),
        "care": care,
        "therapist": therapist_of(care),
        "stop": needs_stop_signs(session),
        "is_done": session.is_finished and request.method != "POST" and "change" not in request.GET,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "logbook/session_finish.html", context, status=status)


def session_of(request):
    """The session this page was made for, else the one at hand. Somebody else's is a 404."""
    if code := request.POST.get("session"):
        try:
            session = get_object_or_404(request.patient.sessions, code=uuid.UUID(code))
        except ValueError:
            raise Http404 from None
    else:
        session = Session.objects.at_hand(request.patient)
    if session:
        session.patient = request.patient
    return session


def go(request, address):
    """To another page; from a form inside a card, too."""
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def listed(session, plan):
    return rows_of(plan, session.local_date, session.number_of_day)


def next_page(session, plan, after=None):
    """Where a patient goes on: the next stretch without a log, the end, or back to the day."""
    if not session.is_open:
        return reverse("today")
    row = next_to_do(listed(session, plan), after)
    return reverse("stretch_log", args=[row.code]) if row else reverse("session_finish")


def saved_answers(session, row):
    """What the form starts with: what is logged, else the targets and no pain chosen."""
    answers = {f"{side}-{number}": row.target for side, number in row.slots}
    sets = session.set_logs.filter(prescription=row, current=True)
    answers |= {f"{done.side}-{done.number}": done.done for done in sets}
    if not row.is_logged or row.log_skipped:
        return answers
    names = ("pain", "lowest_place_felt", "reason")
    if row.log_done_as_id:
        answers["done_as"] = row.swaps.get(pk=row.log_done_as_id).opaque_id
    return answers | {name: getattr(row, f"log_{name}") for name in names}


def answers_to_keep(session, form):
    """What was answered. A handout's phone does not show a note, so an empty one leaves it be."""
    answers = form.answers()
    if session.patient.by_handout and not answers["note"]:
        answers["note"] = session.note
    return answers


def finish_answers(session):
    if session.new_or_worse is None:
        return {}
    return {
        "pain_after": session.pain_after,
        "new_or_worse": "yes" if session.new_or_worse else "no",
        "effort": session.effort,
        "note": "" if session.patient.by_handout else session.note,
    }


def show_stretch_log(request, session, plan, row, form, status=200):
    """The page of one stretch; for htmx only the form that takes the place of its card."""
    ways = list(form.ways.values())
    attach_words([row.variation, *ways], request.patient.clinic, request.patient.language)
    context = {"session": session, "row": row, "form": form, "key": uuid7()}
    context |= {"usual": row.name, "ways": [way for way in ways if way != form.way]}
    if form.way:
        row.variation = form.way  # what the page shows; the prescription stays what it is
    context |= {"planned": planned_text(row), "seconds": row.kind == Kind.MUSCLE}
    if request.htmx:
        return render(request, "logbook/_stretch_form.html", context, status=status)
    rows = listed(session, plan)
    context |= {"rows": rows, "place": next((i for i, r in enumerate(rows, 1) if r == row), None)}
    context["stills"] = stills(row.variation)
    context["therapist"] = therapist_of(care_of(request.patient)) if row.note else ""
    return render(request, "logbook/stretch_log.html", context, status=status)


def stretch_logged(request, session, plan, row):
    """On to the next stretch; for htmx the card, and the button that leads on."""
    if needs_stop_signs(session):
        return go(request, reverse("stop_signs"))
    if not request.htmx:
        return redirect(next_page(session, plan, after=row))
    attach_words([row.variation], request.patient.clinic, request.patient.language)
    rows = listed(session, plan)
    context = {"session": session, "row": row, "swapped": True, "rows": rows}
    context |= {"done": sum(r.is_logged for r in rows), "next_row": next_to_do(rows)}
    return render(request, "logbook/_stretch_card.html", context)
