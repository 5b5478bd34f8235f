"""A patient's handout code, as staff see it: make, print, unlock, renew or revoke it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.audience import audience
from people.models import AccessCode, Patient


@audience("therapist")
@require_http_methods(["GET", "HEAD", "POST"])
def access_code(request, code):
    patients = Patient.objects.visible_to(request.membership).select_related("clinic")
    patient = get_object_or_404(patients, code=code)
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act"))
        if act is None:
            raise Http404
        if act is make or patient.live_code:
            messages.success(request, act(patient, request.POST))
        return redirect("access_code", code)
    return render(request, "people/access_code.html", {"patient": patient})


def make(patient, posted):
    AccessCode.of(patient)
    return _("There is a code. Print the handout.")


def unlock(patient, posted):
    patient.live_code.unlock()
    return _("Unlocked. The code works again.")


def renew(patient, posted):
    patient.live_code.renew()
    return _("There is a new code. The old one and its phones no longer work. Print the handout.")


def revoke(patient, posted):
    patient.live_code.revoke()
    return _("The code and its phones no longer work.")


def sign_out(patient, posted):
    named = posted.get("device", "").replace("\0", "")
    known = patient.devices.filter(token_sha256=named, revoked_at=None)
    known.update(revoked_at=timezone.now())
    return _("That phone is signed out.")


ACTS = {"make": make, "unlock": unlock, "renew": renew, "revoke": revoke, "sign-out": sign_out}
