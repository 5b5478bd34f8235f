"""How people sign in, where allauth leaves it to us: our words, our forms, no signing up."""

import hashlib
import time
from functools import wraps

from allauth.account import forms as allauth_forms
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.core import context, ratelimit
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp import forms as app_forms
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("That email and password do not match. Check both."),
        "incorrect_code": _("That is not the code in your newest email. Check it and try again."),
        "too_many_login_attempts": _("Too many tries. Wait 5 minutes, then try again."),
        "rate_limited": _("Too many tries. Wait a few minutes, then try again."),
        "invalid_password_reset": _("This link no longer works. Ask for a new one."),
    }

    def is_open_for_signup(self, request):
        """Nobody signs up by themselves: a clinic invites."""
        return False


class LabelsOnly:
    """Labels stand above the boxes; words inside a box vanish when you type. Our own error."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = _("This is needed.")


class LoginForm(LabelsOnly, allauth_forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["login"].label = _("Email")
        self.fields["password"].help_text = ""


class RequestLoginCodeForm(LabelsOnly, allauth_forms.RequestLoginCodeForm):
    def __init__(self, *args, **kwargs):
        """The button "Email me a code" sends the sign-in form, where the e-mail is `login`."""
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Email")
        if self.is_bound and "login" in self.data and "email" not in self.data:
            self.data = self.data.copy()
            self.data["email"] = self.data["login"]


class ConfirmLoginCodeForm(LabelsOnly, allauth_forms.ConfirmLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from the email")
        self.fields["code"].max_length = 20
        self.fields["code"].widget.attrs |= {
            "class": "inp code",
            "maxlength": 20,
            "autocapitalize": "characters",
            "spellcheck": "false",
        }

    def clean_code(self):
        """A session counts its own tries, but not those made at one moment: these are counted in
        the shared cache, by the code that was asked for. The right one is used up there as well."""
        request = context.request
        asked = f"{request.session.session_key} {request._login_stage.state['at']}"
        if not ratelimit.consume(request, action="login_code", key=asked):
            raise get_adapter().validation_error("too_many_login_attempts")
        code = super().clean_code()
        used = hashlib.sha256(f"{asked} {self.expected_code}".encode()).hexdigest()
        if not cache.add(
            f"login-code:{used}", True, timeout=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
        ):
            raise get_adapter().validation_error("incorrect_code")
        return code


class ResetPasswordForm(LabelsOnly, allauth_forms.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Email")


class ResetPasswordKeyForm(LabelsOnly, allauth_forms.ResetPasswordKeyForm):
    """Asks once: the eye beside the box shows what was typed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = _("10 letters or more. A short sentence works well.")


class AppCodeForm(LabelsOnly, factor_forms.AuthenticateForm):
    """The second step: a code of the app or a spare one. Each works once.

    allauth itself forgets after 30 seconds that a code was used, and takes it for 90.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from your app")
        self.fields["code"].widget.attrs["class"] = "inp code"

    def clean_code(self):
        code = super().clean_code()
        if not cache.add(f"app-code:{self.user.pk}:{code}", True, timeout=120):
            raise factor_forms.get_adapter().validation_error("incorrect_code")
        return code


class ActivateAppForm(LabelsOnly, app_forms.ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code the app shows now")
        self.fields["code"].widget.attrs |= {"class": "inp code", "inputmode": "numeric"}


def may_try_a_code(request):
    """Whether this address of the network may try a handout's code once more; counts the try."""
    return ratelimit.consume(request, action="handout_code")


def unprocessable(view):
    """allauth answers 200 to a form with errors; we answer 422 everywhere."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        words = getattr(response, "context_data", None) or {}
        forms = [words[name] for name in ("form", "webauthn_form") if words.get(name)]
        if response.status_code == 200 and any(form.errors for form in forms):
            response.status_code = 422
        return response

    return answer


def unhurried(view):
    """Each post is answered after the same time: nobody learns from the clock whom we know."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        begun = time.perf_counter()
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            time.sleep(max(0, begun + settings.SIGN_IN_ANSWERS_AFTER_SECONDS - time.perf_counter()))
        return response

    return answer
