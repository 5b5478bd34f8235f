from datetime import date

import pytest

from exercises.models import Exercise
from tests.caseload.history import do_session, make_program
from tests.factories import make_exercise, make_patient, make_version


@pytest.fixture
def version(patient):
    """A program of one stretch, in force since New Year 2026."""
    return make_version(patient, make_exercise(), effective_on=date(2026, 1, 1))


@pytest.fixture
def history(therapist):
    """Makes a patient of the therapist with two weeks of sessions."""

    def make(name):
        patient = make_patient(therapist=therapist, name=name)
        make_program(patient, exercise=Exercise.objects.first())
        for days_ago in (12, 8, 1):
            do_session(patient, days_ago, pain_after=3)
        return patient

    return make
