"""A program of three stretches, one a region, and a session of it in progress."""

import pytest

from exercises.dosage import Kind
from logbook.keys import uuid7
from logbook.models import Session
from tests.factories import make_exercise, make_prescription, make_version


@pytest.fixture
def plan(patient, therapist):
    """Roll (1 × 10), press up (1 × 10), hip (2 × 30 s each side), every day, since October."""
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
