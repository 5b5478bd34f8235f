import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.urls import reverse

from people.models import AuditEvent
from tests.people.signing_in import add_app


def test_factors_are_forgotten_and_every_session_ends(as_user, therapist, colleague):
    add_app(therapist.user)
    add_app(colleague.user)
    client = as_user(therapist)
    call_command("forget_factors", "Dana@riverbend.test", verbosity=0)
    assert {one.user for one in Authenticator.objects.all()} == {colleague.user}
    assert client.get(reverse("me")).url.startswith(reverse("account_login"))
    row = AuditEvent.objects.get(action="forget_factors")
    assert (row.command, row.user) == ("forget_factors", therapist.user)


def test_an_address_nobody_has_is_said():
    with pytest.raises(CommandError, match="Nobody signs in as"):
        call_command("forget_factors", "nobody@example.com")
