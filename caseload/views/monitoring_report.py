"""The clinic's counts of a month, as a page and as a table to download; and whether it counts."""

import re
from datetime import date, timedelta

from defusedcsv import csv
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caseload.monitoring_forms import ClinicMonitoringForm
from caseload.monitoring_report import month_of, report_of, table_of
from caseload.views.worklist import today_at
from people.audience import audience


def month_asked(request):
    """The first of the month in the address, this month without one; 404 for one to come."""
    if not request.clinic.monitoring:
        raise Http404
    this_month = today_at(request.clinic).replace(day=1)
    asked = request.GET.get("month")
    if asked is None:
        return this_month
    found = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", asked)
    month = found and date(int(found[1]), int(found[2]), 1)
    if not month or month > this_month:
        raise Http404
    return month


@audience("therapist")
@require_safe
def monitoring_report(request):
    """Counts met and what is missing for each, patient by patient. Not billing advice."""
    month = month_asked(request)
    first, last = month_of(month)
    after = last + timedelta(days=1)
    context = {
        "month": month,
        "before": first - timedelta(days=1),
        "after": after if after <= today_at(request.clinic) else None,
        "rows": report_of(request.membership, month),
    }
    return render(request, "caseload/monitoring_report.html", context)


@audience("therapist")
@require_safe
def monitoring_csv(request):
    """The same counts, one a line. A cell that a spreadsheet would run as a formula is inert."""
    month = month_asked(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"monitoring-{month:%Y-%m}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\N{ZERO WIDTH NO-BREAK SPACE}")  # spreadsheets know UTF-8 by it
    rows = report_of(request.membership, month)
    csv.writer(response).writerows(table_of(rows, month, request.clinic))
    return response


@audience("clinic-admin")
@require_http_methods(["GET", "HEAD", "POST"])
def clinic_monitoring(request):
    """Whether the clinic monitors at all; off until an admin switches it on."""
    clinic, posted = request.clinic, request.method == "POST"
    form = ClinicMonitoringForm(
        request.POST if posted else None, instance=clinic, initial={"revision": clinic.revision}
    )
    words = {"form": form}
    if not (posted and form.is_valid()):
        clinic.refresh_from_db()  # below the form stands what holds, not what was typed
        status = 422 if posted else 200
        return render(request, "caseload/clinic_monitoring.html", words, status=status)
    with transaction.atomic():
        saved = clinic.claim(form.cleaned_data["revision"])
        if saved:
            clinic.save(update_fields=form.Meta.fields)
    if saved:
        messages.success(request, _("Saved."))
        return redirect("clinic_monitoring")
    clinic.refresh_from_db()
    words |= {"differences": form.differences(), "stored": clinic.revision}
    return render(request, "caseload/clinic_monitoring.html", words, status=409)
