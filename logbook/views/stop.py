"""The stop signs, after pain that is new, worse or at the limit; and a mistaken yes, taken back."""

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from logbook.forms import TakeBackForm
from logbook.keys import uuid7
from logbook.models import DifferentContent, Flag, Session
from logbook.today import care_of, therapist_of
from people.audience import audience
from people.models import StopSignList
from programs.models import Program, ProgramPause


@audience("patient", device=True)
@require_http_methods(["GET", "HEAD", "POST"])
def stop_signs(request):
    """When to call whom. What was told in the session at hand can be taken back here."""
    session = Session.objects.at_hand(request.patient)
    if request.method == "POST":
        return take_back(request, session)
    raised = (
        list(session.flags.stopping().select_related("pause").order_by("-at", "reason"))
        if session
        else []
    )
    act = [flag for flag in raised if flag.key == raised[0].key]
    care = care_of(request.patient)
    context = {
        "signs": StopSignList.signs_in(request.patient.language),
        "session": session,
        "pause": stopped(request.patient),
        "act": act,
        "key": uuid7(),
        "mistake": act[0].reason if act else "",
        "more": bool(act) and act[0].pause.flags.standing().exclude(key=act[0].key).exists(),
        "asks": bool(act) and "mistake" in request.GET,
        "care": care,
        "therapist": therapist_of(care),
    }
    return render(request, "logbook/stop_signs.html", context)


def stopped(patient):
    """The pause that what the patient told stands behind, or None."""
    pauses = ProgramPause.objects.running().filter(program__status=Program.Status.OPEN)
    told = Exists(Flag.objects.stopping().filter(pause=OuterRef("pk")))
    by_flags = Q(reason=ProgramPause.Reason.STOP_SIGNS) | told
    return pauses.filter(by_flags, patient=patient).first()


def take_back(request, session):
    """Withdraw what one act raised; the same post again changes nothing."""
    form = TakeBackForm(request.POST)
    if session is None or not form.is_valid():
        return redirect("stop_signs")
    session.patient = request.patient
    try:
        session.withdraw(form.cleaned_data["of"], form.cleaned_data["key"])
    except ValueError:
        raise Http404 from None
    except DifferentContent:  # this key is another act's: the page shows what stands
        return redirect("stop_signs")
    if stopped(request.patient):
        return redirect("stop_signs")
    if ProgramPause.objects.of(request.patient):
        messages.success(request, _("Taken back."))
    else:
        messages.success(request, _("Taken back. Your plan goes on."))
    return redirect("today")
