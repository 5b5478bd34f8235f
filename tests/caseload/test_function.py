"""Change since the start against the important-change figures (clinical.md): 1.3, 2.3, 2.7."""

from datetime import date

import pytest

from caseload.function import changes_of
from logbook.keys import uuid7
from logbook.models import FunctionActivity


def scored(patient, *scores, words="Kneel in the garden"):
    """One activity with these scores, a week apart."""
    activity = FunctionActivity.add(patient, uuid7(), words)
    for week, score in enumerate(scores):
        activity.scores.create(
            patient=patient,
            on_date=date(2026, 10, 1 + 7 * week),
            score=score,
            at="2026-10-01T12:00Z",
        )
    return activity


def test_from_the_first_score_to_the_newest(patient):
    scored(patient, 3, 4, 6)
    scored(patient, 5, words="Sleep all night")
    scored(patient, words="Carry a child")
    changes = changes_of(patient)
    assert [
        (line.first and line.first.score, line.last and line.last.score, line.change)
        for line in changes.lines
    ] == [(3, 6, 3), (5, 5, None), (None, None, None)]
    assert changes.mean == 3  # only of what was asked twice


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ((1, 1, 1, 2), "less than an important change"),  # 1.25
        ((1, 1, 2), "a small change for the better"),  # 1.33
        ((2, 2, 2, 3), "a small change for the better"),  # 2.25
        ((2, 2, 3), "a medium change for the better"),  # 2.33
        ((2, 3, 3), "a medium change for the better"),  # 2.67
        ((2, 3, 3, 3), "a large change for the better"),  # 2.75
        ((0,), "less than an important change"),
        ((-1, -2), "a small change for the worse"),  # -1.5
        ((-2, -3), "a medium change for the worse"),  # -2.5
        ((-3,), "a large change for the worse"),
        ((), ""),
    ],
)
def test_the_mean_in_words(patient, changes, words):
    for number, change in enumerate(changes):
        scored(patient, 5, 5 + change, words=f"Activity {number}")
    assert changes_of(patient).size == words


def test_what_was_taken_off_is_not_in_it(patient):
    scored(patient, 0, 10).take_off()
    assert changes_of(patient).lines == []
    assert changes_of(patient).mean is None


@pytest.mark.parametrize("number", [1, 3])
def test_two_queries(patient, assert_queries, number):
    for each in range(number):
        scored(patient, 3, 6, words=f"Activity {each}")
    with assert_queries(2):
        assert len(changes_of(patient).lines) == number
