"""manage.py sign_out"""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from people.models import AuditEvent


@pytest.mark.parametrize(
    ("words", "out"), [(["Dana@riverbend.test"], {"dana"}), (["--everybody"], {"dana", "maria"})]
)
def test_they_are_out_with_the_next_request(therapist, patient, words, out):
    clients = {"dana": Client(), "maria": Client()}
    for client, person in zip(clients.values(), [therapist, patient], strict=True):
        client.force_login(person.user)
        assert client.get(reverse("me")).status_code == 200
    call_command("sign_out", *words, verbosity=0)
    now_out = {
        name for name, client in clients.items() if client.get(reverse("me")).status_code == 302
    }
    assert now_out == out
    rows = AuditEvent.objects.filter(action="end_sign_ins").order_by("user__name")
    assert [row.user.name.split()[0].lower() for row in rows] == sorted(out)
    assert {row.command for row in rows} == {"sign_out"}


@pytest.mark.parametrize(
    "words", [[], ["dana@riverbend.test", "--everybody"], ["nobody@example.com"]]
)
def test_nobody_is_named(db, words):
    with pytest.raises(CommandError):
        call_command("sign_out", *words)
    assert not AuditEvent.objects.exists()
