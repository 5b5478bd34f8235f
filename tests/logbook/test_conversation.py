"""The patient's side of the thread: what stands there, what may be sent, and who read it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from logbook.keys import uuid7
from logbook.models import Message, Session
from logbook.models.messages import MOST_A_DAY
from logbook.thread import A_PAGE
from people.models import Clinic
from tests.logbook.phone import NOW

pytestmark = pytest.mark.usefixtures("on_tuesday")


def post(client, body="Can I do press ups in bed?", **data):
    return client.post(reverse("conversation"), {"key": uuid7(), "body": body} | data)


def page(client, **query):
    """The page's text with single spaces."""
    return " ".join(client.get(reverse("conversation"), query).content.decode().split())


def answer(patient, therapist, body="A firm bed is fine.", **fields):
    return Message.write(patient, uuid7(), body, by=therapist, **fields)


def test_the_patient_writes_and_sees_it_there(as_user, patient):
    client = as_user(patient)
    sent = post(client, "Can I do press ups in bed?")
    assert (sent.status_code, sent.url) == (302, reverse("conversation"))
    message = Message.objects.get()
    assert (message.patient, message.by, message.read_at) == (patient, None, None)
    assert message.sent_at == timezone.now()
    shown = page(client)
    assert "Can I do press ups in bed?" in shown
    assert "You, November 24. Not read yet" in shown


def test_read_is_said_once_the_clinic_has(as_user, patient):
    client = as_user(patient)
    post(client)
    Message.read_by_staff(patient, timezone.now())
    assert "You, November 24. Read" in page(client)
    assert "Not read yet" not in page(client)


def test_the_same_post_twice_is_one_message(as_user, patient):
    client, key = as_user(patient), uuid7()
    assert [post(client, "Hello", key=key).status_code for _ in range(2)] == [302, 302]
    assert Message.objects.count() == 1


def test_other_words_under_the_same_key_are_not_lost(as_user, patient):
    client, key = as_user(patient), uuid7()
    post(client, "Hello", key=key)
    other = post(client, "Hello again", key=key)
    assert other.status_code == 422
    text = other.content.decode()
    assert "You sent other words before. Send again to add these." in text
    assert ">Hello again</textarea>" in text
    assert f'value="{key}"' not in text  # the page brings a new one
    assert list(Message.objects.values_list("body", flat=True)) == ["Hello"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "Write something first."),
        ("   ", "Write something first."),
        ("a" * 2001, "A message can have 2,000 characters. Yours has 2001: please shorten it."),
    ],
)
def test_what_cannot_be_sent(as_user, patient, body, says):
    refused = post(as_user(patient), body)
    assert refused.status_code == 422
    assert says in refused.content.decode()
    assert not Message.objects.exists()


def test_a_message_is_escaped(as_user, patient):
    client = as_user(patient)
    post(client, "<script>alert(1)</script>\nsecond line")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>second line" in page(client)


def test_thirty_messages_a_day_where_the_patient_lives(as_user, patient):
    """NOW is the morning of November 24 in New York; midnight there is 05:00 UTC."""
    client = as_user(patient)
    with time_machine.travel("2026-11-24T04:59:00Z", tick=False):
        post(client)  # still yesterday in New York
    for number in range(MOST_A_DAY):
        assert post(client, f"Number {number}").status_code == 302
    refused = post(client, "One more")
    assert refused.status_code == 422
    assert "That is all for one day. If it cannot wait, please call us." in refused.content.decode()
    assert ">One more</textarea>" in refused.content.decode()
    assert Message.objects.count() == MOST_A_DAY + 1
    with time_machine.travel("2026-11-25T05:01:00Z", tick=False):
        assert post(client, "A new day").status_code == 302


def test_words_without_a_page_answer_all_that_stood_before(patient, therapist):
    asked = Message.write(patient, uuid7(), "Hello")
    answer(patient, therapist)
    asked.refresh_from_db()
    assert asked.read_at == timezone.now()


def test_the_therapist_may_write_more_than_that(patient, therapist):
    for _ in range(MOST_A_DAY + 1):
        answer(patient, therapist)
    assert Message.objects.count() == MOST_A_DAY + 1


def test_nobody_reads_at_night_and_whom_to_call(as_user, patient):
    Clinic.objects.filter(pk=patient.clinic_id).update(emergency_number="112")
    shown = page(as_user(patient))
    assert "No one reads this at night. In an emergency, <b>call 112</b>." in shown


def test_no_time_is_promised_that_the_clinic_did_not_set(as_user, patient):
    client = as_user(patient)
    assert "you get an answer" not in page(client)
    Clinic.objects.filter(pk=patient.clinic_id).update(reply_promise="two-days")
    assert "Within two working days you get an answer." in page(client)


