"""Staff sign in with two factors: a password or a code by e-mail, and then an app or a passkey; or
with a passkey alone, which asks for a finger, a face or a PIN itself.

allauth asks for the factor while somebody signs in. Here is the rest: whoever works at a clinic and
has none yet makes one before anything else opens, and keeps one. A patient's passkey is one more
way in, never a hurdle before the others.
"""

from base64 import urlsafe_b64encode
from functools import wraps
from hashlib import sha256

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import User
from people.session_limits import prove

SPARE = Authenticator.Type.RECOVERY_CODES


class Adapter(DefaultMFAAdapter):
    """allauth's questions about factors, answered for us."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("That is not the right code. Check it and try again."),
    }

    def is_mfa_enabled(self, user, types=None):
        """Whether a sign-in stops for a factor: for staff alone."""
        return super().is_mfa_enabled(user, types) and user.is_staff_somewhere

    def generate_authenticator_name(self, user, type):
        return _("Passkey")

    def encrypt(self, text):
        """What an app's codes are made from is stored sealed."""
        return seals().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """Sealed with a secret that is gone, it is something no code matches."""
        try:
            return seals().decrypt(encrypted_text).decode()
        except InvalidToken:
            return generate_totp_secret()


def seals():
    """Seals with the installation's secret; opens what an earlier one sealed, too."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [sha256(b"second-factor" + secret.encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])


def factors(user):
    """What this person can prove themself with beside the password; spare codes do not count."""
    return Authenticator.objects.filter(user=user).exclude(type=SPARE).order_by("created_at")


def must_have_one(request):
    """Staff, and the operator. Only a demo's own people, whose password is public, are let off."""
    if not settings.SECOND_FACTOR_FOR_STAFF or not (
        request.membership or request.user.is_superuser
    ):
        return False
    exempt = settings.SECOND_FACTOR_EXEMPT
    return not (exempt and request.user.email.endswith(exempt))


def lacks_one(request):
    """Whether this session was opened without a second factor and needs one. Asks no database."""
    return must_have_one(request) and not request.session.get("second_factor")


def before_anything_else(request, view):
    """The answer to a session that lacks its factor, or None where the view may come before it.

    Somebody who has a factor by now, made in another browser, signs in again with it.
    """
    if factors(request.user).exists():
        logout(request)
        messages.info(request, _("Please sign in again, with your second step."))
        return redirect("account_login")
    if getattr(view, "before_second_factor", False) or view.__module__.startswith("allauth."):
        return None
    return redirect("second_factor")


def staff_only(view):
    """An app and spare codes are a second step, which patients do not take."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if not request.membership and not request.user.is_superuser:
            raise Http404
        return view(request, *args, **kwargs)

    return answer


def enrols(view):
    """allauth's page that adds a factor: with the first one the session becomes a proven one."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if request.method != "POST" or not factors(request.user).exists():
            return response
        if response.status_code == 302:
            request.session.cycle_key()
            request.session["second_factor"] = True
            prove(request)
        if request.patient:  # has other ways in
            Authenticator.objects.filter(user=request.user, type=SPARE).delete()
            return redirect("mfa_index")
        return response

    return answer


def keeps_one(view):
    """allauth's page that removes a factor: never the last one of somebody who must have one."""

    @wraps(view)
    @transaction.atomic
    def answer(request, *args, **kwargs):
        if request.method == "POST" and must_have_one(request):
            User.objects.select_for_update(no_key=True).get(pk=request.user.pk)
            if factors(request.user).count() < 2:
                messages.error(request, _("You need one of these. Add another first."))
                return redirect("mfa_index")
        return view(request, *args, **kwargs)

    return answer
