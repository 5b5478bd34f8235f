"""The patient scores the own activities when the therapist wants to know."""

import pytest
import time_machine
from django.urls import reverse

from logbook.keys import uuid7
from logbook.models import FunctionActivity, FunctionPlan, FunctionScore

ADDRESS = "/today/activities/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-24T17:00:00Z", tick=False) as travel:
        yield travel


@pytest.fixture
def kneel(patient):
    return FunctionActivity.add(patient, uuid7(), "Kneel in the garden")


@pytest.fixture
def sleep(patient):
    return FunctionActivity.add(patient, uuid7(), "Sleep all night")


def test_today_asks_until_all_are_answered(as_user, patient, therapist, kneel, sleep):
    client = as_user(patient)
    kneel.answer(3, by=therapist)
    assert ADDRESS in client.get("/today/").text
    page = client.get(ADDRESS).text
    assert "Sleep all night</h2>" in page
    assert "Kneel in the garden</h2>" not in page  # scored with the therapist, and no interval
    assert "3 of 10 on November 24" in " ".join(page.split())
    assert client.post(ADDRESS, {f"score-{sleep.code}": "5"}).url == "/today/"
    score = sleep.scores.get()
    assert (score.score, score.by, score.patient) == (5, None, patient)
    assert ADDRESS not in client.get("/today/").text


def test_asked_again_after_the_weeks_the_therapist_set(as_user, patient, kneel, clock):
    kneel.answer(3)
    FunctionPlan.set_weeks(patient, 2)
    clock.move_to("2026-12-07T17:00:00Z", tick=False)
    assert ADDRESS not in as_user(patient).get("/today/").text
    clock.move_to("2026-12-08T17:00:00Z", tick=False)
    assert ADDRESS in as_user(patient).get("/today/").text


def test_todays_own_answer_may_be_changed_today(as_user, patient, kneel):
    client = as_user(patient)
    for score in ("5", "7"):
        client.post(ADDRESS, {f"score-{kneel.code}": score})
    assert [score.score for score in kneel.scores.all()] == [7]
    assert 'value="7" checked' in client.get(ADDRESS).text


@pytest.mark.parametrize("score", ["11", "-1", "x", ""])
def test_what_is_no_score_is_refused(as_user, patient, kneel, score):
    answer = as_user(patient).post(ADDRESS, {f"score-{kneel.code}": score})
    assert answer.status_code == 422
    assert not FunctionScore.objects.exists()


def test_an_activity_of_somebody_else_is_not_there(as_user, patient, other_patient, kneel):
    answer = as_user(other_patient).post(ADDRESS, {f"score-{kneel.code}": "5"})
    assert answer.status_code == 422
    assert not FunctionScore.objects.exists()
    assert "Kneel" not in as_user(other_patient).get(ADDRESS).text


def test_nobody_asks_after_discharge(as_user, patient, kneel):
    patient.discharge()
    assert ADDRESS not in as_user(patient).get("/today/").text
    assert as_user(patient).post(ADDRESS, {f"score-{kneel.code}": "5"}).status_code == 422
    assert not FunctionScore.objects.exists()


def test_words_of_a_patient_are_no_code(as_user, patient, kneel):
    FunctionActivity.objects.update(words="<script>alert(1)</script>")
    assert "<script>alert(1)" not in as_user(patient).get(reverse("my_activities")).text
