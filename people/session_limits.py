"""How long a sign-in lasts. What it needs to know stands in the session, as seconds since 1970:

signed_in_at   when somebody signed in
seen_at        when they last did something, written once a minute at most
proved_at      when they last proved who they are: at the sign-in, or when asked again
second_factor  whether a second factor was among the proofs
sign_in        the row of this browser in the list of sign-ins

A request is somebody's act unless it says that it was made by itself: X-Refresh. A page that
refreshes, the question how much time is left, and a phone that sends again what waits say so; a
browser that looks for a newer worker says so in its own words. A set that somebody has just done is
sent without it, so a guided session is not cut short.
"""

import time
from dataclasses import dataclass

from allauth.account.authentication import get_authentication_records
from django.utils import timezone
from django.utils.crypto import salted_hmac

from people.models import SignIn

MINUTE, HOUR = 60, 60 * 60
BY_ITSELF = ("X-Refresh", "Service-Worker")  # headers


@dataclass(frozen=True)
class Limits:
    """Seconds without an act, and seconds in all, after which a sign-in is over."""

    idle: int
    in_all: int


# docs/security.md. A handout's phone has no sign-in: see people/devices.py.
LIMITS = {
    "operator": Limits(5 * MINUTE, HOUR),
    "clinic-admin": Limits(10 * MINUTE, 8 * HOUR),
    "therapist": Limits(15 * MINUTE, 12 * HOUR),
    "patient": Limits(30 * MINUTE, 24 * HOUR),
}


def begin(request, user, **signal):
    """A sign-in begins. Django tells of every one, whichever way it came about."""
    now = int(time.time())
    request.session.update({"signed_in_at": now, "seen_at": now, "proved_at": now})
    ways = get_authentication_records(request, user)
    request.session["second_factor"] = any(way["method"] == "mfa" for way in ways)
    request.session["sign_in"] = SignIn.begin(request, user).pk


def end(request, user, **signal):
    """And it ends, by a button or by itself."""
    SignIn.objects.filter(pk=request.session.get("sign_in")).delete()


def prove(request):
    """Somebody signed in has just proved once more who they are."""
    request.session["proved_at"] = int(time.time())


def limits_of(request):
    if request.user.is_superuser:
        return LIMITS["operator"]
    if request.membership:
        return LIMITS["clinic-admin" if request.membership.is_admin else "therapist"]
    return LIMITS["patient"]


def seconds_left(request):
    """Until this sign-in is over: (when nothing is done, whatever is done)."""
    now, session, limits = time.time(), request.session, limits_of(request)
    idle = session.get("seen_at", 0) + limits.idle - now
    in_all = session.get("signed_in_at", 0) + limits.in_all - now
    return min(idle, in_all), in_all


def who(user):
    """A name for one person's pages: it tells them from another person's, and tells nothing."""
    return salted_hmac("session_limits", str(user.pk)).hexdigest()[:16]


def is_over(request):
    return seconds_left(request)[0] <= 0


def is_by_itself(request):
    return any(header in request.headers for header in BY_ITSELF)


def note_act(request):
    """Somebody did something. Cheap: once a minute the session and one row are written."""
    if is_by_itself(request) or time.time() - request.session["seen_at"] < MINUTE:
        return
    request.session["seen_at"] = int(time.time())
    SignIn.objects.filter(pk=request.session.get("sign_in")).update(seen_at=timezone.now())
