"""Mail is written down with the act it tells of, and leaves once, also when the server was away."""

import re
import socket
from datetime import timedelta

import pytest
import time_machine
from django.core.mail import BadHeaderError, EmailMessage, send_mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from people.models import Invitation, OutgoingMail
from people.models.outbox import LEASE
from people.outbox import POSTMAN, send_due
from tests.factories import make_patient
from tests.people.test_races import all_at_once
from tests.smtp_sink import smtp_sink

pytestmark = pytest.mark.django_db(transaction=True)


def postman_is_done():
    POSTMAN.submit(int).result()


@pytest.fixture(autouse=True)
def port(settings):
    """Mail goes as in production; nobody listens at this port yet: connections are refused."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = unused.getsockname()
    settings.EMAIL_BACKEND = "people.outbox.EmailBackend"
    settings.MAIL_DELIVERY = "django.core.mail.backends.smtp.EmailBackend"
    yield settings.EMAIL_PORT
    postman_is_done()


def later(**delta):
    return time_machine.travel(timezone.now() + timedelta(**delta))


def link_in(mail):
    return re.search(r"http://testserver(/invitation/[\w-]+/)", mail.get_content())[1]


def test_nothing_is_lost_or_doubled_while_the_mail_server_is_down(as_user, therapist, client, port):
    client = as_user(therapist)
    patients = [make_patient(therapist=therapist, email=f"p{n}@x.test") for n in range(6)]
    for patient in patients:
        answer = client.post(reverse("patient_invite", args=[patient.code]))
        assert answer.status_code == 302
    postman_is_done()
    assert OutgoingMail.objects.waiting().count() == 6
    assert OutgoingMail.objects.filter(trouble="ConnectionRefusedError").exists()
    with smtp_sink(port) as server, later(hours=1):
        assert sum(all_at_once(4, lambda number: send_due())) == 6
        assert send_due() == 0
    assert sorted(mail["To"] for mail in server.mails) == sorted(p.email for p in patients)
    assert len({mail["Message-ID"] for mail in server.mails}) == 6
    client.logout()
    assert {client.get(link_in(mail)).status_code for mail in server.mails} == {200}
    assert OutgoingMail.objects.exclude(sent_at=None).filter(sealed="").count() == 6


def test_whoever_invites_learns_that_mail_waits(as_user, therapist, port):
    client = as_user(therapist)

    def invite(email):
        patient = make_patient(therapist=therapist, email=email)
        answer = client.post(reverse("patient_invite", args=[patient.code]), follow=True)
        postman_is_done()
        return answer.text

    with smtp_sink(port):
        assert "Mail is slow right now." not in invite("a@x.test")
    invite("b@x.test")  # it may be told already, or its page was made before the mail was tried
    assert "Mail is slow right now." in invite("c@x.test")


def test_a_code_goes_out_at_once_by_itself(client, patient, port):
    with smtp_sink(port) as server:
        client.post(reverse("account_request_login_code"), {"email": patient.email})
        postman_is_done()
    (mail,) = server.mails
    assert mail["To"] == patient.email
    assert mail["Message-ID"] == OutgoingMail.objects.get().message_id


def test_an_act_that_is_taken_back_sends_nothing(therapist):
    patient = make_patient(therapist=therapist, email="maria@x.test")
    with transaction.atomic():
        Invitation.to_patient(patient, therapist, "https://x.test")
        assert OutgoingMail.objects.count() == 1
        transaction.set_rollback(True)
    assert (OutgoingMail.objects.count(), Invitation.objects.count()) == (0, 0)


def test_what_waits_can_be_read_with_our_secret_only(therapist):
    patient = make_patient(therapist=therapist, email="maria@x.test", name="Maria Delgado")
    Invitation.to_patient(patient, therapist, "https://x.test")
    postman_is_done()
    row = str(OutgoingMail.objects.values().get())
    assert not [word for word in ("maria", "Maria", "invitation", "Riverbend") if word in row]


def test_another_secret_gives_up_aloud_and_the_one_before_still_opens(settings, port, caplog):
    send_mail("One", "first", None, ["a@x.test"])
    postman_is_done()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [settings.SECRET_KEY]
    with smtp_sink(port) as server, later(hours=1):
        assert send_due() == 1
    assert server.mails[0].get_content().strip() == "first"
    send_mail("Two", "second", None, ["b@x.test"])
    postman_is_done()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "newer" * 20, []
    with smtp_sink(port) as server, later(hours=1):
        assert send_due() == 0
    assert "was never delivered: sealed with another SECRET_KEY" in caplog.text


def test_who_dies_after_delivery_delivers_the_same_message_again(port, monkeypatch):
    with smtp_sink(port) as server:
        with monkeypatch.context() as death:
            death.setattr(OutgoingMail, "was_sent", lambda self: 1 / 0)
            send_mail("Once", "words", None, ["a@x.test"])
            postman_is_done()
        assert send_due() == 0  # somebody may still be at it
        with later(seconds=LEASE.total_seconds() + 1):
            assert send_due() == 1
    first, second = server.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]


def test_a_refused_address_is_given_up_aloud_and_keeps_nobody_waiting(port, caplog):
    for name in ("nobody", "later", "friend"):
        send_mail("Hello", "words", None, [f"{name}@x.test"])
    postman_is_done()
    with smtp_sink(port, {"nobody": 550, "later": 451}) as server, later(hours=1):
        assert send_due() == 1
    assert [mail["To"] for mail in server.mails] == ["friend@x.test"]
    assert OutgoingMail.objects.waiting().get().trouble == "recipient refused, 451"
    assert OutgoingMail.objects.exclude(given_up_at=None).get().trouble == "recipient refused, 550"
    assert "was never delivered: recipient refused, 550" in caplog.text
    assert "nobody@" not in caplog.text


@pytest.mark.parametrize(("tries", "seconds"), [(1, 30), (2, 60), (5, 480), (8, 3600), (40, 3600)])
def test_it_waits_longer_each_time_up_to_an_hour(tries, seconds):
    send_mail("Hello", "words", None, ["a@x.test"])
    postman_is_done()
    mail = OutgoingMail.objects.get()
    mail.tries = tries
    with time_machine.travel(timezone.now(), tick=False):
        mail.try_again("down")
        mail.refresh_from_db()
        assert mail.due_at - timezone.now() == timedelta(seconds=seconds)


def test_the_command_says_what_waits_and_fails_when_it_waits_long(port, capsys):
    send_mail("Hello", "words", None, ["a@x.test"])
    postman_is_done()
    call_command("send_mail")
    assert capsys.readouterr().out == "Sent: 0. Waiting: 1.\n"
    with later(hours=2), pytest.raises(CommandError, match=r"waits since .*: ConnectionRefused"):
        call_command("send_mail")
    with later(hours=73), pytest.raises(CommandError, match=r"Given up: 1\."):
        call_command("send_mail")
    assert OutgoingMail.objects.get().sealed == ""
    with later(days=34):
        call_command("send_mail")
    assert OutgoingMail.objects.count() == 0


def test_many_who_take_get_each_mail_once():
    for number in range(20):
        OutgoingMail.write(EmailMessage("Hello", str(number), None, ["a@x.test"]))
    taken = all_at_once(6, lambda number: list(iter(take, None)))
    numbers = sorted(number for some in taken for number in some)
    assert numbers == sorted(OutgoingMail.objects.values_list("pk", flat=True))


def take():
    mail = OutgoingMail.objects.take()
    return mail and mail.pk


def test_everything_a_message_has_arrives(port):
    with smtp_sink(port) as server:
        EmailMessage(
            "Größe",
            "Zeile",
            "A <a@x.test>",
            ["b@x.test"],
            reply_to=["c@x.test"],
            headers={"X-A": "1"},
        ).send()
        postman_is_done()
    (mail,) = server.mails
    assert (mail["Subject"], mail["From"], mail["Reply-To"], mail["X-A"]) == (
        "Größe",
        "A <a@x.test>",
        "c@x.test",
        "1",
    )
    with pytest.raises(BadHeaderError):
        EmailMessage("Two\nlines", "B", None, ["b@x.test"]).send()
    with pytest.raises(ValueError):
        EmailMessage("S", "B", None, ["b@x.test"], attachments=[("a", "b", "text/plain")]).send()


def test_the_demo_shows_it_at_once(client, settings, tmp_path):
    settings.MAIL_DELIVERY = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    send_mail("Hello from the demo", "words", None, ["a@x.test"])
    postman_is_done()
    assert "Hello from the demo" in client.get(reverse("demo_mail")).text
