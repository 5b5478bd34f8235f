"""The one sentence: each rule one below, at and one above its number."""

import pytest

from caseload.insight import important_change, insight_of
from caseload.sessions import attach_logs
from logbook.keys import uuid7
from tests.caseload.history import do_session, make_program, noon
from tests.factories import make_exercise, make_prescription


@pytest.fixture(autouse=True)
def program(patient):
    return make_program(patient, exercise=make_exercise("press-up", name="Press up"))


def said(patient):
    sessions = list(patient.sessions.order_by("local_date", "id"))
    found = insight_of(attach_logs(sessions, patient.clinic, "en"), 21)
    return f"{found.words} {found.detail}".strip()


def days(patient, done=(), pain=()):
    """One session a day up to today: what was done of each set, or the pain before each."""
    for back, number in enumerate(reversed(done)):
        do_session(patient, back, done=number)
    for back, number in enumerate(reversed(pain)):
        do_session(patient, back, done=10 if back else 9, pain_before=number)


NOTHING = "Nothing stands out in the last 21 days."


@pytest.mark.parametrize(
    ("done", "words"),
    [
        ([10, 5, 5, 10], NOTHING),
        ([10, 5, 5, 5], "Press up was cut short or skipped in 3 of the last 4 sessions."),
        ([0, 0, 5, 5, 5], "Press up was cut short or skipped in 5 of the last 5 sessions."),
        # of the last eight, not of nine
        ([5] + [10] * 6 + [5, 5], NOTHING),
        (
            [5, 5] + [10] * 5 + [5, 5],
            "Press up was cut short or skipped in 3 of the last 8 sessions.",
        ),
    ],
)
def test_cut_short_or_skipped_three_times(patient, done, words):
    days(patient, done)
    assert said(patient) == words


def test_the_reason_is_said_when_most_answers_agree(patient):
    for back, reason in ((3, "pain"), (2, "pain"), (1, "tired"), (0, "")):
        session = do_session(patient, back, done=5)
        (row,) = session.version.prescriptions.all()
        now = noon(patient, back)
        session.log_stretch(row, uuid7(), {("none", 1): 5}, reason=reason, now=now)
    assert said(patient).endswith("in 4 of the last 4 sessions. Reason: pain.")


def test_of_several_the_one_cut_most_often(patient, program):
    draft = program.program.open_draft()
    make_prescription(draft, make_exercise("roll", region="upper-back", name="Roll"))
    draft.send(by=None, revision=draft.revision)
    for back in (3, 2, 1, 0):
        session = do_session(patient, back, done=5)
        if back:
            continue
        roll = session.version.prescriptions.filter(variation__exercise__slug="roll").first()
        if roll:
            session.log_stretch(roll, uuid7(), {("none", 1): 10}, now=noon(patient, 0))
    assert said(patient).startswith("Press up was cut short or skipped in 4 of the last 4")


@pytest.mark.parametrize(
    ("start", "points"), [(0, 1), (1, 1), (4, 1), (5, 2), (7, 2), (8, 3), (10, 3)]
)
def test_how_much_pain_matters_depends_on_the_start(start, points):
    assert important_change(start) == points


@pytest.mark.parametrize(
    ("pain", "words"),
    [
        ([6, 5], NOTHING),  # two answers are no course
        ([6, 5, 5], NOTHING),
        (
            [6, 5, 4],
            "Pain before a session went down from 6 to 4. Over the last 3 sessions with an answer.",
        ),
        ([8, 7, 6], NOTHING),
        (
            [8, 7, 5],
            "Pain before a session went down from 8 to 5. Over the last 3 sessions with an answer.",
        ),
        (
            [3, 3, 4],
            "Pain before a session went up from 3 to 4. Over the last 3 sessions with an answer.",
        ),
        ([5, 5, 6], NOTHING),
        ([4, 4, 4], NOTHING),
    ],
)
def test_pain_that_moved_by_enough_to_matter(patient, pain, words):
    days(patient, pain=pain)
    assert said(patient) == words


def test_pain_that_rises_comes_before_a_stretch_cut_short(patient):
    for back, pain in ((2, 2), (1, 2), (0, 5)):
        do_session(patient, back, done=5, pain_before=pain)
    assert said(patient).startswith("Pain before a session went up from 2 to 5.")


@pytest.mark.parametrize(
    ("done", "words"),
    [
        ([10, 10], NOTHING),
        ([10, 10, 10], "Every set was done in each of the last 3 sessions."),
        ([10, 10, 9], NOTHING),
    ],
)
def test_all_of_it_done(patient, done, words):
    days(patient, done)
    assert said(patient) == words


def test_without_a_session_at_home_it_says_so(patient):
    do_session(patient, 1, place="clinic")
    assert said(patient) == "No session at home in the last 21 days."
