"""A session done together in the clinic, written down by the therapist."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from caseload.together import TogetherForm
from exercises.words import attach_words
from logbook.forms import SAVED_BEFORE
from logbook.keys import uuid7
from logbook.models import DifferentContent, Session
from people.audience import audience
from people.models import Patient
from programs.models import Prescription, ProgramVersion


@audience("therapist")
@require_http_methods(["GET", "HEAD", "POST"])
def session_together(request, code):
    """Never home adherence, never a data day, and no flag: what was told, was told here."""
    mine = Patient.objects.visible_to(request.membership).select_related("clinic")
    patient = get_object_or_404(mine, code=code)
    today = patient.today()
    version = ProgramVersion.objects.in_effect(patient, today)
    if version is None:
        raise Http404
    rows = list(Prescription.objects.filter(version=version).in_region_order())
    attach_words([row.variation for row in rows], patient.clinic, get_language())
    posted = request.POST if request.method == "POST" else None
    form = TogetherForm(posted, rows=rows, version=version, today=today, initial={"on_date": today})
    if form.is_valid():
        stretches, answers = form.answers()
        key, by = form.cleaned_data["key"], request.membership
        try:
            Session.log_together(patient, key, by, version, stretches, **answers)
            messages.success(request, _("Saved as done in the clinic."))
            return redirect("patient_detail", code)
        except DifferentContent:
            form.add_error(None, SAVED_BEFORE)
    context = {"form": form, "patient": patient, "key": uuid7()}
    status = 422 if request.method == "POST" else 200
    return render(request, "caseload/session_together.html", context, status=status)
