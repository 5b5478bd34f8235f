"""A list of patients from a CSV file: the file, its columns, a dry run, and what was done."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.audience import audience
from people.dry_run import DryRun
from people.import_forms import (
    ImportColumnsForm,
    ImportFileForm,
    ImportRowForm,
    choices_in,
    page_order,
)
from people.models import ImportRun
from people.outbox import say_if_stuck
from people.views.patients import typed

ROWS_A_PAGE = 200
INVITATIONS_A_TIME = 20


def find_run(request, code):
    return get_object_or_404(ImportRun.objects.of(request.membership), code=code)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def patient_import(request):
    """Send the file. With it go lists that somebody sent a day ago and never finished."""
    form = ImportFileForm(typed(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        ImportRun.objects.out_of_date().delete()
        run = form.save(request.membership)
        return redirect("import_columns", run.code)
    status = 422 if request.method == "POST" else 200
    return render(request, "people/patient_import.html", {"form": form}, status=status)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request, code):
    run = find_run(request, code)
    if run.used_at:
        return redirect("import_dry_run", code)
    form = ImportColumnsForm(typed(request), run=run)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("import_dry_run", code)
    status = 422 if request.method == "POST" else 200
    return render(request, "people/import_columns.html", {"form": form, "run": run}, status=status)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def import_dry_run(request, code):
    """Say what will happen to each row; on Import do exactly that, or show what has changed."""
    run = find_run(request, code)
    if run.used_at:
        return redirect("import_done", code)
    if request.method != "POST":
        return show_dry_run(request, run, DryRun(run))
    run.decide(choices_in(request.POST, DryRun(run)))
    if "import" not in request.POST:
        return shown_again(request, run)
    try:
        run.carry_out(DryRun, request.POST.get("seen"))
    except ImportRun.NotAsShown:
        dry_run = DryRun(run)
        changed = dry_run.mark != request.POST.get("seen")
        return show_dry_run(request, run, dry_run, changed=changed, status=409 if changed else 422)
    return redirect("import_done", code)


def shown_again(request, run):
    """After Skip or Add: by htmx the numbers alone, else the page that was asked for."""
    if request.htmx:
        words = {"run": run, "dry_run": DryRun(run)}
        return render(request, "people/_import_facts.html", words)
    page = request.POST.get("page", "")
    return redirect(f"{request.path}?page={page}" if page.isdecimal() else request.path)


def show_dry_run(request, run, dry_run, changed=False, status=200):
    rows = page_order(dry_run)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    words = {"run": run, "dry_run": dry_run, "page": page, "changed": changed}
    words |= {"refused": status == 422}
    return render(request, "people/import_dry_run.html", words, status=status)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def import_row(request, code, line):
    """Mend one row of the file, as it stands in the dry run."""
    run = find_run(request, code)
    row = next((row for row in DryRun(run).rows if row.line == line), None)
    if row is None:
        raise Http404
    cells = dict(run.rows)[line]
    form = ImportRowForm(typed(request), run=run, cells=cells)
    if request.method == "POST" and form.is_valid():
        run.rewrite(line, form.cells)
        return redirect("import_dry_run", code)
    status = 422 if request.method == "POST" else 200
    words = {"form": form, "run": run, "row": row}
    return render(request, "people/import_row.html", words, status=status)


@audience("staff")
@require_http_methods(["GET", "HEAD"])
def import_done(request, code):
    run = find_run(request, code)
    if not run.used_at:
        return redirect("import_dry_run", code)
    words = {"run": run, "waiting": run.waiting().count(), "a_time": INVITATIONS_A_TIME}
    return render(request, "people/import_done.html", words)


@audience("staff")
@require_POST
def import_invite(request, code):
    """Mail the next invitations of this import, some at a time: mail servers take so many."""
    run = find_run(request, code)
    site = request.build_absolute_uri("/").rstrip("/")
    sent = run.invite(request.membership, site, INVITATIONS_A_TIME)
    messages.success(request, _("Invitations sent: %(n)s.") % {"n": sent})
    say_if_stuck(request)
    return redirect("import_done", code)