def test_after_discharge_the_thread_stays_and_takes_no_more(as_user, patient, therapist):
    answer(patient, therapist, "Well done, all the best.")
    patient.discharge()
    client = as_user(patient)
    shown = page(client)
    assert "Well done, all the best." in shown
    assert "Nobody reads new messages here, so you cannot send any." in shown
    assert "No one reads this at night" not in shown
    assert "<textarea" not in shown
    assert post(client, "Are you there?").status_code == 302  # from a page opened before
    assert Message.objects.by_patients().count() == 0


def test_who_came_back_after_a_discharge_may_write(as_user, patient):
    patient.discharge()
    patient.episodes.create(complaint="Again", started_on=patient.today())
    assert post(as_user(patient)).status_code == 302
    assert Message.objects.count() == 1


def test_an_answer_is_new_until_it_is_on_the_screen(as_user, patient, therapist):
    message = answer(patient, therapist)
    client = as_user(patient)
    for _ in range(2):  # opening the page changes nothing: the page itself says it is shown
        assert 'class="new"' in page(client)
    seen = client.get(reverse("conversation")).context["now"]
    read = client.post(reverse("conversation_read"), {"seen_until": seen.isoformat()})
    assert (read.status_code, read.url) == (302, reverse("conversation"))
    message.refresh_from_db()
    assert message.read_at == timezone.now()
    assert 'class="new"' not in page(client)
    assert "mark-read" not in page(client)


def test_writing_back_reads_what_stood_there_and_not_what_came_after(as_user, patient, therapist):
    seen = answer(patient, therapist)
    later = answer(patient, therapist, now=NOW + timedelta(seconds=1))
    post(as_user(patient), seen_until=NOW.isoformat())
    seen.refresh_from_db()
    later.refresh_from_db()
    assert (seen.read_at, later.read_at) == (timezone.now(), None)


def test_notes_of_sessions_and_new_programs_stand_between(as_user, patient, session, therapist):
    session.finish(uuid7(), new_or_worse=False, note="Kneeling hurts my knee.")
    answer(patient, therapist, "Put a towel under it.", session=session)
    shown = page(as_user(patient))
    order = ["Dana sent you your stretches", "Kneeling hurts my knee.", "Put a towel under it."]
    places = [shown.index(text) for text in order]
    assert places == sorted(places)
    assert shown.count("Session, November 24") == 2  # the note, and the answer about it


def test_a_note_that_is_changed_is_unread_again(session):
    session.finish(uuid7(), new_or_worse=False, note="Kneeling hurts.")
    Message.read_by_staff(session.patient, timezone.now())
    session.finish(uuid7(), new_or_worse=False, note="Kneeling hurts.", effort=3)
    assert not Session.objects.waiting_notes().exists()
    session.finish(uuid7(), new_or_worse=False, note="Kneeling hurts a lot.")
    assert Session.objects.waiting_notes().get() == session


def test_nobody_elses_words(as_user, patient, other_patient, therapist):
    answer(other_patient, therapist, "For Walter alone")
    assert "For Walter alone" not in page(as_user(patient))


def test_a_long_thread_comes_in_pages(as_user, patient, therapist):
    for number in range(A_PAGE + 2):
        answer(patient, therapist, f"Number {number}.", now=NOW - timedelta(hours=100 - number))
    client = as_user(patient)
    shown = page(client)
    assert "Number 2." in shown
    assert "Number 1." not in shown
    earlier = client.get(reverse("conversation")).context["thread"].earlier
    before = page(client, before=earlier.isoformat())
    assert "Number 1." in before
    assert "Number 2." not in before
    assert "mark-read" not in before  # what is newer was not seen here


@pytest.mark.parametrize("before", ["", "yesterday", "2026-13-45T00:00:00Z", "2026-11-24"])
def test_an_odd_moment_in_the_address_is_the_newest_page(as_user, patient, therapist, before):
    answer(patient, therapist, "Here I am")
    assert "Here I am" in page(as_user(patient), before=before)


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(as_user, patient, therapist, own_queries, rows):
    for _ in range(rows):
        answer(patient, therapist)
    client = as_user(patient)
    # episode with therapist, versions, notes, messages
    assert own_queries(lambda: client.get(reverse("conversation"))) == 4


def test_a_page_before_the_first_moment_of_all_is_the_newest(as_user, patient):
    Message.write(patient, uuid7(), "Hello")
    client = as_user(patient)
    assert "Hello" in page(client, before="0001-01-01T00:00:00+14:00")
    assert post(client, seen_until="0001-01-01T00:00:00+14:00").status_code == 422
    assert Message.objects.count() == 1
