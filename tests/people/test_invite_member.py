import pytest
from django.core.management import CommandError, call_command

from people.models import Invitation


def run(*arguments):
    call_command("invite_member", *arguments)


def test_the_invitation_goes_by_mail(clinic, mailoutbox):
    run("riverbend pt", "Nia@riverbend.test", "--credentials", "DPT", "--site", "https://h.example")
    invitation = Invitation.objects.get()
    assert (invitation.clinic, invitation.role, invitation.credentials) == (
        clinic,
        "therapist",
        "DPT",
    )
    assert mailoutbox[0].to == ["nia@riverbend.test"]
    assert "https://h.example/invitation/" in mailoutbox[0].body


def test_a_second_invitation_ends_the_first(clinic, other_clinic):
    for place in (clinic, clinic, other_clinic):
        run(place.name, "nia@riverbend.test", "--link")
    assert [invitation.clinic for invitation in Invitation.objects.unused()] == [
        clinic,
        other_clinic,
    ]


def test_a_link_can_be_printed(clinic, client, capsys, mailoutbox):
    run("Riverbend PT", "nia@riverbend.test", "--role", "admin", "--link")
    address = capsys.readouterr().out.strip().removeprefix("http://localhost:8000")
    assert client.get(address).status_code == 200
    assert mailoutbox == []


def test_errors_say_what_to_do(clinic, therapist):
    with pytest.raises(CommandError, match="There are: Riverbend PT"):
        run("Nowhere", "nia@riverbend.test")
    with pytest.raises(CommandError, match="valid email"):
        run("Riverbend PT", "nia")
    with pytest.raises(CommandError, match="member of Riverbend PT already"):
        run("Riverbend PT", therapist.user.email)
