"""What a clinic says of itself, edited by its admins."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from caseload.clinic_form import ClinicForm
from people.audience import audience
from people.models import Clinic


@audience("clinic-admin")
@require_http_methods(["GET", "HEAD", "POST"])
def clinic_about(request):
    """Save over the revision that was read; over a later one only when both have been seen."""
    clinic = Clinic.objects.get(pk=request.membership.clinic_id)
    stored, logo = clinic.revision, clinic.logo_sha256
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ClinicForm(*typed, instance=clinic, initial={"revision": stored})
    context, status = {"form": form, "stored": stored, "logo": logo}, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with transaction.atomic():
                saved = clinic.claim(form.cleaned_data["revision"])
                if saved:
                    form.save()
            if saved:
                messages.success(request, _("Saved. Patients see it from now on."))
                return redirect("clinic_about")
            context["differences"], status = form.differences(), 409
    return render(request, "caseload/clinic_about.html", context, status=status)
