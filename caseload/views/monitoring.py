"""Monitoring of one patient: its record, and minutes. Where a clinic wants none there is none."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from caseload.models import Monitoring, StaffMinutes
from caseload.monitoring_forms import MinutesForm, MonitoringForm
from caseload.monitoring_report import month_of
from logbook.forms import SAVED_BEFORE
from logbook.keys import uuid7
from logbook.models import DifferentContent
from people.audience import audience
from people.models import Patient


def monitored(request, code):
    """A patient of a clinic that monitors; without monitoring these pages do not exist."""
    if not request.clinic.monitoring:
        raise Http404
    mine = Patient.objects.visible_to(request.membership).select_related("clinic")
    return get_object_or_404(mine, code=code)


@audience("therapist")
@require_http_methods(["GET", "HEAD", "POST"])
def patient_monitoring(request, code):
    """The newest course, or with ?new another one after it has ended."""
    patient = monitored(request, code)
    courses = list(patient.monitorings.select_related("consent_by__user"))
    course = courses[0] if courses else None
    is_new = course is None or ("new" in request.GET and course.ended_on is not None)
    if is_new:
        course = Monitoring(patient=patient, started_on=patient.today(), revision=0)
    course.patient = patient
    stored = course.revision
    form = MonitoringForm(
        request.POST if request.method == "POST" else None,
        instance=course,
        earlier=[other for other in courses if other.pk != course.pk],
        initial={"revision": stored},
    )
    words = {"form": form, "patient": patient, "course": course, "is_new": is_new}
    words["earlier"] = form.earlier
    if request.method != "POST":
        return render(request, "caseload/patient_monitoring.html", words)
    if not form.is_valid():
        return render(request, "caseload/patient_monitoring.html", words, status=422)
    if saved(form, course, request.membership):
        messages.success(request, _("Saved."))
        return redirect("patient_monitoring", code)
    words |= {"differences": form.differences(), "stored": stored}
    return render(request, "caseload/patient_monitoring.html", words, status=409)


def saved(form, course, by):
    """Whether the record was still the one that was read. Two courses begun at once are one."""
    read, is_new = form.cleaned_data["revision"], course.pk is None
    try:
        with transaction.atomic():
            if is_new and read == 0:
                course.revision = 1
            elif is_new or not course.claim(read):
                return False
            form.save(by)
    except IntegrityError:
        return False
    return True


@audience("therapist")
@require_http_methods(["GET", "HEAD", "POST"])
def minutes_add(request, code):
    """Write down own minutes, below them those of the month; a page sent twice counts once."""
    patient = monitored(request, code)
    courses = list(patient.monitorings.all())
    if not courses:
        messages.info(request, _("Write down when monitoring starts first."))
        return redirect("patient_monitoring", code)
    today = patient.today()
    form = MinutesForm(
        request.POST if request.method == "POST" else None,
        courses=courses,
        today=today,
        initial={"on_date": today},
    )
    if form.is_valid():
        try:
            key = form.cleaned_data["key"]
            entry = StaffMinutes.add(patient, key, request.membership, **form.answers())
            messages.success(request, said(entry))
            return redirect("patient_detail", code)
        except DifferentContent:
            form.add_error(None, SAVED_BEFORE)
    context = {
        "form": form,
        "key": uuid7(),
        "patient": patient,
        "month": today,
        "entries": patient.staff_minutes.for_list(*month_of(today.replace(day=1))),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "caseload/minutes_add.html", context, status=status)


def said(entry):
    text = ngettext("%(minutes)s minute saved.", "%(minutes)s minutes saved.", entry.minutes)
    return text % {"minutes": entry.minutes}


@audience("therapist")
@require_POST
def minutes_strike(request, code, entry_code):
    """Strike out an own entry; a colleague's is theirs to strike."""
    patient = monitored(request, code)
    entry = get_object_or_404(patient.staff_minutes, code=entry_code, by=request.membership)
    entry.strike(request.membership)
    messages.success(request, _("Struck out. It stays in the list and counts no more."))
    return redirect("minutes_add", code)
