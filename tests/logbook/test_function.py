"""A patient's own activities: five places, a score a day, and when the patient is asked again."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from logbook.keys import uuid7
from logbook.models import (
    AnsweredByPatient,
    FunctionActivity,
    FunctionPlan,
    FunctionScore,
    TooManyActivities,
)
from logbook.models.function import NEVER, is_due
from logbook.today import care_of

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _on_nov_24():
    with time_machine.travel("2026-11-24T17:00:00Z", tick=False):
        yield


def add(patient, words="Kneel in the garden for an hour"):
    return FunctionActivity.add(patient, uuid7(), words)


def test_five_at_most_and_a_place_is_free_again(patient):
    activities = [add(patient, f"Activity {number}") for number in range(5)]
    assert [activity.position for activity in activities] == [1, 2, 3, 4, 5]
    with pytest.raises(TooManyActivities):
        add(patient)
    assert activities[1].take_off()
    assert not activities[1].take_off()
    assert add(patient).position == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        FunctionActivity.objects.create(patient=patient, words="6", position=6, added_on=TODAY)


def test_the_same_key_adds_one(patient, other_patient):
    key = uuid7()
    first = FunctionActivity.add(patient, key, "Sleep all night")
    assert FunctionActivity.add(patient, key, "Sleep all night") == first
    assert FunctionActivity.add(other_patient, key, "Sleep all night") != first


def test_a_second_answer_of_a_day_replaces_the_first(patient, therapist):
    activity = add(patient)
    activity.answer(3, by=therapist)
    activity.answer(4, by=therapist)
    assert [(s.score, s.by) for s in activity.scores.all()] == [(4, therapist)]
    activity.answer(6)
    assert [(s.score, s.by) for s in activity.scores.all()] == [(6, None)]


def test_staff_do_not_write_over_what_the_patient_answered(patient, therapist):
    activity = add(patient)
    activity.answer(6)
    with pytest.raises(AnsweredByPatient):
        activity.answer(3, by=therapist)
    assert activity.answer(6, by=therapist).by is None
    with time_machine.travel("2026-11-25T17:00:00Z", tick=False):
        assert activity.answer(3, by=therapist).by == therapist
    assert FunctionScore.objects.count() == 2


@pytest.mark.parametrize("score", [-1, 11])
def test_a_score_is_0_to_10(patient, score):
    with pytest.raises(IntegrityError), transaction.atomic():
        add(patient).scores.create(
            patient=patient, on_date=TODAY, score=score, at="2026-11-24T17:00:00Z"
        )


@pytest.mark.parametrize(
    ("asked_on", "every_weeks", "due"),
    [
        (None, 2, False),  # no activity
        (NEVER, None, True),  # at the start, whatever the interval
        (TODAY - timedelta(days=13), 2, False),
        (TODAY - timedelta(days=14), 2, True),
        (TODAY - timedelta(days=15), 2, True),
        (TODAY - timedelta(days=100), None, False),
        (TODAY, 1, False),
    ],
)
def test_when_the_patient_is_asked(asked_on, every_weeks, due):
    assert is_due(asked_on, every_weeks, TODAY) is due


def test_the_day_that_counts_is_that_of_the_one_asked_longest_ago(patient):
    assert care_of(patient).asked_on is None
    kneel = add(patient)
    assert care_of(patient).asked_on == NEVER
    kneel.answer(3)
    assert care_of(patient).asked_on == TODAY
    sleep = add(patient, "Sleep all night")
    assert care_of(patient).asked_on == NEVER
    sleep.scores.create(
        patient=patient, on_date=date(2026, 11, 2), score=5, at="2026-11-02T17:00:00Z"
    )
    assert care_of(patient).asked_on == date(2026, 11, 2)
    sleep.take_off()
    assert care_of(patient).asked_on == TODAY
    assert care_of(patient).every_weeks is None
    FunctionPlan.set_weeks(patient, 4)
    assert care_of(patient).every_weeks == 4
    FunctionPlan.set_weeks(patient, 0)
    assert care_of(patient).every_weeks is None
