"""No answer needed: what stood on the page waits no more."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from logbook.keys import uuid7
from logbook.models import Correspondent, Message
from tests.logbook.phone import NOW

pytestmark = pytest.mark.usefixtures("on_tuesday")


def test_messages_and_notes_up_to_that_moment(as_user, therapist, patient, session):
    session.finish(uuid7(), new_or_worse=False, note="All good.")
    seen = Message.write(patient, uuid7(), "Thank you.")
    later = Message.write(patient, uuid7(), "One more thing", now=NOW + timedelta(seconds=1))
    address = reverse("patient_messages_read", args=[patient.code])
    done = as_user(therapist).post(address, {"seen_until": NOW.isoformat()})
    assert (done.status_code, done.url) == (302, reverse("patient_messages", args=[patient.code]))
    for row in (session, seen, later):
        row.refresh_from_db()
    assert seen.read_at == session.note_read_at == timezone.now()
    assert later.read_at is None
    assert Correspondent.objects.waiting().get().pk == patient.pk


def test_the_button_is_there_only_while_something_waits(as_user, therapist, patient):
    client, page = as_user(therapist), reverse("patient_messages", args=[patient.code])
    assert "No answer needed" not in client.get(page).content.decode()
    Message.write(patient, uuid7(), "Thank you.")
    assert "No answer needed" in client.get(page).content.decode()


def test_only_the_own_clinic(as_user, outsider, patient):
    message = Message.write(patient, uuid7(), "Thank you.")
    address = reverse("patient_messages_read", args=[patient.code])
    answer = as_user(outsider).post(address, {"seen_until": NOW.isoformat()})
    assert answer.status_code == 404
    message.refresh_from_db()
    assert message.read_at is None
