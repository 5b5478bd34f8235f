"""A program that pauses for a while, and one that ends for good."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from caseload.pause_forms import PauseForm
from logbook.models import PatientDay
from people.audience import audience
from people.models import Patient
from programs.models import Program, ProgramPause


@audience("therapist")
@require_http_methods(["GET", "HEAD", "POST"])
def program_pause(request, code):
    """Plan a pause, change the one that holds, or cancel one that has not begun."""
    patient = get_object_or_404(Patient.objects.visible_to(request.membership), code=code)
    with transaction.atomic():
        if request.method == "POST":
            Patient.objects.select_for_update().get(pk=patient.pk)
        program = patient.programs.filter(status=Program.Status.OPEN).first()
        holds = ProgramPause.objects.of(patient)
        by_stop_signs = holds and is_by_stop_signs(holds)
        form = PauseForm(
            request.POST if request.method == "POST" else None,
            today=patient.today(),
            pause=None if by_stop_signs else holds,
        )
        if request.method == "POST" and program and "cancel" in request.POST:
            return cancel(request, patient, program)
        if request.method == "POST" and program and not by_stop_signs and form.is_valid():
            return pause(request, patient, program, form)
    context = {
        "patient": patient,
        "program": program,
        "holds": holds,
        "by_stop_signs": by_stop_signs,
        "planned": planned(program, patient) if program else [],
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "caseload/program_pause.html", context, status=status)


def is_by_stop_signs(pause):
    """Whether what the patient told stands behind it: then it ends with an outcome, on no day."""
    return pause.reason == ProgramPause.Reason.STOP_SIGNS or pause.flags.stopping().exists()


def planned(program, patient):
    """The pauses that begin later, but for those called off before their first day."""
    later = program.pauses.filter(from_date__gt=patient.today()).order_by("from_date", "id")
    return [pause for pause in later if pause.until is None or pause.until > pause.from_date]


def pause(request, patient, program, form):
    chosen, days = form.cleaned_data, {"until": form.cleaned_data["until"]}
    if form.pause:
        form.pause.change(chosen["reason"], **days, by=request.membership)
    else:
        program.pause(chosen["from_date"], chosen["reason"], **days, by=request.membership)
    PatientDay.recount_since(patient, chosen["from_date"])
    messages.success(request, _("The pause is saved."))
    return redirect("program", patient.code)


def cancel(request, patient, program):
    """Call a planned pause off. It is named by its first day."""
    first = request.POST["cancel"]
    found = [pause for pause in planned(program, patient) if str(pause.from_date) == first]
    if not found:
        raise Http404
    for one in found:
        one.end(patient.today())
    messages.success(request, _("The pause is called off."))
    return redirect("program_pause", patient.code)


@audience("therapist")
@require_POST
def program_end(request, code):
    """Ask for nothing more from today on; what was sent and done stays to be read."""
    patient = get_object_or_404(Patient.objects.visible_to(request.membership), code=code)
    with transaction.atomic():
        Patient.objects.select_for_update().get(pk=patient.pk)
        program = patient.programs.filter(status=Program.Status.OPEN).first()
        if program:
            program.end(patient.today())
            PatientDay.recount_since(patient, patient.today())
    if program:
        messages.success(request, _("The program has ended."))
    return redirect("program", code)
