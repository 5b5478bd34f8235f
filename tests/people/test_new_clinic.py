import re

import pytest
from django.core.management import CommandError, call_command

from people.models import Clinic, Invitation, Membership, User
from tests.factories import make_user

ARGUMENTS = ["Riverbend PT", "(555) 010-0142", "America/Denver", "Lee@riverbend.test"]


def run(*options, arguments=ARGUMENTS):
    call_command("new_clinic", *arguments, *options)


def test_a_link_lets_the_first_admin_begin(client, capsys):
    run("--name", "Lee Park", "--site", "https://home.example")
    clinic = Clinic.objects.get()
    assert (clinic.name, clinic.phone, clinic.zone) == tuple(ARGUMENTS[:3])
    link = re.search(r"https://home.example(/invitation/\S+)", capsys.readouterr().out).group(1)
    assert "Hello, Lee" in client.get(link).content.decode()
    client.post(link, {"name": "Lee Park", "password": "a short sentence"})
    member = Membership.objects.get()
    assert (member.user.email, member.role, member.treats) == ("lee@riverbend.test", "admin", False)


def test_credentials_let_the_admin_treat(client, capsys):
    run("--credentials", "PT")
    link = re.search(r"(/invitation/\S+)", capsys.readouterr().out).group(1)
    client.post(link, {"name": "Lee Park", "password": "a short sentence"})
    assert Membership.objects.get().treats


def test_a_password_asked_for_at_once(monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda prompt: "a short sentence")
    run("--password", "--name", "Lee Park")
    user = User.objects.get()
    assert user.check_password("a short sentence")
    assert user.memberships.get().role == "admin"
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        (2, "Mars/Base", "time zone"),
        (3, "lee", "valid email"),
        (0, "", "blank"),
        (1, "5" * 50, "at most 40"),
    ],
)
def test_wrong_words_are_named_and_nothing_is_made(place, value, says):
    arguments = [*ARGUMENTS]
    arguments[place] = value
    with pytest.raises(CommandError, match=says):
        run(arguments=arguments)
    assert not Clinic.objects.exists()


@pytest.mark.parametrize("typed", [["short", "short"], ["a short sentence", "another sentence"]])
def test_a_bad_password_makes_nothing(monkeypatch, typed):
    answers = iter(typed)
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))
    with pytest.raises(CommandError):
        run("--password")
    assert not Clinic.objects.exists()


def test_not_twice():
    run()
    with pytest.raises(CommandError, match="already"):
        run()


def test_a_known_email_gets_a_link_and_no_new_password():
    make_user("lee@riverbend.test")
    with pytest.raises(CommandError, match="sign-in already"):
        run("--password")
    run()
    assert Invitation.objects.get().email == "lee@riverbend.test"
