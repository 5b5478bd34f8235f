"""How long a sign-in lasts. What it needs to know stands in the session, as seconds since 1970:

signed_in_at   when somebody signed in
seen_at        when they last did something
proved_at      when they last proved who they are: at the sign-in, or when asked again
second_factor  whether a second factor was among the proofs
sign_in        the row of this browser in the list of sign-ins
"""

import time

from allauth.account.authentication import get_authentication_records

from people.models import SignIn


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
