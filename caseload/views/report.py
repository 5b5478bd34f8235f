"""The progress report: choose its period, get it as a PDF."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from caseload.report import Report
from caseload.report_forms import ReportForm
from people.audience import audience
from people.models import Patient
from programs.history import History
from programs.typesetting import typeset


@audience("therapist")
@require_safe
def report_period(request, code):
    patient = find_patient(request, code)
    form = ReportForm(None, patient.today())
    return render(request, "caseload/report_period.html", {"patient": patient, "form": form})


@audience("therapist")
@require_safe
def patient_report(request, code):
    """The report as a PDF; a period that cannot be is asked for again."""
    patient = find_patient(request, code)
    form = ReportForm(request.GET, patient.today())
    if form.is_bound and not form.is_valid():
        context = {"patient": patient, "form": form}
        return render(request, "caseload/report_period.html", context, status=422)
    first, last, paper = form.period.values()
    report = Report(
        patient, first, last, changes(request, patient, first, last), request.membership
    )
    data = report.as_json(paper, get_language())
    file = HttpResponse(typeset("caseload/report.typ", data), content_type="application/pdf")
    file["Content-Disposition"] = 'inline; filename="progress-report.pdf"'
    return file


def find_patient(request, code):
    patients = Patient.objects.visible_to(request.membership).select_related("clinic")
    return get_object_or_404(patients, code=code)


def changes(request, patient, first, last):
    """[(version, [Difference])] of the versions that took effect then, the oldest first. The very
    first one changes nothing."""
    history = History(patient, request)
    begun = [v for v in history.sent if first <= v.effective_on <= last and history.before(v)]
    return [(v, history.compare(history.before(v), v)) for v in reversed(begun)]
