"""The audit trail: for the clinic's admins, and for patients about their own record."""

from datetime import timedelta
from itertools import groupby
from urllib.parse import urlencode

from defusedcsv import csv
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.audience import audience
from people.audit_forms import AuditFilterForm
from people.audit_words import attach_words, in_plain_words
from people.models import AuditEvent, Patient
from people.searching import name_in

ROWS_A_PAGE = 100
MOST_ROWS = 20_000  # in one file
FOUND = 20
DAYS_A_PAGE = timedelta(days=30)


@audience("clinic-admin")
@require_http_methods(["GET", "HEAD", "POST"])
def clinic_audit(request):
    """Who opened, changed or was refused what; of one patient after choosing one. A name to find
    one by is posted, so that it stands in no address."""
    form = AuditFilterForm(request.GET, membership=request.membership, today=timezone.localdate())
    page = Paginator(form.rows(), ROWS_A_PAGE).get_page(request.GET.get("page"))
    attach_words(page.object_list, request.clinic)
    asked = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    part = name_in(request.POST)
    words = {"form": form, "page": page, "query": urlencode(asked)}
    words |= {"part": part, "named": named(request, part)}
    return render(request, "people/clinic_audit.html", words, status=422 if form.errors else 200)


def named(request, part):
    """The first patients with this in the name, to choose one of."""
    if not part:
        return Patient.objects.none()
    desk = Patient.objects.at_desk_of(request.membership)
    return desk.named(part).order_by("name", "pk")[:FOUND]


@audience("clinic-admin")
@require_safe
def clinic_audit_csv(request):
    """The same rows as a file, the newest 20,000 of them."""
    form = AuditFilterForm(request.GET, membership=request.membership, today=timezone.localdate())
    rows = list(form.rows()[:MOST_ROWS])
    attach_words(rows, request.clinic)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    response.write("\N{ZERO WIDTH NO-BREAK SPACE}")  # spreadsheets know UTF-8 by it
    out = csv.writer(response)
    out.writerow([_("When"), _("Who"), _("Patient"), _("What"), _("View"), _("Thing"), _("How")])
    for row in rows:
        at = timezone.localtime(row.at).isoformat(timespec="seconds")
        end = row.get_outcome_display()
        out.writerow([at, row.who, row.whose, row.words, row.action, row.object_code, end])
    return response


@audience("patient")
@require_safe
def who_opened(request):
    """Who else opened the reader's own record, day by day, thirty days at a time."""
    before = before_asked(request)
    since = before - DAYS_A_PAGE
    rows = AuditEvent.objects.by_others(request.patient).filter(at__gte=since, at__lt=before)
    rows = rows.day_by_day(request.patient.all_codes())
    days = [
        (day, in_plain_words(list(of_day)))
        for day, of_day in groupby(rows, key=lambda row: row["day"])
    ]
    words = {"days": days, "since": since, "page": page_asked(request)}
    return render(request, "people/who_opened.html", words)


def page_asked(request):
    """How many times thirty days back: 0 for now. Nobody has been here for a hundred years."""
    asked = request.GET.get("page", "0")
    return min(int(asked[:5]), 1200) if asked.isdecimal() else 0


def before_asked(request):
    return timezone.now() - DAYS_A_PAGE * page_asked(request)
