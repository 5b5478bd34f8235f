"""Opening a patient somebody else treats, with a reason; and the clinic admin's look at it."""

import uuid
from datetime import timedelta

from allauth.core import ratelimit
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.audience import audience
from people.break_glass import closed_patients
from people.break_glass_forms import FindForm, ReasonForm, ReviewForm
from people.models import BreakGlass, Patient
from people.same_person import same

# What was reviewed stays on the admins' page this long.
SHOWN_AFTER = timedelta(days=30)


@audience("therapist")
@require_http_methods(["GET", "HEAD", "POST"])
def break_glass(request, code):
    """Ask why, then open this patient for an hour. The page says nothing of the patient."""
    member = request.membership
    if Patient.objects.visible_to(member).filter(code=code).exists():
        return redirect("patient_detail", code)
    patient = get_object_or_404(closed_patients(member), code=code)
    form = ReasonForm(request.POST or None, initial={"key": uuid.uuid4()})
    back = request.POST.get("next") or request.GET.get("next", "")
    if request.method == "POST" and form.is_valid():
        BreakGlass.open_for(patient, member, **form.cleaned_data)
        of_patient = back.startswith(f"/patients/{code}/")
        return redirect(back if of_patient else f"/patients/{code}/")
    words = {"form": form, "next": back}
    status = 422 if request.method == "POST" else 200
    return render(request, "people/break_glass.html", words, status=status)


@audience("therapist")
@require_http_methods(["GET", "HEAD", "POST"])
def patient_find(request):
    """Find a patient of the clinic by the whole name and the year of birth. It is posted, so that
    no name stands in an address; nothing is changed."""
    form = FindForm(request.POST or None)
    words, status = {"form": form}, 200
    if request.method == "POST":
        if not ratelimit.consume(request, action="patient_find"):
            words["too_many"], status = True, 429
        elif form.is_valid():
            words["found"] = found_by(request.membership, **form.cleaned_data)
        else:
            status = 422
    return render(request, "people/patient_find.html", words, status=status)


def found_by(member, name, birth_year):
    """Those of exactly this name and year. Of the others of that year no row is read, so that the
    audit trail names none of them."""
    ours = Patient.objects.present().filter(clinic_id=member.clinic_id, birth_year=birth_year)
    named = [pk for pk, known in ours.values_list("pk", "name") if same(known) == same(name)]
    found = ours.filter(pk__in=named).order_by("pk")
    return list(found.prefetch_related("therapist_links__membership__user"))


@audience("clinic-admin")
@require_safe
def break_glass_list(request):
    """What was opened with a reason: first what nobody has looked at."""
    opened = BreakGlass.objects.of_clinic(request.clinic)
    lately = opened.filter(reviewed_at__gt=timezone.now() - SHOWN_AFTER)
    words = {"waiting": opened.waiting(), "reviewed": lately, "form": ReviewForm()}
    return render(request, "people/break_glass_list.html", words)


@audience("clinic-admin")
@require_POST
def break_glass_review(request, code):
    opened = get_object_or_404(BreakGlass.objects.of_clinic(request.clinic), code=code)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        waiting = BreakGlass.objects.of_clinic(request.clinic).waiting()
        words = {"waiting": waiting, "form": form, "mistaken": opened.code}
        return render(request, "people/break_glass_list.html", words, status=422)
    try:
        opened.review(request.membership, form.cleaned_data["note"])
        messages.success(request, _("Reviewed."))
    except BreakGlass.Oneself:
        messages.error(request, _("You opened this yourself. Another admin reviews it."))
    return redirect("break_glass_list")
