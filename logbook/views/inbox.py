"""What patients wrote, and the answers: a list of threads, and one of them beside it."""

import uuid

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from logbook.forms import SENT_BEFORE, MessageForm, SeenForm
from logbook.keys import uuid7
from logbook.models import Correspondent, DifferentContent, Message
from logbook.thread import Thread
from logbook.today import care_of
from logbook.views.conversation import moment_in
from people.audience import audience

THREADS_A_PAGE = 50


@audience("therapist")
@require_safe
def inbox(request):
    threads = listed(request)
    patient = next(iter(threads["page"]), None)
    context = threads | (thread_of(request, patient) if patient else {})
    return render(request, "logbook/inbox.html", context)


@audience("therapist")
@require_http_methods(["GET", "HEAD", "POST"])
def patient_messages(request, code):
    patient = correspondent(request, code)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            Message.write(
                patient,
                said["key"],
                said["body"],
                by=request.membership,
                session=session_about(patient, said["about"]),
                seen_until=said["seen_until"],
            )
            return answered(request, patient)
        except DifferentContent:
            form.add_error(None, SENT_BEFORE)
    return show_thread(request, patient, form, status=422 if request.method == "POST" else 200)


@audience("therapist")
@require_POST
def patient_messages_read(request, code):
    """Nothing to answer: what stood on the page waits no more."""
    patient = correspondent(request, code)
    form = SeenForm(request.POST)
    if form.is_valid():
        Message.read_by_staff(patient, form.cleaned_data["seen_until"])
    return answered(request, patient)


def answered(request, patient):
    """The thread as it is now; a plain page goes there, htmx swaps it and what counts it."""
    if not request.htmx:
        return redirect("patient_messages", patient.code)
    return show_thread(request, patient, MessageForm(), counts=True)


def show_thread(request, patient, form, status=200, counts=False):
    context = thread_of(request, patient, form)
    if request.htmx:
        context |= (listed(request) if counts else {}) | {"swapped": counts}
        return render(request, "logbook/_thread.html", context, status=status)
    context |= listed(request)
    return render(request, "logbook/patient_messages.html", context, status=status)


def correspondent(request, code):
    patients = Correspondent.objects.visible_to(request.membership).select_related("clinic")
    return get_object_or_404(patients, code=code)


def session_about(patient, code):
    """The session an answer is about, if it names one; somebody else's is a 404."""
    return get_object_or_404(patient.sessions, code=code) if code else None


def asked_about(request, patient):
    """The session that the address, or the form that came back, says the answer is about."""
    try:
        code = uuid.UUID(request.POST.get("about") or request.GET.get("about", ""))
    except ValueError:
        return None
    return patient.sessions.filter(code=code).first()


def listed(request):
    """The list of threads: whom this member answers, or everybody of the clinic."""
    everyone = Correspondent.objects.visible_to(request.membership)
    mine = everyone.looked_after_by(request.membership)
    who = "everyone" if request.GET.get("who") == "everyone" else "mine"
    threads = (everyone if who == "everyone" else mine).for_inbox()
    page = Paginator(threads, THREADS_A_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "who": who, "inbox_waiting": mine.waiting().count()}


def thread_of(request, patient, form=None):
    """One patient's thread, with the form to answer it. `now` is what its newest page is read up
    to; an earlier page says nothing of that."""
    before, now = moment_in(request), timezone.now()
    thread = Thread(patient, before=before)
    return {
        "patient": patient,
        "care": care_of(patient),
        "thread": thread,
        "form": form or MessageForm(),
        "about": asked_about(request, patient) or thread.note_to_answer,
        "key": uuid7(),
        "now": None if before else now,
    }
