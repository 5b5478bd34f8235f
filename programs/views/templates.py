"""Programs to start from: the list with whose they are, and the acts on one of them."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.audience import audience
from people.models import Patient
from people.searching import name_in
from programs.forms import TemplateForm
from programs.models import Program, Refused, StaleEdit, Template
from programs.shelf import Shelf, with_rows
from programs.template_forms import TemplatePatientForm, TemplateShareForm, TemplateStartForm

MOST_PATIENTS = 50


def find_visible(request, code):
    return get_object_or_404(Template.objects.visible_to(request.membership), code=code)


@audience("therapist")
@require_safe
def template_list(request):
    return show(request)


@audience("therapist")
@require_http_methods(["GET", "HEAD", "POST"])
def template_new(request):
    """A name, whom it is for, and the stretches to begin with; their doses come on its own page."""
    member = request.membership
    shelf = Shelf(member.clinic, request.LANGUAGE_CODE)
    typed = request.POST if request.method == "POST" else None
    form = TemplateStartForm(typed, clinic=member.clinic, exercises=shelf.exercises)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            made = Template.start(chosen["name"], member, form.rows(), sharing=chosen["sharing"])
            return redirect("template_edit", made.code)
        except Refused as problem:
            form.add_error("name", problem.message)
    status = 422 if request.method == "POST" else 200
    return render(request, "programs/template_new.html", {"form": form}, status=status)


@audience("therapist")
@require_POST
def template_copy(request, code):
    """One's own copy of a template that is for all to use, under a name that is free."""
    template = find_visible(request, code)
    made = template.copy_for(request.membership)
    messages.success(request, _("This is your own copy. Nobody else sees it until you share it."))
    return redirect("template_edit", made.code)


@audience("therapist")
@require_POST
def template_favorite(request, code):
    template = find_visible(request, code)
    template.set_favorite(request.membership, request.POST.get("favorite") == "yes")
    if request.htmx:
        one = Template.objects.for_member(request.membership).get(pk=template.pk)
        return render(request, "programs/_template_star.html", {"template": one})
    return redirect("template_list")


@audience("therapist")
@require_POST
def template_share(request, code):
    """Only you, all may use, all may edit: its owner decides."""
    own = Template.objects.owned_by(request.membership)
    template = get_object_or_404(own, code=code)
    form = TemplateShareForm(request.POST, instance=template)
    if not form.is_valid():
        return show(request, sharing={code: form}, status=422)
    template.share(form.cleaned_data["sharing"])
    messages.success(request, _("Saved."))
    return redirect("template_list")


@audience("therapist")
@require_http_methods(["GET", "HEAD", "POST"])
def template_use(request, code):
    """Choose a patient; then the builder, with the template's stretches on the draft."""
    template = find_visible(request, code)
    patients = Patient.objects.visible_to(request.membership).not_discharged()
    form = TemplatePatientForm(
        request.POST if request.method == "POST" else None, patients=patients
    )
    if request.method == "POST" and form.is_valid():
        patient = form.cleaned_data["patient"]
        try:
            put_on_draft(template, patient, request.membership)
            return redirect("program", patient.code)
        except Refused as problem:
            form.add_error("patient", problem.message)
        except StaleEdit:
            form.add_error("patient", _("Somebody else changed this program. Try again."))
    words = {"form": form, "template": template}
    words["patients"] = patients.order_by("name", "pk")[:MOST_PATIENTS]
    status = 422 if request.method == "POST" else 200
    return render(request, "programs/template_use.html", words, status=status)


@audience("therapist")
@require_POST
def template_patients(request, code):
    """Those of this name, to choose one of. It is posted, so that no name stands in an address;
    nothing is changed."""
    template = find_visible(request, code)
    query = name_in(request.POST)
    patients = Patient.objects.visible_to(request.membership).not_discharged().named(query)
    words = {"form": TemplatePatientForm(patients=patients), "template": template, "query": query}
    words["patients"] = patients.order_by("name", "pk")[:MOST_PATIENTS]
    return render(request, "programs/template_use.html", words)


@transaction.atomic
def put_on_draft(template, patient, by):
    """The template's stretches, as one change that the builder can undo; refused, no draft is
    left behind."""
    Patient.objects.select_for_update().get(pk=patient.pk)
    draft = Program.open_for(patient).open_draft()
    before = draft.snapshot()
    draft.use_template(template, revision=draft.revision, by=by)
    draft.remember(before, by)


@audience("therapist")
@require_POST
def template_rename(request, code):
    own = Template.objects.editable_by(request.membership)
    template = get_object_or_404(own, code=code)
    form = TemplateForm(request.POST, clinic=request.membership.clinic, instance=template)
    try:
        if not form.is_valid():
            return show(request, {code: form}, status=422)
        template.rename(form.cleaned_data["name"])
    except Refused as problem:
        form.add_error("name", problem.message)
        return show(request, {code: form}, status=422)
    messages.success(request, _("Renamed."))
    return redirect("template_list")


@audience("therapist")
@require_POST
def template_delete(request, code):
    own = Template.objects.editable_by(request.membership)
    get_object_or_404(own, code=code).delete()
    messages.success(request, _("Deleted. Programs made from it stay as they are."))
    return redirect("template_list")


def show(request, renaming=None, sharing=None, status=200):
    """The list; `renaming` and `sharing` hold a form with errors by the code of its template."""
    member = request.membership
    shelf = Shelf(member.clinic, request.LANGUAGE_CODE)
    templates = with_rows(Template.objects.for_member(member), shelf)
    for template in templates:
        template.is_mine = template.is_owned_by(member)
        plain = TemplateForm(clinic=member.clinic, instance=template)
        template.form = (renaming or {}).get(template.code, plain)
        template.share_form = (sharing or {}).get(
            template.code, TemplateShareForm(instance=template)
        )
        for form in (template.form, template.share_form):
            form.auto_id = f"{template.code}-%s"
    words = {"show": request.GET.get("show", ""), "groups": groups(templates)}
    words["templates"] = dict(words["groups"]).get(words["show"], templates)
    return render(request, "programs/template_list.html", words, status=status)


def groups(templates):
    """The filters of the page, each with its templates."""
    return [
        ("", templates),
        ("favorites", [template for template in templates if template.is_favorite]),
        ("mine", [template for template in templates if template.is_mine]),
        ("shared", [template for template in templates if not template.is_mine]),
    ]
