"""The map of stretches by days, read as letters: a all, p part, s skipped, . no session."""

from datetime import timedelta

import pytest

from caseload.sessions import attach_logs
from caseload.stretch_days import days_of, stretch_days
from exercises.words import attach_words
from logbook.keys import uuid7
from logbook.models import Session
from tests.caseload.history import do_session, noon
from tests.factories import make_exercise, make_prescription, make_version

LETTERS = {"all": "a", "part": "p", "skipped": "s", "none": "."}


@pytest.fixture
def press():
    return make_exercise("press-up", name="Press up")


@pytest.fixture
def version(patient, press):
    since = patient.today() - timedelta(days=30)
    return make_version(patient, press, effective_on=since)


def rows_of(patient, days=7, program=()):
    sessions = list(patient.sessions.order_by("local_date", "id"))
    attach_logs(sessions, patient.clinic, "en")
    attach_words([row.variation for row in program], patient.clinic, "en")
    drawn = stretch_days(sessions, program, days_of(patient.today(), days))
    return {row.name: "".join(LETTERS[state] for state in row.states) for row in drawn.rows}


def start(patient, days_ago):
    return Session.start(patient, uuid7(), now=noon(patient, days_ago))


def test_each_day_says_how_it_went(patient, version):
    (row,) = version.prescriptions.all()
    do_session(patient, 6)
    do_session(patient, 4, done=4)
    do_session(patient, 3, done=0)
    start(patient, 2).log_stretch(row, uuid7(), skipped=True)
    assert rows_of(patient) == {"Press up": "a.pss.."}


def test_a_stretch_left_out_of_a_session_that_is_over_was_skipped(patient, version):
    do_session(patient, 2)
    start(patient, 1)
    do_session(patient, 0)
    assert rows_of(patient, 3) == {"Press up": "asa"}


def test_while_a_session_goes_on_nothing_is_missing_yet(patient, version):
    do_session(patient, 1)
    Session.start(patient, uuid7())
    assert rows_of(patient, 2) == {"Press up": "a."}


def test_two_sessions_a_day_are_one_cell(patient, version):
    do_session(patient, 1)
    do_session(patient, 1, done=0)
    do_session(patient, 0)
    do_session(patient, 0)
    assert rows_of(patient, 2) == {"Press up": "pa"}


def test_a_set_of_one_side_missing_is_part(patient):
    hip = make_exercise("hip", region="hips", kind="muscle", sided=True, name="Hip")
    version = make_version(patient, hip)
    (row,) = version.prescriptions.all()
    session = Session.start(patient, uuid7())
    session.log_stretch(row, uuid7(), {("left", 1): 30, ("left", 2): 30})
    assert rows_of(patient, 1) == {"Hip": "p"}


def test_a_stretch_is_the_same_one_in_every_version_and_on_either_side(patient, press, version):
    do_session(patient, 2)
    hip = make_exercise("hip", region="hips", kind="muscle", sided=True, name="Hip")
    draft = version.program.open_draft()
    for side in ("left", "right"):
        make_prescription(draft, hip, side=side)
    draft.send(by=None, revision=draft.revision)
    do_session(patient, 0)
    assert rows_of(patient, 3) == {"Press up": "a.a", "Hip": "..a"}


def test_down_the_body_and_what_is_done_no_more_comes_last(patient, therapist):
    roll = make_exercise("roll", region="upper-back", name="Roll")
    old = make_exercise("old", name="Old")
    new = make_exercise("new", name="New")
    version = make_version(patient, old, effective_on=patient.today() - timedelta(days=3))
    do_session(patient, 1)
    draft = version.program.open_draft()
    draft.prescriptions.all().delete()
    for exercise in (new, roll):
        make_prescription(draft, exercise)
    draft.send(by=therapist, revision=draft.revision)
    program = list(draft.prescriptions.in_region_order())

    sessions = list(patient.sessions.all())
    assert list(rows_of(patient, 2, program)) == ["Roll", "New", "Old"]
    drawn = stretch_days(
        attach_logs(sessions, patient.clinic, "en"), program, days_of(patient.today(), 2)
    )
    assert [row.first_of_region for row in drawn.rows] == [True, True, False]


def test_what_was_done_in_the_clinic_is_not_on_it(patient, version):
    do_session(patient, 1, place="clinic")
    do_session(patient, 0)
    assert rows_of(patient, 2) == {"Press up": ".a"}


def test_the_last_day_is_today(patient):
    dates = days_of(patient.today(), 21)
    assert (len(dates), dates[-1]) == (21, patient.today())
    assert dates[0] == patient.today() - timedelta(days=20)
