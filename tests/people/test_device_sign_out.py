"""Not you? The phone forgets whose stretches it showed, and what such a phone never shows."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from logbook.keys import uuid7
from logbook.models import Message
from people.devices import COOKIE
from people.models import Device
from tests.people.codes import YEAR, try_year


@pytest.fixture
def phone(client, code, plan):
    """The test client as a phone that Maria's handout opened."""
    try_year(client, code, YEAR)
    return client


def test_the_phone_is_signed_out(phone):
    assert "Not you?" in phone.get(reverse("today")).content.decode()
    answer = phone.post(reverse("device_sign_out"))
    assert answer.url == reverse("go")
    assert answer.cookies[COOKIE].value == ""
    assert Device.objects.get().revoked_at
    assert phone.get(reverse("today")).url.startswith(reverse("account_login"))


def test_a_copy_of_the_cookie_is_worth_nothing_afterwards(phone, client):
    copy = phone.cookies[COOKIE].value
    phone.post(reverse("device_sign_out"))
    client.cookies[COOKIE] = copy
    assert client.get(reverse("today")).status_code == 302


def test_by_get_nothing_happens(phone):
    assert phone.get(reverse("device_sign_out")).status_code == 405
    assert Device.objects.signed_in(timezone.now()).exists()


@pytest.mark.parametrize("name", ["me", "conversation", "progress"])
def test_what_needs_more_than_a_code_leads_to_signing_in(phone, name):
    assert phone.get(reverse(name)).url.startswith(reverse("account_login"))


def test_the_first_page_of_such_a_phone_is_today(phone):
    assert phone.get("/").url == reverse("today")


def test_help_knows_the_clinic(phone, clinic):
    assert clinic.name in phone.get(reverse("help")).content.decode()


def test_today_is_kept_nowhere(phone):
    assert "no-store" in phone.get(reverse("today")).headers["Cache-Control"]


def test_the_plan_has_numbers_and_no_words_of_the_therapist(phone, patient):
    plan = phone.get(reverse("session_plan")).json()
    assert plan["owner"] == str(patient.code)
    assert len(plan["rows"]) == 3
    assert (plan["notes"], plan["therapist"]) == ({}, "")
    assert "Dana" not in json.dumps(plan)


def test_a_note_written_before_is_not_shown_and_not_lost(phone, patient):
    session = {"key": "0190a4f0-0000-7000-8000-000000000001", "new_or_worse": "no"}
    phone.post(reverse("session_start"), session)
    finish = session | {"key": "0190a4f0-0000-7000-8000-000000000002", "note": "My hip hurts"}
    phone.post(reverse("session_finish"), finish)
    done = patient.sessions.get()
    assert done.note == "My hip hurts"
    pages = [phone.get(reverse("session_finish")), phone.get(reverse("session_finish") + "?change")]
    assert all("My hip" not in page.content.decode() for page in pages)
    again = session | {"key": "0190a4f0-0000-7000-8000-000000000003", "note": ""}
    phone.post(reverse("session_finish"), again)
    done.refresh_from_db()
    assert done.note == "My hip hurts"


def test_nor_by_the_guided_session(phone, patient):
    start = {"key": "0190a4f0-0000-7000-8000-000000000001", "new_or_worse": "no"}
    phone.post(reverse("session_start"), start)
    patient.sessions.get().finish(uuid7(), new_or_worse=False, note="My hip hurts")
    act = {"act": "finish", "key": str(uuid7()), "session": start["key"]}
    sent = {"owner": str(patient.code), "items": [act | {"new_or_worse": False, "note": ""}]}
    answer = phone.post(reverse("session_sync"), json.dumps(sent), "application/json")
    assert answer.json()["answers"][0]["result"] == "stored"
    assert patient.sessions.get().note == "My hip hurts"


def test_it_reads_no_answer_for_the_patient(phone, patient, therapist):
    reply = Message.write(patient, uuid7(), "Please call me.", by=therapist)
    now = timezone.now().isoformat()
    start = {"key": uuid7(), "new_or_worse": "no", "reply_until": now}
    assert phone.post(reverse("session_start"), start).status_code == 302
    assert patient.sessions.count() == 1
    reply.refresh_from_db()
    assert reply.read_at is None
