"""The answer that a patient sees first: which one, where, and how long."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from logbook.keys import uuid7
from logbook.models import Message, Session
from logbook.replies import Reply
from logbook.today import care_of
from tests.logbook.phone import NOW

pytestmark = pytest.mark.usefixtures("on_tuesday", "plan")

TOWEL = "Put a folded towel under your knee."


@pytest.fixture
def reply(patient, therapist):
    return Message.write(patient, uuid7(), TOWEL, by=therapist, now=NOW - timedelta(hours=1))


def shown(patient):
    found = Reply.of(care_of(patient), patient)
    return found and found.body


def begin(patient, days=0):
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        session = Session.start(patient, uuid7())
        session.finish(uuid7(), new_or_worse=False)


def test_it_knows_who_wrote_it_and_when(patient, reply):
    found = Reply.of(care_of(patient), patient)
    assert (found.author, found.sent_at, found.is_new) == ("Dana", reply.sent_at, True)


def test_none_without_one(patient, other_patient, therapist):
    Message.write(patient, uuid7(), "Hello")
    Message.write(other_patient, uuid7(), "For Walter", by=therapist)
    assert shown(patient) is None


def test_it_stays_until_the_session_after_it_was_read(patient, reply):
    begin(patient, days=1)
    assert shown(patient) == TOWEL  # begun on a phone that did not show it
    Message.read_by_patient(patient, timezone.now())
    assert shown(patient) is None


def test_read_it_still_stands_before_the_next_session(patient, reply):
    Message.read_by_patient(patient, timezone.now())
    assert shown(patient) == TOWEL
    assert not Reply.of(care_of(patient), patient).is_new
    begin(patient)
    assert shown(patient) is None


def test_whoever_wrote_back_has_seen_it(patient, reply):
    Message.write(patient, uuid7(), "Thank you.")
    assert shown(patient) is None


def test_the_newest_one_is_shown(patient, therapist, reply):
    Message.write(patient, uuid7(), "And a pad.", by=therapist)
    assert shown(patient) == "And a pad."


def test_a_patient_without_an_episode_sees_it_too(patient, reply):
    patient.episodes.all().delete()
    assert shown(patient) == TOWEL


def test_a_handouts_phone_shows_nothing(patient, reply):
    patient.by_handout = True
    assert shown(patient) is None


def test_today_says_who_answered(as_user, patient, reply):
    page = as_user(patient).get(reverse("today")).content.decode()
    assert "Dana answered you" in page
    assert f"“{TOWEL}”" in page
    assert f'href="{reverse("conversation")}"' in page


def test_a_paused_program_hides_no_answer(as_user, patient, plan, reply):
    plan.program.pause(patient.today(), "ill")
    assert "Dana answered you" in as_user(patient).get(reverse("today")).content.decode()


def test_it_stands_first_before_a_session_and_is_read_by_beginning(as_user, patient, reply):
    client = as_user(patient)
    page = client.get(reverse("session_start")).content.decode()
    assert page.index(TOWEL) < page.index("How much does your back hurt right now?")
    assert "Dana, November 24." in page
    reply.refresh_from_db()
    assert reply.read_at is None
    until = reply.sent_at.isoformat()
    answers = {"key": uuid7(), "new_or_worse": "no", "reply_until": until}
    assert client.post(reverse("session_start"), answers).status_code == 302
    reply.refresh_from_db()
    assert reply.read_at == timezone.now()


def test_the_plan_of_a_phone_carries_it(as_user, patient, reply):
    plan = as_user(patient).get(reverse("session_plan")).json()
    assert plan["reply"] == {
        "body": TOWEL,
        "author": "Dana",
        "at": "2026-11-24T13:00:00+00:00",
        "day": "November 24",
    }
