"""Pasted lines: a look at what will happen with each, then just that."""

from django.urls import reverse

from people.models import Invitation
from tests.factories import make_member

LINES = """Name, Email, Role, Credentials
Nia Brown, nia@x.test, therapist, PT, OCS
Lee Ito; LEE@x.test; clinic admin

"Okafor, Dana", dana2@x.test
Sam Rivera, sam@riverbend.test, therapist
Nia Brown, NIA@x.test
Nobody, not-an-address, chef
Kofi Mensah\tkofi@x.test\tTherapist
Bob Ray <bob@x.test>
"""
WORDS = {
    2: "Will be invited as Therapist, PT, OCS.",
    3: "Will be invited as Admin, no credentials.",
    5: "Will be invited as Therapist, no credentials.",
    6: "Sam Rivera, PT works here already. Nothing is sent.",
    7: "Same email as line 2. Nothing is sent.",
    8: ("This is no email address. Check it. The role is therapist or admin. Nothing is sent."),
    9: "Was invited on Nov 25. Gets a new link as Therapist, no credentials; the old link ends.",
    10: "Write a name, a comma and an email. Nothing is sent.",
}


def paste(client, people=LINES, **more):
    return client.post(reverse("staff_invite_many"), {"people": people} | more)


def looked_at(client, people=LINES):
    return paste(client, people).context["form"].fingerprint


def test_the_dry_run_says_what_will_happen_and_sends_nothing(
    as_user, clinic_admin, colleague, mailoutbox, time_machine
):
    time_machine.move_to("2026-11-26T03:00:00Z", tick=False)  # still Nov 25 at the clinic
    Invitation.issue(clinic=clinic_admin.clinic, email="kofi@x.test", role="therapist")
    answer = paste(as_user(clinic_admin))
    assert answer.status_code == 200
    assert {line.number: line.words for line in answer.context["lines"]} == WORDS
    assert "Send 4 invitations" in " ".join(answer.content.decode().split())
    assert (mailoutbox, Invitation.objects.count()) == ([], 1)


def test_what_was_seen_is_what_is_sent(as_user, clinic_admin, colleague, mailoutbox):
    client = as_user(clinic_admin)
    assert paste(client, send="yes", seen=looked_at(client)).status_code == 302
    assert [message.to[0] for message in mailoutbox] == [
        "nia@x.test",
        "lee@x.test",
        "dana2@x.test",
        "kofi@x.test",
    ]
    sent = Invitation.objects.order_by("pk").values_list("name", "role", "credentials")
    assert list(sent) == [
        ("Nia Brown", "therapist", "PT, OCS"),
        ("Lee Ito", "admin", ""),
        ("Okafor, Dana", "therapist", ""),
        ("Kofi Mensah", "therapist", ""),
    ]


def test_sent_twice_each_gets_one_mail(as_user, clinic_admin, mailoutbox):
    client = as_user(clinic_admin)
    seen = looked_at(client)
    first = paste(client, send="yes", seen=seen)
    second = paste(client, send="yes", seen=seen)
    assert (first.status_code, second.status_code) == (302, 409)
    assert len(mailoutbox) == Invitation.objects.unused().count()


def test_a_change_in_between_is_shown_first(as_user, clinic_admin, mailoutbox):
    client = as_user(clinic_admin)
    seen = looked_at(client)
    make_member(clinic_admin.clinic, email="nia@x.test", name="Nia Brown")
    answer = paste(client, send="yes", seen=seen)
    assert answer.status_code == 409
    assert "Something changed since you looked" in answer.content.decode()
    assert "Nia Brown, PT works here already. Nothing is sent." in answer.content.decode()
    assert mailoutbox == []


def test_nothing_typed_and_too_much(as_user, clinic_admin):
    client = as_user(clinic_admin)
    assert paste(client, "  ").status_code == 422
    many = "\n".join(f"N{number}, n{number}@x.test" for number in range(101))
    answer = paste(client, many)
    assert answer.status_code == 422
    assert "Send 100 lines at a time." in answer.content.decode()
    assert many.splitlines()[100] in answer.content.decode()  # what was typed is kept


def test_hostile_lines_are_words(as_user, clinic_admin):
    hostile = '<script>alert(1)</script>, "a@x.test\n"unclosed, b@x.test\n,,,\n=cmd(), c@x.test'
    answer = paste(as_user(clinic_admin), hostile)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
