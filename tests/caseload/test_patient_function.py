"""The therapist's page of a patient's own activities."""

import pytest
from django.urls import reverse

from logbook.keys import uuid7
from logbook.models import FunctionActivity, FunctionPlan, FunctionScore


@pytest.fixture
def kneel(patient):
    return FunctionActivity.add(patient, uuid7(), "Kneel in the garden")


def address(patient):
    return reverse("patient_function", args=[patient.code])


def test_scores_and_interval_are_saved_together(as_user, therapist, patient, kneel):
    answer = as_user(therapist).post(
        address(patient), {f"score-{kneel.code}": "3", "every_weeks": "4"}
    )
    assert answer.url == address(patient)
    score = kneel.scores.get()
    assert (score.score, score.by, score.on_date) == (3, therapist, patient.today())
    assert FunctionPlan.objects.get(patient=patient).every_weeks == 4
    as_user(therapist).post(address(patient), {"every_weeks": "0"})
    assert not FunctionPlan.objects.exists()
    assert kneel.scores.get().score == 3


def test_the_page_shows_change_size_and_source(as_user, therapist, patient, kneel):
    kneel.scores.create(patient=patient, on_date="2026-01-05", score=3, at="2026-01-05T12:00Z")
    kneel.answer(6)
    page = " ".join(as_user(therapist).get(address(patient)).text.split())
    for words in ("Kneel in the garden", "+3", "a large change for the better", "at home"):
        assert words in page
    assert "10.2519/jospt.2014.5248" in page


def test_what_the_patient_answered_today_stays(as_user, therapist, patient, kneel):
    kneel.answer(6)
    assert "Answered at home" in as_user(therapist).get(address(patient)).text
    answer = as_user(therapist).post(
        address(patient), {f"score-{kneel.code}": "1", "every_weeks": "2"}
    )
    assert answer.status_code == 422
    assert "That score stays." in answer.text
    assert kneel.scores.get().score == 6
    assert not FunctionPlan.objects.exists()


@pytest.mark.parametrize(("score", "weeks"), [("11", "4"), ("x", "4"), ("3", "5"), ("3", "")])
def test_what_cannot_be_is_refused(as_user, therapist, patient, kneel, score, weeks):
    answer = as_user(therapist).post(
        address(patient), {f"score-{kneel.code}": score, "every_weeks": weeks}
    )
    assert answer.status_code == 422
    assert not FunctionScore.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_same_queries_for_one_and_three(as_user, therapist, patient, assert_queries, number):
    for each in range(number):
        FunctionActivity.add(patient, uuid7(), f"Activity {each}").answer(3)
    client = as_user(therapist)
    with assert_queries(8):  # one of them the count beside Messages
        assert client.get(address(patient)).text.count("Take off<") == number
