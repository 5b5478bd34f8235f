"""One thread as staff see it, and the answer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from logbook.keys import uuid7
from logbook.models import Message, Session
from tests.logbook.phone import NOW

pytestmark = pytest.mark.usefixtures("on_tuesday")


def thread(client, patient, **headers):
    return client.get(reverse("patient_messages", args=[patient.code]), headers=headers)


def answer(client, patient, body="A firm bed is fine.", htmx=False, **data):
    headers = {"HX-Request": "true"} if htmx else {}
    data = {"key": uuid7(), "body": body} | data
    return client.post(reverse("patient_messages", args=[patient.code]), data, headers=headers)


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def noted(session):
    session.finish(uuid7(), new_or_worse=False, pain_after=3, note="Kneeling hurts my knee.")
    Session.objects.filter(pk=session.pk).update(pain_before=4)
    return session


def test_what_was_said_stands_with_its_session(as_user, therapist, patient, noted):
    Message.write(patient, uuid7(), "Can I do press ups in bed?")
    shown = text_of(thread(as_user(therapist), patient))
    assert "Dana sent version 1, Nov 24" in shown
    assert "Session, Nov 24. Pain 4, then 3 </p>" in shown
    assert "Kneeling hurts my knee." in shown
    assert "Can I do press ups in bed?" in shown
    assert shown.count("<b>Waits for an answer</b>") == 2
    assert "Maria sees this first in the next session." in shown


def test_an_answer_reads_what_stood_on_the_page(as_user, therapist, patient, noted):
    earlier = NOW - timedelta(hours=1)
    asked = Message.write(patient, uuid7(), "Can I do press ups in bed?", now=earlier)
    client = as_user(therapist)
    page = thread(client, patient)
    assert page.context["about"] == noted
    sent = answer(client, patient, about=noted.code, seen_until=page.context["now"].isoformat())
    assert (sent.status_code, sent.url) == (302, reverse("patient_messages", args=[patient.code]))
    message = Message.objects.by_staff().get()
    assert (message.by, message.session, message.read_at) == (therapist, noted, None)
    for row in (asked, noted):
        row.refresh_from_db()
    assert asked.read_at == noted.note_read_at == timezone.now()
    shown = text_of(thread(client, patient))
    assert "Dana, Nov 24" in shown
    assert "Not seen yet" in shown
    Message.read_by_patient(patient, timezone.now())
    assert "Seen Nov 24" in text_of(thread(client, patient))


def test_opening_a_thread_changes_nothing(as_user, therapist, patient, noted):
    client = as_user(therapist)
    for _ in range(2):
        thread(client, patient)
    noted.refresh_from_db()
    assert noted.note_read_at is None


def test_by_htmx_the_thread_the_list_and_the_counts_come_back(as_user, therapist, patient, noted):
    swapped = answer(as_user(therapist), patient, htmx=True, seen_until=NOW.isoformat())
    assert swapped.status_code == 200
    text = text_of(swapped)
    assert text.startswith('<section class="pnl" id="thread"')
    assert "A firm bed is fine." in text
    for name in ("inbox-list", "inbox-sum", "waiting"):
        part = text.split(f'id="{name}"')[1].split(">")[0]
        assert 'hx-swap-oob="true"' in part
    assert "0 wait for an answer." in text
    assert "<html" not in text


@pytest.mark.parametrize("htmx", [False, True])
def test_an_empty_answer_keeps_the_page(as_user, therapist, patient, htmx):
    refused = answer(as_user(therapist), patient, " ", htmx=htmx)
    assert refused.status_code == 422
    assert "Write something first." in text_of(refused)
    assert not Message.objects.exists()


def test_the_same_answer_twice_is_one_and_other_words_are_kept(as_user, therapist, patient):
    client, key = as_user(therapist), uuid7()
    assert [answer(client, patient, key=key).status_code for _ in range(2)] == [302, 302]
    other = answer(client, patient, "Rather not.", key=key)
    assert other.status_code == 422
    assert ">Rather not.</textarea>" in other.content.decode()
    assert Message.objects.count() == 1


def test_a_key_of_the_patients_is_not_the_therapists(as_user, therapist, patient):
    key = Message.write(patient, uuid7(), "Same words").key
    assert answer(as_user(therapist), patient, "Same words", key=key).status_code == 422


def test_about_another_patients_session_is_not_there(as_user, therapist, other_patient, noted):
    client = as_user(therapist)
    assert answer(client, other_patient, about=noted.code).status_code == 404
    address = reverse("patient_messages", args=[other_patient.code])
    assert client.get(address, {"about": noted.code}).context["about"] is None
    assert not Message.objects.exists()


def test_a_session_can_be_named_to_answer(as_user, therapist, patient, session):
    client, address = as_user(therapist), reverse("patient_messages", args=[patient.code])
    assert client.get(address).context["about"] is None
    assert client.get(address, {"about": session.code}).context["about"] == session
    for odd in ("", "x", patient.code):
        assert client.get(address, {"about": odd}).context["about"] is None


def test_a_message_after_the_note_is_what_is_answered(as_user, therapist, patient, noted):
    Message.write(patient, uuid7(), "And one more thing", now=NOW + timedelta(seconds=1))
    assert thread(as_user(therapist), patient).context["about"] is None


def test_a_discharged_patient_can_be_told_something_and_not_answer(as_user, therapist, patient):
    patient.discharge()
    client = as_user(therapist)
    assert answer(client, patient).status_code == 302
    assert "Maria is discharged: can read this, but not answer." in text_of(thread(client, patient))


def test_a_second_answer_waits_in_the_same_thread(as_user, therapist, colleague, patient):
    answer(as_user(therapist), patient, "From Dana")
    answer(as_user(colleague), patient, "From Sam")
    shown = text_of(thread(as_user(therapist), patient))
    assert "Dana, Nov 24" in shown
    assert "Sam, Nov 24" in shown


@pytest.mark.parametrize("person", ["outsider", "clinic_admin", "patient", "operator"])
def test_nobody_else_is_let_in(request, as_user, patient, person):
    client = as_user(request.getfixturevalue(person))
    assert thread(client, patient).status_code == 404
    assert answer(client, patient).status_code == 404
    assert not Message.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(as_user, therapist, patient, own_queries, rows):
    for _ in range(rows):
        Message.write(patient, uuid7(), "Hello")
    client = as_user(therapist)
    # versions, notes, messages, episode; and the list beside them
    assert own_queries(lambda: thread(client, patient)) == 5
