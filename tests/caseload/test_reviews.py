from datetime import timedelta

import pytest
from django.utils import timezone

from caseload.models import Review
from logbook.keys import uuid7
from logbook.models import Message
from tests.caseload.history import do_session, make_program


def test_the_same_page_marked_twice_is_one_review(patient, therapist, colleague):
    seen_until = timezone.now() - timedelta(minutes=5)

    first = Review.mark(patient, therapist, seen_until)
    again = Review.mark(patient, therapist, seen_until)
    Review.mark(patient, colleague, seen_until)

    assert first == again
    assert Review.objects.count() == 2
    assert first.seen_until == seen_until


def test_nobody_has_seen_what_is_yet_to_come(patient, therapist):
    now = timezone.now()

    review = Review.mark(patient, therapist, now + timedelta(days=3), now)

    assert review.seen_until == now


@pytest.mark.parametrize(("minutes", "read"), [(-1, False), (0, True), (1, True)])
def test_words_are_read_up_to_that_moment(patient, therapist, minutes, read):
    make_program(patient)
    session = do_session(patient, 1, note="It clicks.")
    message = Message.write(patient, uuid7(), "Hello?", now=session.finished_at)

    Review.mark(patient, therapist, session.finished_at + timedelta(minutes=minutes))

    session.refresh_from_db()
    message.refresh_from_db()
    assert (session.note_read_at is not None, message.read_at is not None) == (read, read)


def test_a_review_closes_no_flag(patient, therapist):
    make_program(patient)
    do_session(patient, 1, new_or_worse=True)

    Review.mark(patient, therapist, timezone.now())

    flag = patient.flags.get()
    assert (flag.outcome, flag.closed_at) == ("", None)
    assert patient.pauses.running().exists()


def test_a_note_changed_after_the_page_was_made_is_not_read(patient, therapist):
    make_program(patient)
    session = do_session(patient, 1, note="It clicks.")
    made_at = session.finished_at + timedelta(hours=1)
    later = made_at + timedelta(minutes=1)
    session.finish(uuid7(), new_or_worse=False, note="It clicks and swells.", now=later)

    Review.mark(patient, therapist, made_at)
    session.refresh_from_db()
    assert session.note_read_at is None

    Review.mark(patient, therapist, later)
    session.refresh_from_db()
    assert session.note_read_at is not None
