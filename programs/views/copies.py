"""Not writing it again: another patient's program, and one row's dose for others."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from people.audience import audience
from people.models import Patient
from programs.builder import Builder
from programs.models import ProgramVersion
from programs.posted import PostedBuilder

from .editing import as_code, edit, find, write


@audience("therapist")
@require_POST
def program_patients(request, code):
    """The patients whose program may be copied, by name, as a part of the page or with it and what
    was typed on it. It is posted, so that no name stands in an address; nothing is changed."""
    patient = find(request, code)
    builder = Builder(request, patient) if request.htmx else PostedBuilder(request, patient)
    part = "_program_patients.html" if request.htmx else "program.html"
    return render(request, f"programs/{part}", {"builder": builder})


@audience("therapist")
@require_POST
def program_copy(request, code):
    """Add the stretches of another patient's program: doses and days, no notes, no reasons."""

    def copy(builder):
        patients = Patient.objects.visible_to(request.membership)
        whose = get_object_or_404(patients, code=as_code(request.POST.get("from")))
        versions = ProgramVersion.objects.to_copy([whose], builder.today)
        added = builder.draft.copy_from(get_object_or_404(versions), **write(builder))
        return ngettext("%(n)s stretch added.", "%(n)s stretches added.", added) % {"n": added}

    return edit(request, code, copy, opens=True)


@audience("therapist")
@require_POST
def prescription_copy_dose(request, code, prescription_code):
    """Give one row's sets, repetitions and seconds to the rows below it, or to all of its kind."""

    def copy(builder):
        row = builder.row(prescription_code)
        everywhere = request.POST.get("to") == "all"
        took = builder.draft.copy_dose(row.prescription, everywhere=everywhere, **write(builder))
        return ngettext("%(n)s row has this dose now.", "%(n)s rows have this dose now.", took) % {
            "n": took
        }

    return edit(request, code, copy, whole=True)
