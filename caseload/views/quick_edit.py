"""Changing one dose on the page of a patient, sent at once as a new version."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caseload.quick_edit import DoseForm, DraftIsOpen, ReasonIsMissing, change_dose
from exercises.words import attach_words
from logbook.models.messages import CareHasEnded
from people.audience import audience
from people.models import Patient
from programs.models import Prescription, ProgramVersion, StaleEdit


@audience("therapist")
@require_POST
def quick_edit(request, code, prescription_code):
    """What cannot be sent comes back with what was typed, beside what holds now."""
    patient = get_object_or_404(Patient.objects.visible_to(request.membership), code=code)
    rows = Prescription.objects.filter(version__status=ProgramVersion.Status.SENT, patient=patient)
    rows = rows.select_related("version__program", "variation__exercise")
    prescription = get_object_or_404(rows, code=prescription_code)
    attach_words([prescription.variation], patient.clinic, get_language())
    form = DoseForm(prescription, request.POST)
    page = {"patient": patient, "prescription": prescription, "form": form}
    if not form.is_valid():
        return render(request, "caseload/quick_edit.html", page, status=422)
    number = form.cleaned_data["number"]
    try:
        sent = change_dose(prescription, number, form.dose, request.membership)
    except DraftIsOpen as found:
        page["draft"] = found.draft
        return render(request, "caseload/quick_edit.html", page, status=409)
    except CareHasEnded:
        page["care_has_ended"] = True
        return render(request, "caseload/quick_edit.html", page, status=409)
    except ReasonIsMissing:
        page["asks_reason"] = True
        return render(request, "caseload/quick_edit.html", page, status=409)
    except StaleEdit:
        page["now"] = row_now(prescription)
        return render(request, "caseload/quick_edit.html", page, status=409)
    if sent:
        words = {"name": patient.first_name, "number": sent.number}
        said = _("Sent. %(name)s follows version %(number)s from today.")
        messages.success(request, said % words)
    else:
        messages.success(request, _("It has this dose already. Nothing was sent."))
    return redirect("patient_detail", patient.code)


def row_now(prescription):
    """The same stretch on the same side in the newest version, with a form of its own; or None."""
    newest = Prescription.objects.filter(
        patient=prescription.patient_id,
        variation__exercise=prescription.exercise,
        side=prescription.side,
        version__status=ProgramVersion.Status.SENT,
        version__program__status="open",
    )
    newest = newest.select_related("version__sent_by__user").order_by("-version__number", "pk")
    row = newest.first()
    if row is None or row.version.program_id != prescription.version.program_id:
        return None
    last = row.version.program.versions.sent().order_by("-number").first()
    return row if last.pk == row.version_id else None
