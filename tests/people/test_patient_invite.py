import re

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import Invitation
from people.models.invitations import AGAIN_AFTER
from tests.factories import make_patient


@pytest.fixture
def maria(therapist):
    return make_patient(therapist=therapist, name="Maria Delgado", email="Maria@Example.com")


def post(client, patient):
    return client.post(reverse("patient_invite", args=[patient.code]))


def link_in(mail):
    return re.search(r"http://testserver(/invitation/[\w-]+/)", mail.body).group(1)


def test_the_mail_names_who_invites_and_no_health(as_user, therapist, maria, mailoutbox):
    assert post(as_user(therapist), maria).url == f"/patients/{maria.code}/"
    mail = mailoutbox[0]
    assert mail.subject == "Riverbend PT invites you"
    assert mail.to == ["maria@example.com"]
    assert "Dana Okafor, PT, of Riverbend PT, invites you" in mail.body
    assert "http://testserver/notice/" in mail.body
    assert "555 010 0142" in mail.body
    for word in ("Maria", "pain", "back", "stretch", "1968", str(maria.code)):
        assert word not in mail.body
    assert as_user(therapist).get(link_in(mail)).status_code == 200


def test_sending_again_ends_the_first_link(as_user, therapist, maria, mailoutbox):
    client = as_user(therapist)
    post(client, maria)
    Invitation.objects.update(created_at=timezone.now() - AGAIN_AFTER)
    post(client, maria)
    first, second = (link_in(mail) for mail in mailoutbox)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_a_double_click_is_one_mail_whose_link_works(as_user, therapist, maria, mailoutbox):
    client = as_user(therapist)
    assert [post(client, maria).status_code for _ in range(2)] == [302, 302]
    assert client.get(link_in(mailoutbox[0])).status_code == 200
    assert len(mailoutbox) == 1


def test_without_an_email_the_form_comes_first(as_user, therapist, mailoutbox):
    patient = make_patient(therapist=therapist)
    assert post(as_user(therapist), patient).url == reverse("patient_edit", args=[patient.code])
    assert mailoutbox == []


def test_whoever_has_a_sign_in_is_not_invited(as_user, therapist, patient, mailoutbox):
    post(as_user(therapist), patient)
    assert mailoutbox == []
    assert not Invitation.objects.exists()


def test_an_outsider_invites_nobody(as_user, outsider, maria, mailoutbox):
    assert post(as_user(outsider), maria).status_code == 404
    assert mailoutbox == []


def test_a_get_sends_nothing(as_user, therapist, maria):
    address = reverse("patient_invite", args=[maria.code])
    assert as_user(therapist).get(address).status_code == 405
