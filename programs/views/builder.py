"""The builder. Every button posts the whole page, so that nothing typed is ever lost."""

from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from people.audience import audience
from people.models import Patient
from programs.builder import Builder, free_side
from programs.forms import ScheduleForm, TemplateForm
from programs.models import Program, Refused, Template

from .editing import as_code, edit, find, show, write


@audience("therapist")
@require_safe
def program(request, code):
    return show(request, Builder(request, find(request, code)))


@audience("therapist")
@require_safe
def program_library(request, code):
    """The stretches that match a search, as a part of the page or with the page around it."""
    builder = Builder(request, find(request, code))
    part = "_program_library.html" if request.htmx else "program.html"
    return render(request, f"programs/{part}", {"builder": builder})


@audience("therapist")
@require_POST
def program_start_draft(request, code):
    patient = find(request, code)
    with transaction.atomic():
        Patient.objects.select_for_update().get(pk=patient.pk)
        if not Builder(request, patient).is_discharged:
            Program.open_for(patient).open_draft()
    return redirect("program", patient.code)


@audience("therapist")
@require_POST
def program_save(request, code):
    """Also the way from the page to where the draft is looked at: nothing typed stays behind."""
    pages = {"preview": "program_preview", "compare": "program_compare"}
    return edit(request, code, to=pages.get(request.POST.get("then"), "program"))


@audience("therapist")
@require_POST
def program_prescribe(request, code):
    def add(builder):
        exercise, _slash, way = request.POST.get("stretch", "").partition("/")
        variation = builder.shelf.find(exercise, way)
        here = [row.prescription for row in builder.rows]
        sides = [row.side for row in here if row.variation_id == variation.pk]
        start = variation.exercise.start.dosage()
        builder.draft.prescribe(variation, side=free_side(sides) or None, **write(builder), **start)
        return _("%(stretch)s is in the program.") % {"stretch": variation.words.name}

    return edit(request, code, add, opens=True)


@audience("therapist")
@require_POST
def prescription_move(request, code, prescription_code):
    def move(builder):
        row = builder.row(prescription_code)
        up = request.POST.get("direction") == "up"
        builder.draft.move(row.prescription, up=up, **write(builder))
        return _("%(stretch)s is moved.") % {"stretch": row.name}

    return edit(request, code, move)


@audience("therapist")
@require_POST
def prescription_remove(request, code, prescription_code):
    def remove(builder):
        row = builder.row(prescription_code)
        builder.draft.remove(row.prescription, **write(builder))
        return _("%(stretch)s is out of the program.") % {"stretch": row.name}

    return edit(request, code, remove, without=prescription_code)


@audience("therapist")
@require_POST
def program_order(request, code):
    """The order of one region after dragging: `order` holds the codes of its rows."""

    def order(builder):
        rows = [builder.row(as_code(text)) for text in request.POST.getlist("order")]
        builder.draft.order([row.prescription for row in rows], **write(builder))
        return _("The order is saved.")

    return edit(request, code, order)


@audience("therapist")
@require_POST
def program_schedule(request, code):
    form = ScheduleForm(request.POST)

    def schedule(builder):
        if not form.is_valid():
            raise Refused(_("Nothing is saved yet. Please look at what is marked."))
        builder.draft.schedule_all(**form.cleaned_data, **write(builder))
        return _("Every stretch has these days now.")

    return edit(request, code, schedule, whole=True, schedule=form)


@audience("therapist")
@require_POST
def program_use_template(request, code):
    def use(builder):
        templates = Template.objects.visible_to(request.membership)
        wanted = get_object_or_404(templates, code=as_code(request.POST.get("template")))
        added = builder.draft.use_template(wanted, **write(builder))
        return ngettext("%(n)s stretch added.", "%(n)s stretches added.", added) % {"n": added}

    return edit(request, code, use, opens=True)


@audience("therapist")
@require_POST
def template_add(request, code):
    form = TemplateForm(request.POST, clinic=request.membership.clinic, prefix="template")

    def add(builder):
        if not form.is_valid():
            raise Refused(_("The template is not saved yet. Please look at its name."))
        name = form.cleaned_data["name"]
        Template.save_from(builder.draft, name=name, by=request.membership)
        return _("Saved as the template “%(name)s”.") % {"name": name}

    return edit(request, code, add, template_form=form)


@audience("therapist")
@require_POST
def program_send(request, code):
    def send(builder):
        version, patient = builder.draft, builder.patient
        version.send(by=request.membership, revision=builder.revision)
        if version.waits_on(builder.today):
            day = date_format(version.effective_on, "M j")
            return _("Sent. Version %(n)s starts %(day)s.") % {"n": version.number, "day": day}
        if patient.user_id is None:
            return _("Sent. %(name)s has no sign-in yet.") % {"name": patient.first_name}
        return _("Sent. %(name)s sees it now.") % {"name": patient.first_name}

    return edit(request, code, send, sending=True, to="patient_detail")
