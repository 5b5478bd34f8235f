"""The batch a phone sends: every act is stored once, or there already."""

import uuid
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from logbook.models import Flag, PatientDay, Session, SetLog, StretchLog
from tests.logbook.phone import (
    NOW,
    act,
    counts,
    end,
    finish,
    hurt,
    one_set,
    start,
    whole_session,
)

pytestmark = pytest.mark.usefixtures("on_tuesday")


# --- stored, already there ---


def test_a_whole_session_is_stored_as_prescribed(results, plan, patient):
    items = whole_session(plan, NOW - timedelta(minutes=20))
    assert results(items) == ["stored"] * 11
    session = Session.objects.get()
    assert (session.state, session.version, session.number_of_day) == ("finished", plan, 1)
    assert (session.started_at, session.finished_at) == (
        NOW - timedelta(minutes=20),
        NOW - timedelta(minutes=10),
    )
    sets = SetLog.objects.values_list("prescription", "side", "number", "reps", "held_seconds")
    assert sorted(sets) == sorted(
        (row.pk, side, number, row.reps, row.hold_seconds)
        for row in plan.prescriptions.all()
        for side, number in row.slots
    )
    assert set(StretchLog.objects.values_list("as_planned", "cut_short", "skipped")) == {
        (True, False, False)
    }
    day = PatientDay.objects.get()
    assert (day.sets_done, day.sets_target, day.dose, day.sessions) == (6, 6, 6, 1)


def test_the_same_batch_again_changes_nothing(results, plan):
    items = whole_session(plan)
    results(items)
    before = counts()
    assert results(items) == ["already"] * 11
    assert counts() == before == (1, 6, 3, 1)


def test_a_batch_cut_in_two_is_the_same_session(results, plan):
    items = whole_session(plan)
    assert results(items[:4]) == ["stored"] * 4
    assert results(items[3:]) == ["already"] + ["stored"] * 7
    assert counts() == (1, 6, 3, 1)


def test_two_sessions_done_offline_come_in_one_batch(results, plan, patient):
    first = whole_session(plan, NOW - timedelta(hours=5))
    second = whole_session(plan, NOW - timedelta(hours=1), pain_before=2, since_last="better")
    assert results(first + second) == ["stored"] * 22
    sessions = Session.objects.order_by("started_at")
    assert [(s.state, s.number_of_day, s.pain_before) for s in sessions] == [
        ("finished", 1, None),
        ("finished", 2, 2),
    ]
    assert PatientDay.objects.get().sets_done == 12


def test_a_session_left_without_an_end_is_closed_by_the_next(results, plan):
    results([*whole_session(plan, NOW - timedelta(hours=5))[:5], start()])
    assert sorted(Session.objects.values_list("state", flat=True)) == ["closed", "open"]


def test_the_answers_before_are_stored_as_given(results, plan, patient):
    told = {"pain_before": 0, "since_last": "worse", "new_or_worse": False}
    assert results([start(NOW - timedelta(minutes=3)) | told]) == ["stored"]
    session = Session.objects.get()
    assert (session.pain_before, session.since_last) == (0, "worse")
    assert (session.new_or_worse_before, session.zone) == (False, "America/New_York")
    assert session.phone_time == NOW - timedelta(minutes=3)


@pytest.mark.parametrize("answer", [None, ...])
def test_what_was_not_answered_before_stays_unanswered(results, plan, answer):
    told = {} if answer is ... else {"pain_before": answer, "new_or_worse": answer}
    results([start(**told)])
    session = Session.objects.get()
    assert (session.pain_before, session.since_last, session.new_or_worse_before) == (
        None,
        "",
        None,
    )


def test_a_stretch_cut_short_hurt_or_skipped_says_so(results, plan, roll, press, hip):
    begin = start()
    items = [
        begin,
        one_set(begin, roll, done=4),
        end(begin, roll, pain=3, reason="pain", lowest_place_felt="buttock"),
        end(begin, press, skipped=True),
        one_set(begin, hip, side="left", done=30),
    ]
    assert results(items) == ["stored"] * 5
    short, skipped = StretchLog.objects.order_by("id")
    assert (short.cut_short, short.pain, short.reason) == (True, 3, "pain")
    assert short.lowest_place_felt == "buttock"
    assert (skipped.skipped, skipped.pain) == (True, None)


def test_the_note_and_the_answers_at_the_end_are_kept(results, plan):
    begin = start()
    note = "  Kneeling was <b>easier</b> — “much”.\nThe towel helped. "
    results([begin, finish(begin, pain_after=0, effort=4, note=note)])
    session = Session.objects.get()
    assert (session.pain_after, session.effort, session.new_or_worse) == (0, 4, False)
    assert session.note == note.strip()


