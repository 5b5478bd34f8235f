"""Handing patients over: offered, then accepted or declined, or taken back."""

import uuid

from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseload.staff import SHOWN_AFTER, attach_work
from people.audience import audience
from people.cover_forms import HandOverForm
from people.models import Cover, HandOver, Patient

from .members import find_self_or_any
from .worklist import today_at


@audience("staff")
@require_safe
def hand_over(request):
    """What is offered to me, what I wait for, and who covers: for an admin, all of the clinic."""
    me = request.membership
    today = today_at(me.clinic)
    offers = HandOver.objects.filter(clinic=me.clinic).for_list()
    if not me.is_admin:
        offers = offers.filter(Q(giver=me) | Q(taker=me))
    by_name = Prefetch("patients", Patient.objects.filter(merged_into=None).order_by("name", "pk"))
    context = {
        "today": today,
        "me": attach_work([me], today)[0],
        "to_me": offers.offered().filter(taker=me).prefetch_related(by_name),
        "waiting": offers.offered().exclude(taker=me),
        "answered": offers.filter(answered_at__gt=timezone.now() - SHOWN_AFTER),
        "covering": Cover.objects.not_over(today).filter(by=me),
    }
    return render(request, "caseload/hand_over.html", context)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_offer(request, code):
    """Offer a colleague all or some of somebody's patients. The page's key makes two posts one."""
    giver = find_self_or_any(request, code)
    form = HandOverForm(request.POST if request.method == "POST" else None, giver=giver)
    key = request.POST.get("key") or str(uuid.uuid4())
    offer = HandOver(
        code=uuid.uuid5(giver.code, key),
        clinic=giver.clinic,
        giver=giver,
        offered_by=request.membership,
    )
    if request.method == "POST" and HandOver.objects.filter(code=offer.code).exists():
        return redirect("hand_over")
    if request.method == "POST" and form.is_valid():
        offer.taker = form.cleaned_data["taker"]
        offer.offer(form.chosen)
        said = _("Offered to %(taker)s. Nothing changes until it is accepted.")
        messages.success(request, said % {"taker": offer.taker.user})
        return redirect("hand_over")
    context = {"form": form, "giver": giver, "key": key, "count": form.free.count()}
    status = 422 if request.method == "POST" else 200
    return render(request, "caseload/hand_over_offer.html", context, status=status)


@audience("staff")
@require_POST
def hand_over_answer(request, code):
    """Accept or decline what is offered to me; take back what I, or as an admin anyone, offered."""
    me, answer = request.membership, request.POST.get("answer")
    offers = HandOver.objects.filter(clinic=me.clinic).select_related("giver__user", "taker__user")
    if answer in ("accept", "decline"):
        offers = offers.filter(taker=me)
    elif answer != "withdraw":
        raise Http404
    elif not me.is_admin:
        offers = offers.filter(giver=me)
    offer = get_object_or_404(offers, code=code)
    try:
        messages.success(request, settle(offer, answer))
    except HandOver.Answered:
        messages.info(request, _("This offer was answered before. Nothing changed now."))
    return redirect("hand_over")


def settle(offer, answer):
    """What happened, in words. Raises Answered."""
    if answer == "accept":
        moved = offer.accept()
        return ngettext(
            "%(count)s patient is now yours.", "%(count)s patients are now yours.", moved
        ) % {"count": moved}
    declined = answer == "decline"
    if not offer.settle(HandOver.State.DECLINED if declined else HandOver.State.WITHDRAWN):
        raise HandOver.Answered
    if declined:
        return _("Declined. The patients stay with %(giver)s.") % {"giver": offer.giver.user}
    return _("Taken back. The patients stay with %(giver)s.") % {"giver": offer.giver.user}
