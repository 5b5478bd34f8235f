"""The verbs of a session: start, log a stretch, finish; keys, slots, corrections."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction

from logbook.keys import set_key, uuid7
from logbook.models import (
    DifferentContent,
    FinishLog,
    NoPlan,
    PatientDay,
    Session,
    SetLog,
    StretchLog,
)
from programs.models import Program, ProgramPause
from tests.factories import make_exercise, make_version

# --- start ------------------------------------------------------------------


def test_start_begins_a_session_of_the_version_in_effect(plan, patient):
    session = Session.start(patient, uuid7())
    assert (session.version, session.number_of_day, session.state) == (plan, 1, "open")
    assert session.local_date == patient.today()


def test_the_same_key_starts_once(plan, patient):
    key = uuid7()
    assert Session.start(patient, key) == Session.start(patient, key)
    assert Session.objects.count() == 1


def test_a_new_start_closes_the_open_session(session, patient, roll):
    session.log_stretch(roll, uuid7())
    second = Session.start(patient, uuid7())
    session.refresh_from_db()
    assert (session.state, second.state, second.number_of_day) == ("closed", "open", 2)


def test_a_session_without_a_log_does_not_count_as_one_of_the_day(session, patient):
    assert Session.start(patient, uuid7()).number_of_day == 1


def test_no_start_without_a_plan(patient):
    with pytest.raises(NoPlan):
        Session.start(patient, uuid7())
    assert not Session.objects.exists()


def test_no_start_after_the_program_has_ended(plan, patient):
    plan.program.status, plan.program.ended_on = "ended", patient.today()
    plan.program.save()
    with pytest.raises(NoPlan):
        Session.start(patient, uuid7())


def test_the_database_itself_takes_one_open_session(session, patient, plan):
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.create(
            patient=patient,
            key=uuid7(),
            version=plan,
            started_at=session.started_at,
            zone=session.zone,
            local_date=session.local_date,
        )


# --- days and zones ---------------------------------------------------------


@pytest.fixture
def old_plan(plan):
    plan.effective_on = date(2026, 1, 1)
    plan.save(update_fields=["effective_on"])
    return plan


@pytest.mark.parametrize(
    ("instant", "zone", "day"),
    [
        ("2026-11-24T04:59:59Z", "", date(2026, 11, 23)),  # New York, a second before midnight
        ("2026-11-24T05:00:00Z", "", date(2026, 11, 24)),
        ("2026-11-24T05:00:00Z", "America/Los_Angeles", date(2026, 11, 23)),
        ("2026-11-23T20:00:00Z", "Pacific/Auckland", date(2026, 11, 24)),
        ("2026-11-24T04:59:59Z", "Mars/Olympus_Mons", date(2026, 11, 23)),
        ("2026-11-01T05:30:00Z", "", date(2026, 11, 1)),  # the hour that comes twice
        ("2028-02-29T12:00:00Z", "", date(2028, 2, 29)),
    ],
)
def test_the_day_is_the_one_on_the_phone(old_plan, patient, instant, zone, day):
    with time_machine.travel(datetime.fromisoformat(instant), tick=False):
        session = Session.start(patient, uuid7(), zone=zone)
    assert session.local_date == day
    assert session.zone == (patient.zone if zone in {"", "Mars/Olympus_Mons"} else zone)


def test_an_unknown_zone_is_not_stored(old_plan, patient):
    assert Session.start(patient, uuid7(), zone="../../etc").zone == patient.zone


def test_sets_after_midnight_belong_to_the_day_of_their_session(old_plan, patient, roll, press):
    with time_machine.travel(datetime(2026, 11, 24, 4, 55, tzinfo=UTC), tick=False) as clock:
        session = Session.start(patient, uuid7())
        session.log_stretch(roll, uuid7())
        clock.shift(600)
        assert Session.objects.at_hand(patient) == session
        session.log_stretch(press, uuid7())
    assert {log.local_date for log in SetLog.objects.all()} == {date(2026, 11, 23)}
    assert [day.sets_done for day in PatientDay.objects.all()] == [2]


def test_a_session_only_begun_is_over_once_a_newer_version_holds(session, patient, roll):
    assert Session.objects.at_hand(patient) == session

    draft = Program.open_for(patient).open_draft()
    assert Session.objects.at_hand(patient) == session
    draft.send(by=None, revision=draft.revision)

    assert Session.objects.at_hand(patient) is None
    session.log_stretch(roll, uuid7())
    assert Session.objects.at_hand(patient) == session


def test_a_session_only_begun_is_over_with_its_program(session, patient, roll):
    session.version.program.end(patient.today())
    assert Session.objects.at_hand(patient) is None
    session.log_stretch(roll, uuid7())
    assert Session.objects.at_hand(patient) == session


def test_pain_told_late_of_an_ended_program_pauses_the_open_one(session, patient, roll):
    session.version.program.end(patient.today())
    make_version(patient, make_exercise())
    flag = session.hurt(roll, uuid7())
    assert flag.pause.program == Program.objects.get(patient=patient, status="open")
    assert ProgramPause.objects.of(patient) == flag.pause


def test_yesterdays_finished_session_is_not_at_hand(old_plan, patient):
    with time_machine.travel(datetime(2026, 11, 24, 4, 55, tzinfo=UTC), tick=False) as clock:
        Session.start(patient, uuid7()).finish(uuid7(), new_or_worse=False)
        assert Session.objects.at_hand(patient)
        clock.shift(600)
        assert Session.objects.at_hand(patient) is None


def test_a_session_left_open_is_not_at_hand_the_next_evening(old_plan, patient):
    with time_machine.travel(datetime(2026, 11, 23, 23, 0, tzinfo=UTC), tick=False) as clock:
        Session.start(patient, uuid7())
        clock.shift(24 * 3600)
        assert Session.objects.at_hand(patient) is None


# --- log a stretch ----------------------------------------------------------


def rows(prescription):
    logs = SetLog.objects.filter(prescription=prescription, current=True)
    return {(row.side, row.number): row.done for row in logs}


def test_as_planned_writes_every_set_at_its_target(session, hip):
    log = session.log_stretch(hip, uuid7())
    assert (log.as_planned, log.cut_short, log.pain, log.reason) == (True, False, None, "")
    assert rows(hip) == {(side, n): 30 for side in ("left", "right") for n in (1, 2)}
    assert set(SetLog.objects.values_list("held_seconds", "reps", "target")) == {(30, None, 30)}


def test_numbers_are_stored_as_told_and_a_cut_set_is_known(session, roll):
    log = session.log_stretch(roll, uuid7(), {("none", 1): 8}, pain=0, reason="tired")
    assert (log.as_planned, log.cut_short, log.pain, log.reason) == (False, True, 0, "tired")
    assert rows(roll) == {("none", 1): 8}


def test_each_set_has_a_key_of_its_own(session, hip):
    key = uuid7()
    session.log_stretch(hip, key)
    assert set(SetLog.objects.values_list("key", flat=True)) == {
        set_key(key, side, number) for side, number in hip.slots
    }


def test_the_same_key_with_the_same_content_answers_again(session, roll):
    key = uuid7()
    first = session.log_stretch(roll, key, {("none", 1): 8}, pain=2)
    again = session.log_stretch(roll, key, {("none", 1): 8}, pain=2)
    assert again == first
    assert (StretchLog.objects.count(), SetLog.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "other", [{"sets": {("none", 1): 9}}, {"pain": 3}, {"reason": "pain"}, {"skipped": True}]
)
def test_the_same_key_with_other_content_is_refused(session, roll, other):
    key = uuid7()
    told = {"sets": {("none", 1): 8}, "pain": 2}
    session.log_stretch(roll, key, **told)
    with pytest.raises(DifferentContent):
        session.log_stretch(roll, key, **told | other)
    assert rows(roll) == {("none", 1): 8}
    assert StretchLog.objects.get().pain == 2


def test_the_same_key_for_another_stretch_is_refused(session, roll, press):
    key = uuid7()
    session.log_stretch(roll, key)
    with pytest.raises(DifferentContent):
        session.log_stretch(press, key)


def test_another_key_on_a_taken_slot_is_a_correction(session, hip):
    first = session.log_stretch(hip, uuid7())
    sets = dict.fromkeys(hip.slots, 30) | {("right", 2): 12}
    second = session.log_stretch(hip, uuid7(), sets)
    first.refresh_from_db()
    assert (first.current, second.current, second.replaces) == (False, True, first)
    assert rows(hip) == sets
    old, new = SetLog.objects.filter(side="right", number=2).order_by("id")
    assert (old.current, old.done, new.done, new.replaces) == (False, 30, 12, old)
    assert SetLog.objects.count() == 5  # the three unchanged sets keep their rows


def test_a_correction_of_a_correction_keeps_all_three(session, roll):
    for done in (10, 8, 10):
        session.log_stretch(roll, uuid7(), {("none", 1): done})
    assert [row.done for row in SetLog.objects.order_by("id")] == [10, 8, 10]
    assert [row.current for row in SetLog.objects.order_by("id")] == [False, False, True]


def test_an_old_key_again_after_a_correction_changes_nothing(session, roll):
    key = uuid7()
    first = session.log_stretch(roll, key, {("none", 1): 10})
    session.log_stretch(roll, uuid7(), {("none", 1): 8})
    assert session.log_stretch(roll, key, {("none", 1): 10}) == first
    assert rows(roll) == {("none", 1): 8}


def test_a_skipped_stretch_has_no_sets(session, roll):
    session.log_stretch(roll, uuid7(), {("none", 1): 8})
    log = session.log_stretch(roll, uuid7(), skipped=True, reason="no-time")
    assert (log.skipped, log.as_planned, log.cut_short) == (True, False, False)
    assert rows(roll) == {}
    assert PatientDay.objects.get().sets_done == 0
    session.log_stretch(roll, uuid7())
    assert rows(roll) == {("none", 1): 10}


def test_a_finished_session_can_be_corrected(session, roll):
    session.log_stretch(roll, uuid7())
    session.finish(uuid7(), new_or_worse=False)
    session.log_stretch(roll, uuid7(), {("none", 1): 5})
    assert rows(roll) == {("none", 1): 5}
    session.refresh_from_db()
    assert session.state == "finished"


def test_a_stretch_of_another_version_is_refused(session, other_patient):
    foreign = make_version(other_patient, make_exercise()).prescriptions.get()
    with pytest.raises(ValueError):
        session.log_stretch(foreign, uuid7())
    assert not StretchLog.objects.exists()


@pytest.mark.parametrize("done", [-1, 201])
def test_numbers_out_of_range_save_nothing(session, roll, done):
    with pytest.raises(IntegrityError), transaction.atomic():
        session.log_stretch(roll, uuid7(), {("none", 1): done})
    assert (StretchLog.objects.count(), SetLog.objects.count()) == (0, 0)
    assert not PatientDay.objects.exists()


def test_a_set_always_has_a_target_to_be_a_share_of(session, roll):
    session.log_stretch(roll, uuid7())
    with pytest.raises(IntegrityError), transaction.atomic():
        SetLog.objects.update(target=0)


# --- finish -----------------------------------------------------------------


def test_finish_keeps_unanswered_as_unanswered(session):
    session.finish(uuid7(), new_or_worse=False)
    session.refresh_from_db()
    assert (session.state, session.pain_after, session.effort) == ("finished", None, None)
    assert session.new_or_worse is False
    assert session.finished_at


def test_finish_twice_with_one_key_is_once(session):
    key = uuid7()
    first = session.finish(key, new_or_worse=True, pain_after=3)
    assert session.finish(key, new_or_worse=True, pain_after=3) == first
    with pytest.raises(DifferentContent):
        session.finish(key, new_or_worse=False, pain_after=3)
    assert FinishLog.objects.count() == 1


def test_changed_answers_keep_both_and_the_time_of_the_first(session):
    session.finish(uuid7(), new_or_worse=True, note="It hurts")
    at = session.finished_at
    session.finish(uuid7(), new_or_worse=False, note="Pressed yes by mistake")
    session.refresh_from_db()
    assert (session.new_or_worse, session.finished_at) == (False, at)
    old, new = FinishLog.objects.order_by("id")
    assert (old.current, old.new_or_worse, new.current, new.replaces) == (False, True, True, old)