def test_another_key_on_a_taken_slot_is_a_correction(results, plan, roll):
    begin = start()
    items = [begin, one_set(begin, roll, done=10), one_set(begin, roll, done=6)]
    assert results(items) == ["stored"] * 3
    assert SetLog.objects.get(current=True).done == 6
    assert results(items) == ["already"] * 3
    assert SetLog.objects.count() == 2


# --- flags ---


def test_what_hurts_pauses_the_program_and_can_be_taken_back(results, plan, patient, roll):
    begin = start()
    stop = hurt(begin, roll)
    assert results([begin, stop]) == ["stored"] * 2
    assert Flag.objects.get().reason == "sharp-pain"
    assert patient.pauses.get().until is None
    undo = act("withdraw", session=begin["key"], of=stop["key"])
    assert results([begin, stop, undo]) == ["already", "already", "stored"]
    assert results([undo]) == ["already"]
    assert Flag.objects.get().withdrawn_at == NOW
    assert patient.pauses.get().until == patient.today()


def test_something_new_before_the_session_is_flagged(results, plan):
    begin = start(new_or_worse=True, pain_before=9)
    results([begin])
    flags = Flag.objects.values_list("reason", "key")
    assert sorted(flags) == [
        ("new-or-worse", uuid.UUID(begin["key"])),
        ("pain-at-limit", uuid.UUID(begin["key"])),
    ]


def test_acts_of_a_paused_program_are_taken(results, plan, patient, roll, press):
    begin = start()
    items = [begin, hurt(begin, roll), one_set(begin, press), finish(begin)]
    assert results([*items, start()]) == ["stored"] * 5


# --- late ---


def test_a_session_older_than_the_open_one_is_stored_and_closes_nothing(results, session, plan):
    late = whole_session(plan, NOW - timedelta(hours=4))
    assert results(late[:-1]) == ["stored"] * 10
    session.refresh_from_db()
    assert session.state == "open"
    assert Session.objects.get(key=late[0]["key"]).state == "closed"
    assert results(late) == ["already"] * 10 + ["stored"]
    session.refresh_from_db()
    assert session.state == "open"


def test_a_session_of_the_version_before_is_taken(results, plan, therapist, roll):
    newer = plan.program.open_draft()
    newer.send(by=therapist, revision=newer.revision)
    items = whole_session(plan, version=f"{plan.program.code}/1")
    assert results(items) == ["stored"] * 11
    assert Session.objects.get().version == plan


def test_without_a_version_it_is_the_one_in_effect(results, plan, therapist):
    newer = plan.program.open_draft()
    newer.send(by=therapist, revision=newer.revision)
    assert results([start(version=""), start(version=None)]) == ["stored"] * 2
    assert set(Session.objects.values_list("version", flat=True)) == {newer.pk}


def test_a_program_ended_meanwhile_still_takes_what_was_done(results, plan, patient):
    plan.program.status, plan.program.ended_on = "ended", patient.today()
    plan.program.save()
    assert results(whole_session(plan, version=f"{plan.program.code}/1")) == ["stored"] * 11


# --- a database that gives way ---


def test_a_database_down_half_way_keeps_what_is_stored_and_the_rest_comes_again(
    send, results, as_user, patient, plan, monkeypatch
):
    items = whole_session(plan)
    recompute, calls = PatientDay.recompute.__func__, []

    def gives_way(cls, *args):
        calls.append(args)
        if len(calls) == 4:
            raise OperationalError("disk I/O error")
        return recompute(cls, *args)

    monkeypatch.setattr(PatientDay, "recompute", classmethod(gives_way))
    as_user(patient).raise_request_exception = False
    answer = send(items)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    # On PostgreSQL a request is one transaction (people/wall.py): of one that failed nothing stays.
    kept = 0 if connection.vendor == "postgresql" else 4
    assert SetLog.objects.count() == kept // 2
    monkeypatch.undo()
    assert results(items) == ["already"] * kept + ["stored"] * (11 - kept)
    assert counts() == (1, 6, 3, 1)


# --- what it costs ---


def test_queries_of_one_set_are_pinned(send, session, hip, own_queries):
    mine = {"key": str(session.key)}
    send([one_set(mine, hip, 1, "left")])
    # sessions and prescriptions of the batch; key or slot, set; the day: read, upsert
    assert own_queries(lambda: send([one_set(mine, hip, 1, "right")])) == 2 + 4


def test_queries_of_a_batch_grow_by_the_acts_alone(send, session, hip, own_queries):
    mine = {"key": str(session.key)}
    send([one_set(mine, hip, 1, "left")])
    items = [one_set(mine, hip, *slot) for slot in ((1, "right"), (2, "left"), (2, "right"))]
    assert own_queries(lambda: send(items)) == 2 + 3 * 4
