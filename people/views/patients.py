"""Adding, editing and handing over a patient."""

import uuid

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.audience import audience
from people.forms import PatientForm, ReassignForm
from people.models import Episode, Invitation, Patient
from people.outbox import say_if_stuck


def find(request, code):
    return get_object_or_404(Patient.objects.visible_to(request.membership), code=code)


def typed(request):
    return request.POST if request.method == "POST" else None


@audience("therapist")
@require_http_methods(["GET", "HEAD", "POST"])
def patient_add(request):
    """A new patient of the member who adds them. The page's own key makes a double post one."""
    member = request.membership
    clinic = member.clinic
    patient = Patient(clinic=clinic, zone=clinic.zone, language=clinic.language)
    form = PatientForm(
        typed(request), instance=patient, episode=Episode(started_on=patient.today())
    )
    key = request.POST.get("key") or str(uuid.uuid4())
    if request.method == "POST" and form.is_valid():
        patient.code = uuid.uuid5(member.code, key)
        try:
            with transaction.atomic():
                form.save()
                patient.reassign(member)
        except IntegrityError:
            find(request, patient.code)  # the same page sent twice; anything else is an error
        return redirect("patient_detail", patient.code)
    return render(
        request,
        "people/patient_form.html",
        {"form": form, "key": key},
        status=422 if request.method == "POST" else 200,
    )


@audience("therapist")
@require_http_methods(["GET", "HEAD", "POST"])
def patient_edit(request, code):
    """Save over the revision that was read; over a later one only when both have been seen."""
    patient = find(request, code)
    episode = patient.open_episode or Episode()
    stored = patient.revision
    form = PatientForm(
        typed(request), instance=patient, episode=episode, initial={"revision": stored}
    )
    if request.break_glass:
        form.keep_email(_("It cannot be changed while the record is open to you for an hour."))
    words = {"form": form, "patient": patient, "name": patient.name, "episode": episode}
    if request.method != "POST":
        return render(request, "people/patient_form.html", words)
    if not form.is_valid():
        return render(request, "people/patient_form.html", words, status=422)
    with transaction.atomic():
        saved = patient.claim(form.cleaned_data["revision"])
        if saved:
            form.save()
    if saved:
        messages.success(request, _("Saved."))
        return redirect("patient_detail", code)
    words |= {"differences": form.differences(), "stored": stored}
    return render(request, "people/patient_form.html", words, status=409)


@audience("therapist")
@require_http_methods(["GET", "HEAD", "POST"])
def patient_reassign(request, code):
    patient = find(request, code)
    form = ReassignForm(
        typed(request),
        clinic=patient.clinic,
        initial={"therapist": patient.therapist and patient.therapist.code},
    )
    if request.method == "POST" and form.is_valid():
        therapist = form.cleaned_data["therapist"]
        try:
            patient.reassign(therapist)
        except ValueError:
            form.add_error(
                "therapist", _("%(name)s works here no more.") % {"name": therapist.user}
            )
        else:
            words = {"patient": patient, "therapist": therapist}
            messages.success(request, _("%(patient)s is now with %(therapist)s.") % words)
            still_mine = Patient.objects.visible_to(request.membership).filter(pk=patient.pk)
            return redirect("patient_detail", code) if still_mine.exists() else redirect("home")
    return render(
        request,
        "people/patient_reassign.html",
        {"form": form, "patient": patient},
        status=422 if request.method == "POST" else 200,
    )


@audience("therapist")
@require_http_methods(["GET", "HEAD", "POST"])
def patient_discharge(request, code):
    patient = find(request, code)
    if request.method == "POST":
        patient.discharge()
        messages.success(request, _("%(patient)s is discharged.") % {"patient": patient})
        return redirect("patient_detail", code)
    return render(request, "people/patient_discharge.html", {"patient": patient})


@audience("therapist")
@require_POST
def patient_invite(request, code):
    """Mail the patient a link to set up a sign-in; earlier links end."""
    patient = find(request, code)
    site = request.build_absolute_uri("/").rstrip("/")
    try:
        Invitation.to_patient(patient, request.membership, site)
    except ValueError:
        if patient.user_id:
            messages.error(request, _("%(patient)s has a sign-in already.") % {"patient": patient})
        else:
            messages.error(request, _("Add an email first. The invitation goes there."))
            return redirect("patient_edit", code)
    else:
        messages.success(
            request,
            _("Invitation sent to %(email)s. The link works once, for 3 days.")
            % {"email": patient.email},
        )
        say_if_stuck(request)
    return redirect("patient_detail", code)
