"""The audit trail: one row for every answer that carried a patient's data, every act of somebody
known, and every try that was refused.

It is decided here for all views at once. Whose data an answer carried is what was read for it
(people/seen.py), so a new view cannot forget; a patient's own page is about the patient, unless its
audience says `audited=False`. An answer whose row cannot be written is not given: 503.
"""

from uuid import UUID

from allauth.core import ratelimit
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest

from people.models import AuditEvent, Membership, User
from people.models.audit import keep_list
from people.seen import seeing

ABOUT_A_PATIENT = "patients/<uuid:code>/"
READING = {"GET", "HEAD", "OPTIONS"}
# Where somebody proves who they are: a form that comes back with errors is a refused try.
SIGNING_IN = ("account_", "mfa_", "go")
LONGEST = AuditEvent._meta.get_field("object_code").max_length
# An answer that carries data is a page, a form with errors, or two edits that met.
CARRIES = {200, 206, 409, 422}


class NotWritten(OperationalError):
    """Nobody sees a patient's data without a row that says so: the answer is 503."""


def record(by, action, patient=None, *, object_code="", listed=(), outcome="ok", sign_in=None):
    """Write one row now, in the transaction at hand, and return it.

    `by` is a request, a membership, a user, or the name of a command. `patient` is a Patient or its
    code; `listed` the codes of all further patients it is about; `sign_in` the user whose sign-in a
    command was about. `action` names what was done.
    The middleware writes the row of each request by itself: call this for what that row cannot
    say, as for a mail, a command, or an act about somebody else than the page.
    """
    return AuditEvent.objects.create(
        **actor(by) | ({"user": sign_in} if sign_in else {}),
        action=action,
        patient_code=getattr(patient, "code", patient),
        object_code=str(object_code),
        listed=keep_list(listed) if listed else "",
        outcome=outcome,
    )


def record_of_sign_in(command, action, user):
    """What the operator did by a command to how this user signs in: a row for each record of
    theirs, so that its clinic and the patient read it; one about no record for where they work,
    and for somebody who has none."""
    codes = list(user.patient_records.values_list("code", flat=True))
    if not codes or user.memberships.exists():
        codes.append(None)
    for code in codes:
        record(command, action, code, sign_in=user)


def actor(by):
    """Who, and the clinic they act at, as columns of a row."""
    if isinstance(by, str):
        return {"command": by}
    if isinstance(by, Membership):
        return {"user_id": by.user_id, "clinic_id": by.clinic_id}
    if not isinstance(by, HttpRequest):  # a user
        return {"user_id": by.pk}
    user = by.user if by.user.is_authenticated else by.came_as
    return {
        "user_id": user.pk if user else tried_as(by),
        "device_number": by.device and by.device.pk,
        "clinic": by.clinic,
    }


def tried_as(request):
    """The user whose sign-in somebody not signed in tries to open, or None. What was typed is kept
    nowhere, and is looked up whether or not it names anybody: the answer takes the same time."""
    typed = request.POST.get("login") if request.method == "POST" else None
    if not typed:
        return None
    email = typed.strip().lower().replace("\0", "")  # no database takes a NUL
    return User.objects.filter(email=email).values_list("pk", flat=True).first()


class AuditMiddleware:
    """Stands inside AudienceMiddleware: what is read to find out who asks is in nobody's answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.came_as = request.user if request.user.is_authenticated else None
        request.was_let_in = request.was_refused = False
        with seeing() as request.seen:
            response = self.get_response(request)
        if request.resolver_match and response.status_code < 500:
            try:
                write(request, response.status_code)
            except DatabaseError as error:
                raise NotWritten from error
        return response

    def process_view(self, request, view, args, kwargs):
        request.was_let_in = True
        request.seen.clear()


def write(request, status):
    """The row of this answer, if there is anything to write down."""
    match = request.resolver_match
    known = request.user.is_authenticated or request.came_as or request.device
    patients = set(request.seen)
    acted = (known or patients) and request.method not in READING and status < 400
    patient = asked_about(request, match) if known else None
    if is_refused(request, match, status, known):
        if status == 429 and not known and not is_first_of_the_minute(request):
            return
        outcome = AuditEvent.Outcome.REFUSED
    elif request.was_let_in and (acted or (status in CARRIES and (patient or patients))):
        outcome = AuditEvent.Outcome.OK
    else:
        return
    if patient is None and len(patients) == 1:
        patient = next(iter(patients))
    record(
        request,
        f"{match.view_name} {request.method}",
        patient,
        object_code=object_of(match, outcome),
        listed=patients - {patient},
        outcome=outcome,
    )


def is_refused(request, match, status, known):
    """A known person at a door that is not theirs, or anybody who fails to prove who they are."""
    if request.was_refused:
        return True
    if status in {403, 404}:
        return known and getattr(match.func, "audience", None) != "public"
    tried = request.method == "POST" and match.view_name.startswith(SIGNING_IN)
    return tried and status in {400, 422, 429}


def is_first_of_the_minute(request):
    """Past its limit nothing a stranger sends is looked at: one row a minute for an address of the
    network says so, however much it sends."""
    return ratelimit.consume(request, action="refusal_written_down")


def asked_about(request, match):
    """The code of the patient whose page this is, or None: the one in the address, else oneself."""
    if match.route.startswith(ABOUT_A_PATIENT):
        return match.kwargs["code"]
    of_oneself = request.patient and getattr(match.func, "audited", False)
    return request.patient.code if of_oneself else None


def object_of(match, outcome):
    """The further thing an address names. A link's token and a handout's code are secrets, and are
    kept nowhere; nor is a word of an address that led nowhere, which anybody can make up."""
    words = {"slug"} if outcome == AuditEvent.Outcome.OK else set()
    about = {"code"} if match.route.startswith(ABOUT_A_PATIENT) else set()
    named = [
        value
        for key, value in match.kwargs.items()
        if key not in about and (isinstance(value, UUID | int) or key in words)
    ]
    return str(named[-1])[:LONGEST] if named else ""
