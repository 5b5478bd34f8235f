"""Who may open which page. A page is private until its view declares an audience.

    @audience("public")      anybody, signed in or not
    @audience("signed-in")   anybody who is signed in
    @audience("patient")     a patient; sets request.patient
    @audience("therapist")   a member who treats patients; sets request.membership
    @audience("staff")       any member of a clinic; sets request.membership

    @audience("patient", device=True)
                             also a phone that a handout's code opened: sets request.device
                             and request.patient, with patient.by_handout. No name, note or
                             message is shown there. Elsewhere such a phone is signed out.

request.clinic is the clinic of whoever is signed in, whose words and numbers they read, or None.

A signed-in patient sees no stretch before the medical notice is acknowledged: every audience
asks for it first, except for views declared with before_notice=True. Staff open nothing before they
have a second factor, except for views declared with before_second_factor=True. Whoever is signed in
but not of the audience gets 404: the page does not exist for them.
"""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from people import wall
from people.devices import device_of, forget
from people.models import Acknowledgement, Membership, Notice
from people.second_factor import before_anything_else, lacks_one
from people.session_limits import is_by_itself, is_over, note_act

METHODS = ["GET", "HEAD", "POST"]
AUDIENCES = {"public", "signed-in", "patient", "therapist", "staff", "clinic-admin"}

# Libraries bring views of their own, which cannot carry the decorator.
# The admin asks LibraryAdminSite.has_permission; allauth's pages are for anybody.
LIBRARY_VIEWS = ("allauth.account.", "allauth.mfa.", "django.contrib.admin.")


def audience(who, *, before_notice=False, before_second_factor=False, device=False, audited=True):
    """Declare who may open a view, whether before the notice or a second factor, whether a
    handout's phone is welcome, and, by audited=False, that a patient's page holds nothing of the
    patient (people/audit.py)."""
    if who not in AUDIENCES:
        raise ValueError(f"{who!r} is no audience")

    def declare(view):
        view.audience = who
        view.before_notice = before_notice
        view.before_second_factor = before_second_factor
        view.device = device
        view.audited = audited and who != "public"
        return view

    return declare


def sign_in_first(request):
    """To the sign-in page; for htmx the whole page goes there, never a form inside a list."""
    if is_typed(request):
        messages.warning(request, _("You were signed out. What you sent last is not saved."))
    if request.htmx:
        query = urlencode({"next": request.htmx.current_url_abs_path or "/"})
        return HttpResponseClientRedirect(f"{reverse(settings.LOGIN_URL)}?{query}")
    return redirect_to_login(page_asked(request))


def is_typed(request):
    """Whether somebody pressed a button; what a phone sends by itself it keeps and sends again, and
    a list that asks for itself anew had nothing to save."""
    by_itself = request.content_type == "application/json" or is_by_itself(request)
    return request.method == "POST" and not by_itself


def page_asked(request):
    """The page to come back to; after a post the first page, since a post is not sent again."""
    return request.get_full_path() if request.method == "GET" else "/"


class AudienceMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        place_nowhere(request)
        if request.method not in METHODS:  # no page answers to anything else
            return HttpResponseNotAllowed(METHODS)
        if request.user.is_authenticated:
            place_at_clinic(request)
            if is_over(request):
                end_by_itself(request)
            else:
                note_act(request)
        phone = request.phone = None if request.user.is_authenticated else device_of(request)
        with timezone.override(zone_of(request)):
            patient = request.patient or (phone and phone.patient)
            response = wall.answer(self.get_response, request, patient)
        known = request.user.is_authenticated or request.device
        if known and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        if request.user.is_authenticated:  # an account takes the place of a handout's code
            forget(request, response)
        return response

    def process_view(self, request, view, args, kwargs) -> HttpResponse | None:
        if lacks_one(request) and (answer := before_anything_else(request, view)):
            return to_page(request, answer)
        who = getattr(view, "audience", None)
        if who is None:
            of_admin = "admin" in request.resolver_match.app_names
            if of_admin or view.__module__.startswith(LIBRARY_VIEWS):
                return None
            raise Http404
        if getattr(view, "device", False) and not request.user.is_authenticated:
            place_device(request)
        if who != "public" and not (request.user.is_authenticated or request.device):
            return sign_in_first(request)
        if not {
            "public": True,
            "signed-in": True,
            "patient": request.patient is not None,
            "therapist": request.membership is not None and request.membership.treats,
            "staff": request.membership is not None,
            "clinic-admin": request.membership is not None and request.membership.is_admin,
        }[who]:
            raise Http404
        if request.patient and not view.before_notice and notice_to_read(request.patient):
            return ask_for_notice(request)
        return None


def place_nowhere(request):
    request.membership = request.patient = request.clinic = request.device = None
    request.shell = "base_public.html"


def end_by_itself(request):
    """Nothing was done for too long, or the sign-in lasted as long as any may."""
    logout(request)
    place_nowhere(request)
    messages.info(request, _("You were signed out, as nothing happened here for a while."))


def place_at_clinic(request):
    """Find the clinic the signed-in person acts at: as a member first, else as a patient.

    Somebody with several memberships acts under the one chosen into the session.
    """
    memberships = Membership.objects.open().filter(user=request.user).select_related("clinic")
    chosen = request.session.get("membership_id")
    ordered = sorted(memberships, key=lambda member: (member.pk != chosen, member.pk))
    if ordered:
        request.membership = ordered[0]
        request.membership.user = request.user
        request.clinic = request.membership.clinic
        request.shell = "base_staff.html"
        return
    with wall.every_clinic():
        records = request.user.patient_records.select_related("clinic")
        request.patient = records.order_by("-pk").first()
    if request.patient:
        request.clinic = request.patient.clinic
        request.shell = "base_patient.html"


def place_device(request):
    """A phone that a handout's code opened stands for its patient; the middleware ends the zone."""
    request.device = request.phone
    if request.device:
        request.patient = request.device.patient
        request.patient.by_handout = True
        request.clinic = request.patient.clinic
        request.shell = "base_patient.html"
        timezone.activate(request.patient.zone)


def zone_of(request):
    """Where the reader's days and hours are: the patient's own zone, else the clinic's."""
    place = request.patient or request.clinic
    return place.zone if place else None


def notice_to_read(patient):
    """The current notice while this patient has not acknowledged it, else None. One query."""
    acknowledged = Acknowledgement.objects.filter(notice=OuterRef("pk"), patient=patient)
    current = Notice.objects.annotate(acknowledged=Exists(acknowledged)).current()
    return current if current and not current.acknowledged else None


def ask_for_notice(request):
    if is_typed(request):
        messages.warning(request, _("What you sent last is not saved. Please send it again."))
    query = urlencode({"next": page_asked(request)})
    return to_page(request, redirect(f"{reverse('notice')}?{query}"))


def to_page(request, answer):
    """The same way for htmx: the whole page goes there."""
    return HttpResponseClientRedirect(answer.url) if request.htmx else answer
