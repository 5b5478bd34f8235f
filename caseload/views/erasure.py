"""Erasing a record: a patient asks, an admin of the clinic does it, holds it, or says no."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from caseload.erasure import InCare, OnHold, erase
from caseload.erasure_forms import DeclineForm, EraseForm, HoldForm
from people.audience import audience
from people.models import ErasureRequest, LegalHold, Patient
from people.reauthentication import freshly_signed_in
from people.searching import name_in

MOST_FOUND = 20


@audience("patient", before_notice=True)
@require_http_methods(["GET", "HEAD", "POST"])
def my_erasure(request):
    """Ask the clinic to erase the record, or take that back; what became of it."""
    patient = request.patient
    if request.method == "POST":
        if request.POST.get("act") == "withdraw":
            ErasureRequest.settle(patient, ErasureRequest.State.WITHDRAWN)
            messages.success(request, _("Taken back. Your record stays."))
        else:
            ErasureRequest.ask(patient)
            messages.success(request, _("Your clinic reads it and answers here."))
        return redirect("my_erasure")
    asked = patient.erasure_requests.first()
    return render(request, "caseload/my_erasure.html", {"asked": asked})


@audience("clinic-admin")
@require_http_methods(["GET", "HEAD", "POST"])
def erasure_list(request):
    """Who asked, what is held, and the way to any record of the clinic by name. The name is posted,
    so that it stands in no address."""
    desk = Patient.objects.at_desk_of(request.membership)
    query = name_in(request.POST)
    asked = ErasureRequest.objects.filter(state=ErasureRequest.State.ASKED, patient__in=desk)
    held = LegalHold.objects.filter(lifted_at=None, patient__in=desk)
    words = {
        "query": query,
        "found": desk.named(query).order_by("name", "pk")[:MOST_FOUND] if query else [],
        "asked": asked.select_related("patient").order_by("asked_at"),
        "held": held.select_related("patient", "set_by__user"),
    }
    return render(request, "caseload/erasure_list.html", words)


@audience("clinic-admin")
@require_http_methods(["GET", "HEAD", "POST"])
@freshly_signed_in("POST")
def patient_erase(request, code):
    """What stands in the way, and, once the name is typed, the erasure itself."""
    patient = at_desk(request, code)
    form = EraseForm(request.POST or None, patient=patient)
    if request.method == "POST" and form.is_valid():
        try:
            erase(patient, form.cleaned_data["reason"], by=request.membership)
            messages.success(request, _("The record is erased. Nobody can bring it back."))
            return redirect("erasure_list")
        except OnHold:
            form.add_error(None, _("A legal hold keeps this record."))
        except InCare:
            form.add_error(None, _("Care goes on. The therapist discharges the patient first."))
    return page(request, patient, erase=form)


@audience("clinic-admin")
@require_POST
@freshly_signed_in("POST")
def legal_hold(request, code):
    """Put a hold on this record, or lift it."""
    patient = at_desk(request, code)
    if request.POST.get("act") == "lift":
        LegalHold.lift(patient, request.membership)
        messages.success(request, _("The hold is lifted."))
        return redirect("patient_erase", code)
    form = HoldForm(request.POST)
    if not form.is_valid():
        return page(request, patient, hold=form)
    LegalHold.put_on(patient, request.membership, form.cleaned_data["why"])
    messages.success(request, _("Nobody erases this record until the hold is lifted."))
    return redirect("patient_erase", code)


@audience("clinic-admin")
@require_POST
def erasure_decline(request, code):
    """Say no to a patient who asked, with a reason they read."""
    patient = at_desk(request, code)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return page(request, patient, decline=form)
    declined, by = ErasureRequest.State.DECLINED, request.membership
    ErasureRequest.settle(patient, declined, by=by, answer=form.cleaned_data["answer"])
    messages.success(request, _("The patient reads your answer under Me."))
    return redirect("erasure_list")


def at_desk(request, code):
    return get_object_or_404(Patient.objects.at_desk_of(request.membership), code=code)


def page(request, patient, **forms):
    """The page of one record, with the form that came back with errors, if one did."""
    words = {"erase": EraseForm(patient=patient), "hold": HoldForm(), "decline": DeclineForm()}
    words |= forms | {
        "patient": patient,
        "form": next(iter(forms.values()), None),
        "in_care": patient.episodes.filter(discharged_at=None).exists(),
        "held": patient.legal_holds.filter(lifted_at=None).select_related("set_by__user").first(),
        "asked": patient.erasure_requests.filter(state=ErasureRequest.State.ASKED).first(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "caseload/patient_erase.html", words, status=status)
