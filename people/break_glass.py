"""Where a clinic restricts therapists to their own caseload: the way to somebody else's patient.

A patient's page that is a 404 for this member alone leads to the page that asks for a reason; what
was opened so says so on every page, until the hour is over. Other clinics still get their 404.

The hour is for treating: reading, writing the program, answering, seeing to flags. What would give
somebody the record for longer, or carry it away, is refused in it: NOT_IN_THE_HOUR.

Whoever stands in, by cover or by a flag that was passed on, does all that treating takes, but does
not take the patient over nor hand them on: NOT_WHILE_LENT.
"""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from people.audience import is_typed, page_asked
from people.models import BreakGlass, Patient, lent_to

PATIENTS_PAGES = "patients/<uuid:code>/"


def always(request):
    return True


def changes_the_email(request):
    """A sign-in is mailed to it."""
    stored = request.break_glass.patient.email
    return request.POST.get("email", stored).strip() != stored


# By the name of the view: what of it is refused while a reason alone opens the record.
NOT_IN_THE_HOUR = {
    "access_code": always,
    "merge_records": always,
    "patient_discharge": always,
    "patient_edit": changes_the_email,
    "patient_export": always,
    "patient_invite": always,
    "patient_reassign": always,
    "patient_report": always,
    "report_period": always,
}
# What is for the patient's own therapist or an admin: it makes a patient somebody's for good.
NOT_WHILE_LENT = {"merge_records", "patient_reassign"}


class BreakGlassMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.break_glass, request.lent = None, Patient.objects.none()
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Know whether this page is open for an hour or a while only: the layout says so, and what
        outlasts that is refused."""
        name = request.resolver_match.view_name
        of_patient = is_patients(request) or name in NOT_IN_THE_HOUR
        if not (of_patient and is_restricted(request.membership)):
            return None
        opened = BreakGlass.objects.of_a_stranger(request.membership).select_related("patient")
        codes = [kwargs[key] for key in ("code", "other_code") if key in kwargs]
        request.break_glass = opened.filter(patient__code__in=codes).first()
        is_refused = NOT_IN_THE_HOUR.get(name)
        if request.break_glass and is_refused and is_refused(request):
            return render(request, "people/not_in_the_hour.html", status=403)
        request.lent = lent_to(request.membership).filter(code__in=codes)
        if name in NOT_WHILE_LENT and (patient := request.lent.first()):
            words = {"patient": patient}
            return render(request, "people/not_while_lent.html", words, status=403)
        return None

    def process_exception(self, request, exception):
        if not isinstance(exception, Http404):
            return None
        if not (is_restricted(request.membership) and is_patients(request)):
            return None
        code = request.resolver_match.kwargs["code"]
        if not closed_patients(request.membership).filter(code=code).exists():
            return None
        request.was_refused = True  # for the audit trail: the answer itself is no 404
        if is_typed(request):
            messages.warning(request, _("What you sent last is not saved."))
        address = reverse("break_glass", args=[code])
        if request.method == "GET" and not request.htmx:
            address = f"{address}?{urlencode({'next': page_asked(request)})}"
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def is_restricted(member):
    """Whether this is somebody who treats, and may not open every patient of the clinic."""
    return member is not None and member.treats and member.clinic.restrict_to_caseload


def is_patients(request):
    return request.resolver_match.route.startswith(PATIENTS_PAGES)


def closed_patients(membership):
    """The patients of the clinic that this member does not open without a reason."""
    ours = Patient.objects.present().filter(clinic_id=membership.clinic_id)
    return ours.exclude(pk__in=Patient.objects.visible_to(membership).values("pk"))
