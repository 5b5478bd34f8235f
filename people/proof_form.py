"""A proof of who somebody signed in is: any one of the ways they have."""

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django import forms
from django.utils.translation import gettext_lazy as _

from people import mailed_code
from people.sign_in import AppCodeForm, LabelsOnly

PREFIX = "again"


class ProofForm(LabelsOnly, forms.Form):
    """A password, a code (from an app, from the list of spare ones, or by e-mail) or a passkey."""

    prefix = PREFIX

    password = forms.CharField(
        label=_("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        required=False,
        strip=False,
        max_length=200,
    )
    code = forms.CharField(
        label=_("Code from the email"),
        widget=forms.TextInput(
            attrs={"class": "inp code", "autocomplete": "one-time-code", "spellcheck": "false"}
        ),
        required=False,
        max_length=20,
    )
    credential = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.user = request, request.user
        kinds = set(Authenticator.objects.filter(user=self.user).values_list("type", flat=True))
        # A mailbox is a proof for patients, and for staff until they have a second factor.
        self.by_mail = not kinds or bool(request.patient)
        if "totp" in kinds:
            self.fields["code"].label = _("Code from your app")
        elif not (self.by_mail and mailed_code.is_waiting(request)):
            del self.fields["code"]
        if not self.user.has_usable_password():
            del self.fields["password"]
        if "webauthn" not in kinds:
            del self.fields["credential"]

    def passkey_options(self):
        """What the browser is given to ask for a passkey; good for one try."""
        return begin_authentication(self.user)

    def clean(self):
        super().clean()
        given = self.cleaned_data
        if not any(given.values()):
            raise forms.ValidationError(_("Fill in one of these."))
        if not ratelimit.consume(self.request, action="reauthenticate", user=self.user):
            raise get_adapter().validation_error("too_many_login_attempts")
        if given.get("password"):
            self.expect(self.user.check_password(given["password"]), "password")
        elif given.get("code"):
            self.expect(self.is_code(given["code"]), "code")
        else:
            passkey = ReauthenticateWebAuthnForm(self.cleaned_data, user=self.user)
            self.expect(passkey.is_valid(), None)
        return given

    def is_code(self, code):
        if self.by_mail:
            return mailed_code.take(self.request, code)
        return AppCodeForm({"code": code}, user=self.user).is_valid()

    def expect(self, right, field):
        if not right:
            self.add_error(field, _("That did not match. Check it and try again."))
