"""One template: what is in it, and for whom may change it the doses and the order."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.audience import audience
from programs.models import Refused, StaleEdit, Template, TemplateItem
from programs.models.drafts import MOST_ROWS
from programs.shelf import Shelf, with_rows
from programs.template_forms import TemplateRowForm


@audience("therapist")
@require_http_methods(["GET", "HEAD", "POST"])
def template_edit(request, code):
    """Every button posts the whole page: what was typed is saved, then the row moves or goes."""
    seen = Template.objects.visible_to(request.membership).filter(code=code)
    shelf = Shelf(request.membership.clinic, request.LANGUAGE_CODE)
    template = next(iter(with_rows(seen, shelf)), None)
    if template is None:
        raise Http404
    may_edit = Template.objects.editable_by(request.membership).filter(pk=template.pk).exists()
    words = {"template": template, "shelf": shelf, "may_edit": may_edit}
    if request.method != "POST":
        words["forms"] = [TemplateRowForm.of(n, row) for n, row in enumerate(template.rows)]
        return render(request, "programs/template_edit.html", ordered(words))
    get_object_or_404(Template.objects.editable_by(request.membership), code=code)
    words["forms"] = forms = typed_rows(request.POST, shelf)
    if not all(form.is_valid() for form in forms):
        return render(request, "programs/template_edit.html", ordered(words), status=422)
    try:
        rows = acted([form.values for form in forms], request.POST, shelf)
        template.rewrite(rows, revision=number_in(request.POST, "revision"))
    except StaleEdit:
        words["mine"] = [as_item(values) for values in words["forms"]]
        return render(request, "programs/template_edit.html", ordered(words), status=409)
    except Refused as problem:
        words["problem"] = problem.message
        return render(request, "programs/template_edit.html", ordered(words), status=422)
    messages.success(request, _("Saved."))
    return redirect("template_edit", code)


def typed_rows(data, shelf):
    """The forms of the rows the page had; 404 for a stretch the clinic does not have."""
    many = min(number_in(data, "rows"), MOST_ROWS + 1)
    return [
        TemplateRowForm(n, shelf.find(data.get(f"row-{n}-exercise", "")).exercise, data)
        for n in range(many)
    ]


def number_in(data, name):
    text = data.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def acted(rows, data, shelf):
    """The rows after the button that was pressed, in body order."""
    act, _dash, place = data.get("do", "save").partition("-")
    here = int(place) if place.isdecimal() and int(place) < len(rows) else None
    if act == "add":
        fresh = TemplateRowForm.fresh(0, shelf.find(data.get("stretch", "")).exercise)
        rows.append(fresh.as_values())
    elif act == "remove" and here is not None:
        del rows[here]
    elif act in {"up", "down"} and here is not None:
        there = here - 1 if act == "up" else here + 1
        if 0 <= there < len(rows) and region(rows[here]) == region(rows[there]):
            rows[here], rows[there] = rows[there], rows[here]
    return sorted(rows, key=lambda values: region(values).order)


def region(values):
    return values["variation"].exercise.region


def as_item(form):
    """A typed row as it would be stored, to be read beside the stored ones."""
    return TemplateItem(**form.values, kind=form.stretch.kind)


def ordered(words):
    """The forms by region, each with its first and last marked."""
    tables: list[dict] = []
    for form in words["forms"]:
        if not tables or tables[-1]["region"] != form.stretch.region:
            tables.append({"region": form.stretch.region, "forms": []})
        tables[-1]["forms"].append(form)
    return words | {"tables": tables}
