"""Set by set: the verbs of a session about its stretches, and the flags they raise."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from logbook.keys import uuid7
from logbook.models import (
    DifferentContent,
    Flag,
    PatientDay,
    Session,
    SetLog,
    StretchLog,
)
from tests.factories import make_exercise, make_version
from tests.logbook.phone import NOW

pytestmark = pytest.mark.usefixtures("on_tuesday")


def current(prescription):
    rows = SetLog.objects.filter(prescription=prescription, current=True)
    return {(row.side, row.number): row.done for row in rows}


def log_all(session, prescription, done=None):
    for side, number in prescription.slots:
        session.log_set(prescription, uuid7(), side, number, done or prescription.target)


def outcome(log):
    log.refresh_from_db()
    return log.as_planned, log.cut_short, log.skipped


# --- one set ----------------------------------------------------------------


def test_a_set_is_a_row_of_its_own_without_a_stretch(session, hip):
    row = session.log_set(hip, uuid7(), "left", 1, 28)
    assert (row.held_seconds, row.reps, row.target, row.already) == (28, None, 30, False)
    assert row.local_date == session.local_date
    assert not StretchLog.objects.exists()
    day = PatientDay.objects.get()
    assert (day.sets_done, day.sets_target, day.sessions) == (1, 6, 1)
    assert day.dose == pytest.approx(28 / 30)


def test_the_same_set_again_is_there_already(session, roll):
    key = uuid7()
    first = session.log_set(roll, key, "none", 1, 8)
    again = session.log_set(roll, key, "none", 1, 8)
    assert (again, again.already) == (first, True)
    assert SetLog.objects.count() == 1


@pytest.mark.parametrize("other", [("left", 1, 29), ("left", 2, 30), ("right", 1, 30)])
def test_the_key_of_a_set_stands_for_that_set_alone(session, hip, other):
    key = uuid7()
    session.log_set(hip, key, "left", 1, 30)
    with pytest.raises(DifferentContent):
        session.log_set(hip, key, *other)
    assert current(hip) == {("left", 1): 30}


def test_the_key_of_a_set_of_another_stretch_or_session_is_refused(patient, session, roll, press):
    key = uuid7()
    session.log_set(roll, key, "none", 1, 10)
    with pytest.raises(DifferentContent):
        session.log_set(press, key, "none", 1, 10)
    with pytest.raises(DifferentContent):
        Session.start(patient, uuid7()).log_set(roll, key, "none", 1, 10)
    assert SetLog.objects.count() == 1


def test_another_key_on_a_taken_slot_is_a_correction_also_with_the_same_number(session, roll):
    rows = [session.log_set(roll, uuid7(), "none", 1, done) for done in (10, 7, 7)]
    assert current(roll) == {("none", 1): 7}
    for row in rows:
        row.refresh_from_db()
    assert [row.current for row in rows] == [False, False, True]
    assert [row.replaces for row in rows] == [None, rows[0], rows[1]]
    assert PatientDay.objects.get().dose == pytest.approx(0.7)


@pytest.mark.parametrize("slot", [("left", 1), ("none", 2), ("none", 0)])
def test_a_set_the_stretch_does_not_have_is_refused(session, roll, slot):
    with pytest.raises(ValueError):
        session.log_set(roll, uuid7(), *slot, 10)
    assert not SetLog.objects.exists()


def test_a_set_of_another_version_or_patient_is_refused(session, plan, therapist, other_patient):
    foreign = make_version(other_patient, make_exercise()).prescriptions.get()
    newer = plan.program.open_draft()
    newer.send(by=therapist, revision=newer.revision)
    for row in (foreign, newer.prescriptions.first()):
        for verb in (session.hurt, session.close_stretch):
            with pytest.raises(ValueError):
                verb(row, uuid7())
        with pytest.raises(ValueError):
            session.log_set(row, uuid7(), "none", 1, 10)
    for model in (SetLog, StretchLog, Flag):
        assert not model.objects.exists()


@pytest.mark.parametrize("done", [-1, 201])
def test_a_number_out_of_range_saves_nothing(session, roll, done):
    with pytest.raises(IntegrityError), transaction.atomic():
        session.log_set(roll, uuid7(), "none", 1, done)
    assert not SetLog.objects.exists()
    assert not PatientDay.objects.exists()


def test_a_session_with_sets_alone_counts_as_one_of_the_day(patient, session, roll):
    session.log_set(roll, uuid7(), "none", 1, 10)
    assert Session.start(patient, uuid7()).number_of_day == 2


def test_the_day_is_about_the_version_of_sets_alone(patient, session, plan, roll, therapist):
    session.log_set(roll, uuid7(), "none", 1, 10)
    newer = plan.program.open_draft()
    newer.prescriptions.exclude(variation=roll.variation).delete()
    newer.send(by=therapist, revision=newer.revision)
    assert PatientDay.recompute(patient, patient.today()).sets_target == 6


# --- the end of a stretch ---------------------------------------------------


def test_all_sets_in_full_went_as_planned(session, hip):
    log_all(session, hip)
    log = session.close_stretch(hip, uuid7())
    assert outcome(log) == (True, False, False)
    assert (log.pain, log.reason, log.lowest_place_felt) == (None, "", "")


def test_more_than_asked_went_as_planned(session, roll):
    log_all(session, roll, 12)
    assert outcome(session.close_stretch(roll, uuid7())) == (True, False, False)


@pytest.mark.parametrize(
    "sets",
    [
        {},
        {("left", 1): 30, ("right", 1): 30, ("left", 2): 30},  # one missing
        {("left", 1): 30, ("right", 1): 30, ("left", 2): 30, ("right", 2): 29},  # one short
    ],
)
def test_a_missing_or_short_set_is_cut_short(session, hip, sets):
    for (side, number), done in sets.items():
        session.log_set(hip, uuid7(), side, number, done)
    log = session.close_stretch(hip, uuid7(), reason="tired")
    assert outcome(log) == (False, True, False)
    assert log.reason == "tired"


def test_skipped_is_what_has_no_set(session, roll, press):
    assert outcome(session.close_stretch(roll, uuid7(), skipped=True)) == (False, False, True)
    session.log_set(press, uuid7(), "none", 1, 3)
    assert outcome(session.close_stretch(press, uuid7(), skipped=True)) == (False, True, False)
    assert current(press) == {("none", 1): 3}


def test_the_same_end_again_is_there_already(session, roll):
    key = uuid7()
    first = session.close_stretch(roll, key, pain=2)
    log_all(session, roll)  # what was posted is the same, whatever the sets say now
    again = session.close_stretch(roll, key, pain=2)
    assert (again, again.already, first.already) == (first, True, False)
    with pytest.raises(DifferentContent):
        session.close_stretch(roll, key, pain=3)
    assert StretchLog.objects.count() == 1


def test_a_second_end_corrects_and_keeps_what_it_does_not_answer(session, roll):
    first = session.close_stretch(roll, uuid7(), pain=4, lowest_place_felt="thigh", reason="pain")
    second = session.close_stretch(roll, uuid7(), pain=2)
    first.refresh_from_db()
    assert (first.current, second.current, second.replaces) == (False, True, first)
    assert (second.pain, second.lowest_place_felt, second.reason) == (2, "thigh", "pain")
    day = PatientDay.objects.get()
    assert (day.pain_n, day.pain_max) == (1, 2)


def test_a_set_after_the_end_says_anew_how_it_went(session, hip):
    log_all(session, hip)
    log = session.close_stretch(hip, uuid7())
    session.log_set(hip, uuid7(), "right", 2, 5)
    assert outcome(log) == (False, True, False)
    session.log_set(hip, uuid7(), "right", 2, 30)
    assert outcome(log) == (True, False, False)


def test_a_stretch_skipped_and_then_done_is_done(session, roll):
    log = session.close_stretch(roll, uuid7(), skipped=True)
    session.log_set(roll, uuid7(), "none", 1, 10)
    assert outcome(log) == (True, False, False)


def test_a_closed_or_finished_session_still_takes_sets(session, patient, roll, press):
    Session.start(patient, uuid7())
    session.log_set(roll, uuid7(), "none", 1, 10)
    session.finish(uuid7(), new_or_worse=False)
    session.log_set(press, uuid7(), "none", 1, 9)
    session.close_stretch(press, uuid7())
    session.refresh_from_db()
    assert session.state == "finished"
    assert PatientDay.objects.get().sets_done == 2


# --- paused days ------------------------------------------------------------


def test_a_paused_day_asks_for_nothing_and_asks_again_when_it_was_a_mistake(session, roll, press):
    session.log_set(roll, uuid7(), "none", 1, 10)
    assert PatientDay.objects.get().sets_target == 6
    of = uuid7()
    session.hurt(press, of)
    day = PatientDay.objects.get()
    assert (day.sets_target, day.sets_done, day.dose) == (0, 1, 0)
    session.log_set(press, uuid7(), "none", 1, 10)
    assert PatientDay.objects.get().sets_target == 0
    session.withdraw(of, uuid7())
    day = PatientDay.objects.get()
    assert (day.sets_target, day.sets_done, day.dose) == (6, 2, 2)


def test_days_before_the_pause_and_from_its_end_on_ask_as_ever(patient, plan):
    plan.program.pauses.create(
        patient=patient,
        from_date=patient.today() + timedelta(days=1),
        until=patient.today() + timedelta(days=3),
    )
    asked = [
        PatientDay.recompute(patient, patient.today() + timedelta(days=days)).sets_target
        for days in range(5)
    ]
    assert asked == [6, 0, 0, 6, 6]


@pytest.mark.parametrize("weekday", range(7))
def test_the_day_asks_for_what_each_row_asks_for(patient, plan, roll, hip, weekday):
    plan.prescriptions.filter(pk=roll.pk).update(weekdays=0b0010101, times_a_day=3)
    plan.prescriptions.filter(pk=hip.pk).update(weekdays=0b0001010)
    date = patient.today() + timedelta(days=weekday)
    asked = sum(row.sets_on(date) for row in plan.prescriptions.all())
    assert PatientDay.recompute(patient, date).sets_target == asked


# --- a start that comes late ------------------------------------------------


def test_a_start_before_the_open_session_is_closed_and_closes_nothing(patient, session, roll):
    late = Session.start(patient, uuid7(), now=NOW - timedelta(hours=3))
    session.refresh_from_db()
    assert (late.state, session.state) == ("closed", "open")
    late.log_set(roll, uuid7(), "none", 1, 10)
    late.finish(uuid7(), new_or_worse=False)
    session.refresh_from_db()
    assert (late.state, session.state) == ("finished", "open")
    assert Session.objects.at_hand(patient) == session


def test_a_start_may_follow_an_older_version_and_an_ended_program(patient, plan, therapist):
    newer = plan.program.open_draft()
    newer.send(by=therapist, revision=newer.revision)
    assert Session.start(patient, uuid7()).version == newer
    assert Session.start(patient, uuid7(), version=plan).version == plan
    plan.program.status, plan.program.ended_on = "ended", patient.today()
    plan.program.save()
    assert Session.start(patient, uuid7(), version=plan).version == plan


def test_the_same_start_with_other_answers_is_refused(patient, plan):
    key = uuid7()
    Session.start(patient, key, pain_before=2)
    with pytest.raises(DifferentContent):
        Session.start(patient, key, pain_before=3)
    assert Session.objects.get().pain_before == 2


def test_the_pain_before_counts_in_the_day_at_once(patient, plan):
    Session.start(patient, uuid7(), pain_before=3)
    day = PatientDay.objects.get()
    assert (day.pain_n, day.pain_max, day.sessions) == (1, 3, 0)
