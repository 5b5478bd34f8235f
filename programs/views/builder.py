"""The builder. Every button posts the whole page, so that nothing typed is ever lost."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from people.audience import audience
from people.models import Patient
from programs.builder import Builder, free_side
from programs.conflict import both_pages, typed_on_top
from programs.forms import ScheduleForm, TemplateForm
from programs.models import Program, Refused, StaleEdit, Template


def find(request, code):
    return get_object_or_404(Patient.objects.visible_to(request.membership), code=code)


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
        Program.open_for(patient).open_draft()
    return redirect("program", patient.code)


@audience("therapist")
@require_POST
def program_save(request, code):
    return edit(request, code)


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

    return edit(request, code, schedule, schedule=form)


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
        builder.draft.send(by=request.membership, revision=builder.revision)
        patient = builder.patient
        if patient.user_id is None:
            return _("Sent. %(name)s has no sign-in yet.") % {"name": patient.first_name}
        return _("Sent. %(name)s sees it now.") % {"name": patient.first_name}

    return edit(request, code, send, sending=True, to="patient_detail")


def write(builder):
    """Who writes, and which revision of the draft they saw."""
    return {"revision": builder.revision, "by": builder.membership}


def as_code(text):
    try:
        return uuid.UUID(text)
    except (TypeError, ValueError, AttributeError):
        raise Http404 from None


def edit(
    request, code, act=None, *, opens=False, sending=False, without=None, to="program", **forms
):
    """Save what was typed, then act, in one transaction. Whatever is refused leaves no trace:
    422 with each error beside its field, 409 with both pages where somebody else was faster.
    """
    patient = find(request, code)
    asked = {"sending": sending, "without": without}
    try:
        with transaction.atomic():
            builder = Builder.to_change(request, patient, opens, **asked)
            saved = builder.save(sending=sending)
            if act and builder.draft is None:
                raise Refused(_("Add a stretch first."))
            said = act(builder) if act else _("Saved.") if saved else _("Nothing to save.")
    except Refused as problem:
        builder = Builder(request, patient, request.POST, **asked).refused(problem)
        vars(builder).update(forms)
        return show(request, builder, status=422)
    except StaleEdit:
        return show_both(request, patient)
    if to == "program" and request.htmx:
        builder = Builder(request, patient)
        builder.said, builder.focus = said, without is not None
        return show(request, builder)
    messages.success(request, said)
    address = reverse(to, args=[patient.code])
    if to == "program" and (builder.query or builder.region):
        address += "?" + urlencode({"q": builder.query, "region": builder.region})
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def show_both(request, patient):
    """409: the reader's page and what is saved now, with the typed text kept in its fields."""
    builder = Builder(request, patient, request.POST)
    both = both_pages(builder)
    builder = Builder(request, patient, typed_on_top(builder))
    builder.both = both
    return show(request, builder, status=409)


def show(request, builder, status=200):
    part = "_program.html" if request.htmx else "program.html"
    return render(request, f"programs/{part}", {"builder": builder}, status=status)
