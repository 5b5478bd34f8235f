"""Ways to prove who one is, for tests."""

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

PASSWORD = "kneel in the garden"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def add_app(user):
    """An authenticator app and its spare codes, as enrolment makes them."""
    TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user).get_unused_codes()


def app_code(user=None):
    """What the app shows now."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))
