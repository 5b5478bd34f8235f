"""What was done together in the clinic: kept, and never mixed with what was done at home."""

from datetime import timedelta

import pytest

from logbook.keys import uuid7
from logbook.models import DifferentContent, Flag, PatientDay, Session
from tests.factories import make_exercise, make_prescription, make_version


@pytest.fixture
def version(patient, therapist):
    draft = make_version(patient, sent=False)
    for _ in range(2):
        make_prescription(draft, make_exercise())
    draft.send(by=therapist, revision=draft.revision)
    return draft


@pytest.fixture
def rows(version):
    return list(version.prescriptions.order_by("id"))


def together(patient, therapist, version, rows, key=None, **answers):
    first, second = rows
    stretches = [(first, None, False), (second, {("none", 1): 6}, False)]
    return Session.log_together(patient, key or uuid7(), therapist, version, stretches, **answers)


def test_it_is_stored_whole(patient, therapist, version, rows):
    session = together(patient, therapist, version, rows, pain_before=4, pain_after=3, note="Good")
    assert (session.place, session.state, session.logged_by) == ("clinic", "finished", therapist)
    assert (session.pain_before, session.pain_after, session.note) == (4, 3, "Good")
    assert session.minutes is None
    logs = session.stretch_logs.order_by("prescription_id")
    assert [(log.as_planned, log.cut_short) for log in logs] == [(True, False), (False, True)]
    assert sorted(session.set_logs.values_list("reps", flat=True)) == [6, 10]


def test_nothing_of_it_counts_at_home(patient, therapist, version, rows):
    together(patient, therapist, version, rows, pain_before=4)
    day = PatientDay.objects.get(patient=patient)
    assert (day.sets_done, day.dose, day.seconds, day.sessions, day.pain_n) == (0, 0, 0, 0, 0)
    at_home = Session.start(patient, uuid7())
    assert at_home.number_of_day == 1
    assert Session.objects.at_hand(patient) == at_home


def test_a_visit_in_the_afternoon_changes_no_morning(patient, therapist, version, rows):
    """What is tried there may be of the version sent there; the day asked for the one before."""
    at_home = Session.start(patient, uuid7())
    at_home.log_stretch(rows[0], uuid7())
    newer = version.program.open_draft()
    newer.remove(newer.prescriptions.last(), revision=newer.revision)
    newer.send(by=therapist, revision=newer.revision)
    tried = [(newer.prescriptions.get(), None, False)]
    Session.log_together(patient, uuid7(), therapist, newer, tried)
    assert PatientDay.objects.get(patient=patient).sets_target == 2


def test_the_session_open_at_home_stays_open(patient, therapist, version, rows):
    at_home = Session.start(patient, uuid7())
    together(patient, therapist, version, rows)
    at_home.refresh_from_db()
    assert at_home.is_open
    assert Session.objects.at_hand(patient) == at_home


def test_pain_at_the_limit_told_face_to_face_raises_no_flag(patient, therapist, version, rows):
    session = together(patient, therapist, version, rows, pain_before=9, pain_after=9)
    session.log_stretch(rows[0], uuid7(), pain=9, lowest_place_felt="back")
    session.log_stretch(rows[0], uuid7(), pain=9, lowest_place_felt="foot")
    assert not Flag.objects.exists()
    at_home = Session.start(patient, uuid7(), pain_before=9)
    assert at_home.flags.get().reason == Flag.Reason.PAIN_AT_LIMIT


def test_sent_twice_it_is_one(patient, therapist, version, rows):
    key = uuid7()
    first = together(patient, therapist, version, rows, key=key)
    again = together(patient, therapist, version, rows, key=key)
    assert (again, again.already) == (first, True)
    assert patient.set_logs.count() == 2
    with pytest.raises(DifferentContent):
        together(patient, therapist, version, rows, key=key, pain_after=2)


def test_an_earlier_day_is_stored_at_noon(patient, therapist, version, rows):
    yesterday = patient.today() - timedelta(days=1)
    session = together(patient, therapist, version, rows, on_date=yesterday)
    assert session.local_date == yesterday
    assert set(session.set_logs.values_list("local_date", flat=True)) == {yesterday}
