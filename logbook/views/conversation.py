"""What patient and therapist write to each other, as the patient sees it."""

from datetime import UTC

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from logbook.forms import SENT_BEFORE, MessageForm, SeenForm
from logbook.keys import uuid7
from logbook.models import CareHasEnded, DifferentContent, Message, TooManyMessages
from logbook.thread import Thread
from logbook.today import care_of, therapist_of
from people.audience import audience

TOO_MANY = _("That is all for one day. If it cannot wait, please call us.")


@audience("patient")
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request):
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            Message.write(request.patient, said["key"], said["body"], seen_until=said["seen_until"])
            return redirect("conversation")
        except DifferentContent:
            form.add_error(None, SENT_BEFORE)
        except TooManyMessages:
            form.add_error(None, TOO_MANY)
        except CareHasEnded:
            return redirect("conversation")
    before, now = moment_in(request), timezone.now()
    care = care_of(request.patient)
    context = {
        "form": form,
        "key": uuid7(),
        "now": None if before else now,
        "care": care,
        "therapist": therapist_of(care),
        "thread": Thread(request.patient, before=before),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "logbook/conversation.html", context, status=status)


@audience("patient")
@require_POST
def conversation_read(request):
    """The patient has the answers up to this moment on the screen. A page says so once it is
    shown, since opening a page changes nothing."""
    form = SeenForm(request.POST)
    if form.is_valid():
        Message.read_by_patient(request.patient, form.cleaned_data["seen_until"])
    return HttpResponse(status=204) if request.htmx else redirect("conversation")


def moment_in(request):
    """The moment `before` which a page of a thread ends, if the address names one."""
    try:
        at = parse_datetime(request.GET.get("before", ""))
        return at.astimezone(UTC) if at and at.tzinfo else None
    except (ValueError, OverflowError):  # the latter beyond what UTC counts
        return None
