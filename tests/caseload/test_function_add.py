"""An activity in the patient's own words, with a score if there is one; five at most."""

from django.urls import reverse

from logbook.keys import uuid7
from logbook.models import FunctionActivity


def address(patient):
    return reverse("function_add", args=[patient.code])


def test_it_is_added_once_with_its_score(as_user, therapist, patient):
    form = {"key": uuid7(), "words": "Sleep all night", "score": "5"}
    for _ in range(2):
        answer = as_user(therapist).post(address(patient), form)
        assert answer.url == reverse("patient_function", args=[patient.code])
    activity = patient.activities.get()
    assert (activity.words, activity.scores.get().score) == ("Sleep all night", 5)
    assert activity.scores.get().by == therapist


def test_a_sixth_is_refused_and_stays_typed(as_user, therapist, patient):
    for number in range(5):
        FunctionActivity.add(patient, uuid7(), f"Activity {number}")
    answer = as_user(therapist).post(address(patient), {"key": uuid7(), "words": "A sixth"})
    assert answer.status_code == 422
    assert 'value="A sixth"' in answer.text
    assert "Five activities at most. Take one off first." in answer.text
    assert patient.activities.count() == 5


def test_scores_typed_after_a_refusal_go_to_the_scores(as_user, therapist, patient):
    FunctionActivity.add(patient, uuid7(), "Sleep all night")
    answer = as_user(therapist).post(address(patient), {"key": uuid7(), "words": ""})
    scores = reverse("patient_function", args=[patient.code])
    assert f'method="post" action="{scores}"' in answer.text


def test_no_words_or_a_score_beyond_10_are_refused(as_user, therapist, patient):
    for wrong in ({"words": " "}, {"words": "Sleep", "score": "11"}):
        answer = as_user(therapist).post(address(patient), {"key": uuid7()} | wrong)
        assert answer.status_code == 422
    assert not patient.activities.exists()
