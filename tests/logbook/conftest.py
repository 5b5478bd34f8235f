"""A program of three stretches, one a region, and a session of it in progress."""

import json
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exercises.dosage import Kind
from logbook.keys import uuid7
from logbook.models import Session
from tests.conftest import asked_by_page
from tests.factories import make_exercise, make_prescription, make_version
from tests.logbook.phone import NOW, stamp


@pytest.fixture
def on_tuesday():
    """The clock stands at NOW."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def plan(patient, therapist):
    """Roll (1 × 10), press up (1 × 10), hip (2 × 30 s each side), every day, sent today."""
    roll = make_exercise("foam-roll", region="upper-back", name="Foam roll")
    press = make_exercise("press-up", region="lower-back", name="Press up")
    hip = make_exercise("hip-flexor", region="hips", kind=Kind.MUSCLE, sided=True, name="Hip")
    draft = make_version(patient, sent=False)
    for exercise in (roll, press, hip):
        make_prescription(draft, exercise)
    draft.send(by=therapist, revision=draft.revision)
    return draft


@pytest.fixture
def roll(plan):
    return plan.prescriptions.get(variation__exercise__slug="foam-roll")


@pytest.fixture
def press(plan):
    return plan.prescriptions.get(variation__exercise__slug="press-up")


@pytest.fixture
def hip(plan):
    return plan.prescriptions.get(variation__exercise__slug="hip-flexor")


@pytest.fixture
def session(plan, patient):
    return Session.start(patient, uuid7())


# The last one asks SQLite once a process whether it knows JSON.
AROUND = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SELECT JSON(")
TENANCY = (
    "django_session",
    "people_acknowledgement",
    "people_auditedpatient",
    "people_auditevent",
    "people_membership",
    "people_notice",
    "people_patient",
    "people_signin",
    "people_user",
)


@pytest.fixture
def own_queries():
    """`own_queries(call)`: how many queries a request makes itself. Session, user, membership,
    patient (also its lock), notice, the audit trail and savepoints stand around each view and are
    not counted."""

    def count(call):
        with CaptureQueriesContext(connection) as captured:
            call()
        asked = asked_by_page([query["sql"] for query in captured])
        texts = [text for text in asked if not text.startswith(AROUND)]
        tables = [re.search(r'(?:FROM|INTO|UPDATE) "(\w+)"', text)[1] for text in texts]
        return len([table for table in tables if table not in TENANCY])

    return count


@pytest.fixture
def send(as_user, patient):
    """`send(items)` posts one batch as the patient's phone does; the response."""

    def post(items, owner=None, sent_at=None, **client):
        body = {
            "owner": str(owner or patient.code),
            "sent_at": stamp(sent_at or NOW),
            "items": items,
        }
        return as_user(patient).post(
            reverse("session_sync"), json.dumps(body), content_type="application/json", **client
        )

    return post


@pytest.fixture
def results(send):
    """`results(items)`: what became of each, or why it was refused."""

    def post(items, **more):
        answers = send(items, **more).json()["answers"]
        assert [answer["key"] for answer in answers] == [item["key"] for item in items]
        return [answer["why"] or answer["result"] for answer in answers]

    return post
