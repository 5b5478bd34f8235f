"""A code by e-mail to somebody signed in: a proof for whoever has no second factor.

The session keeps it with the moment until which it holds; it works once.
"""

import time

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.core.internal.cryptokit import compare_user_code

KEY = "mailed_code"
LASTS = 10 * 60  # seconds


def send(request):
    """Mail a new code in place of any before. False when too many were asked for."""
    email = request.user.email
    if not ratelimit.consume(request, action="request_login_code", key=email):
        return False
    adapter = get_adapter(request)
    code = adapter.generate_login_code()
    request.session[KEY] = {"code": code, "until": time.time() + LASTS}
    adapter.send_mail("account/email/proof_code", email, {"code": code})
    return True


def is_waiting(request):
    return request.session.get(KEY, {}).get("until", 0) > time.time()


def take(request, typed):
    """Whether this is the code that waits; the right one is used up."""
    if not is_waiting(request) or not compare_user_code(
        actual=typed, expected=request.session[KEY]["code"]
    ):
        return False
    del request.session[KEY]
    return True
