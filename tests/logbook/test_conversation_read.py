"""A page says that it was shown."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from logbook.keys import uuid7
from logbook.models import Message
from tests.logbook.phone import NOW

pytestmark = pytest.mark.usefixtures("on_tuesday")
# In UTC it is a day of the year 0, which no clock counts.
EARLIEST = "0001-01-01T00:00:00+14:00"


@pytest.mark.parametrize("seen", ["", "yesterday", "2026-99-99T00:00:00Z", EARLIEST])
def test_an_odd_moment_reads_nothing(as_user, patient, therapist, seen):
    message = Message.write(patient, uuid7(), "Hello", by=therapist)
    as_user(patient).post(reverse("conversation_read"), {"seen_until": seen})
    message.refresh_from_db()
    assert message.read_at is None


def test_nothing_is_read_ahead_of_time(as_user, patient, therapist):
    later = Message.write(patient, uuid7(), "Hello", by=therapist, now=NOW + timedelta(seconds=1))
    as_user(patient).post(
        reverse("conversation_read"), {"seen_until": (NOW + timedelta(days=1)).isoformat()}
    )
    later.refresh_from_db()
    assert later.read_at is None


def test_the_patients_own_words_are_not_read_by_that(as_user, patient, therapist):
    theirs = Message.write(patient, uuid7(), "Hello", by=therapist)
    own = patient.messages.create(key=uuid7(), body="Hello", sent_at=timezone.now())
    as_user(patient).post(reverse("conversation_read"), {"seen_until": NOW.isoformat()})
    own.refresh_from_db()
    theirs.refresh_from_db()
    assert (own.read_at, theirs.read_at) == (None, timezone.now())


def test_the_moment_of_reading_stays_the_first(as_user, patient, therapist):
    message = Message.write(patient, uuid7(), "Hello", by=therapist)
    Message.read_by_patient(patient, NOW, now=NOW)
    Message.read_by_patient(patient, NOW, now=NOW + timedelta(days=1))
    message.refresh_from_db()
    assert message.read_at == NOW


def test_it_is_no_page_to_open(as_user, patient):
    assert as_user(patient).get(reverse("conversation_read")).status_code == 405
