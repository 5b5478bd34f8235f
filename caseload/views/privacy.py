"""What the clinic's admins decide about its records: who opens them, and how long they stay."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from caseload.privacy_form import ClinicPrivacyForm
from caseload.retention import effect
from people.audience import audience
from people.reauthentication import freshly_signed_in


@audience("clinic-admin")
@require_http_methods(["GET", "HEAD", "POST"])
@freshly_signed_in("POST")
def clinic_privacy(request):
    """Save over the revision that was read; over a later one only when both have been seen. What
    the years typed would do today can be seen before."""
    clinic, posted = request.clinic, request.method == "POST"
    form = ClinicPrivacyForm(
        request.POST if posted else None, instance=clinic, initial={"revision": clinic.revision}
    )
    words, status = {"form": form, "effect": effect(clinic, clinic.keep_years)}, 200
    if posted:
        status = 422
        if form.is_valid() and "preview" in request.POST:
            words["effect"], status = effect(clinic, form.cleaned_data["keep_years"]), 200
        elif form.is_valid():
            with transaction.atomic():
                saved = clinic.claim(form.cleaned_data["revision"])
                if saved:
                    clinic.save(update_fields=form.Meta.fields)
            if saved:
                messages.success(request, _("Saved."))
                return redirect("clinic_privacy")
            clinic.refresh_from_db()
            words |= {"differences": form.differences(), "stored": clinic.revision}
            status = 409
    return render(request, "caseload/clinic_privacy.html", words, status=status)
