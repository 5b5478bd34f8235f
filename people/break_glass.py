"""Where a clinic restricts therapists to their own caseload: the way to somebody else's patient.

A patient's page that is a 404 for this member alone leads to the page that asks for a reason; what
was opened so says so on every page, until the hour is over. Other clinics still get their 404.
"""

from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from people.audience import is_typed, page_asked
from people.models import BreakGlass, Patient

PATIENTS_PAGES = "patients/<uuid:code>/"


class BreakGlassMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.break_glass = None
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Know whether this page is open for an hour only: the layout says so."""
        if is_restricted(request):
            opened = BreakGlass.objects.open().filter(membership=request.membership)
            request.break_glass = opened.filter(patient__code=kwargs["code"]).first()

    def process_exception(self, request, exception):
        if not isinstance(exception, Http404) or not is_restricted(request):
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


def outlasts_the_hour(view):
    """For what would give somebody the patient for longer than the hour: it is not done in it."""

    @wraps(view)
    def answer(request, code):
        if request.method == "POST" and request.break_glass:
            said = _("Nothing was changed: this record is open to you for an hour only.")
            messages.error(request, said)
            return redirect("patient_detail", code)
        return view(request, code)

    return answer


def is_restricted(request):
    """Whether this is a patient's page, asked for by somebody who may not open every patient."""
    member = request.membership
    return (
        member is not None
        and member.treats
        and member.clinic.restrict_to_caseload
        and request.resolver_match.route.startswith(PATIENTS_PAGES)
    )


def closed_patients(membership):
    """The patients of the clinic that this member does not open without a reason."""
    ours = Patient.objects.present().filter(clinic_id=membership.clinic_id)
    return ours.exclude(pk__in=Patient.objects.visible_to(membership).values("pk"))
