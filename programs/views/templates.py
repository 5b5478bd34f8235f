"""Programs to start from: the shipped ones to read, the clinic's own to rename and delete."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.audience import audience
from programs.forms import TemplateForm
from programs.models import Refused, Template
from programs.shelf import Shelf, with_rows


@audience("therapist")
@require_safe
def template_list(request):
    return show(request)


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


def show(request, renaming=None, status=200):
    """The list; `renaming` holds a form with errors by the code of its template."""
    clinic = request.membership.clinic
    shelf = Shelf(clinic, request.LANGUAGE_CODE)
    templates = with_rows(Template.objects.visible_to(request.membership), shelf)
    for template in templates:
        plain = TemplateForm(clinic=clinic, instance=template)
        template.form = (renaming or {}).get(template.code, plain)
        template.form.auto_id = f"{template.code}-%s"
    return render(request, "programs/template_list.html", {"templates": templates}, status=status)
