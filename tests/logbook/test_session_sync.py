"""The batch a phone sends: every act stored once, refused with the reason, or there already."""

import json
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.urls import reverse

from logbook.keys import uuid7
from logbook.models import FinishLog, Flag, PatientDay, Session, SetLog, StretchLog
from tests.factories import make_exercise, make_version

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)  # nine in the morning in New York


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def old_plan(plan):
    plan.effective_on = date(2026, 1, 1)
    plan.save(update_fields=["effective_on"])
    return plan


@pytest.fixture
def send(as_user, patient):
    """`send(items)` posts one batch as the patient's phone does; the response."""

    def post(items, owner=None, sent_at=None, **client):
        body = {
            "owner": str(owner or patient.code),
            "sent_at": stamp(sent_at or NOW),
            "items": items,
        }
        return as_user(patient).post(
            reverse("session_sync"), json.dumps(body), content_type="application/json", **client
        )

    return post


@pytest.fixture
def results(send):
    """`results(items)`: what became of each, or why it was refused."""

    def post(items, **more):
        answers = send(items, **more).json()["answers"]
        assert [answer["key"] for answer in answers] == [item["key"] for item in items]
        return [answer["why"] or answer["result"] for answer in answers]

    return post


def stamp(moment):
    return moment.isoformat().replace("+00:00", "Z")


def act(name, at=NOW, **fields):
    return {"key": str(uuid7()), "act": name, "at": stamp(at)} | fields


def start(at=NOW, **fields):
    return act("start", at, zone="America/New_York", version="") | fields


def one_set(session, prescription, number=1, side="none", done=10, at=NOW):
    return act(
        "set",
        at,
        session=session["key"],
        prescription=str(prescription.code),
        side=side,
        number=number,
        done=done,
    )


def end(session, prescription, at=NOW, **fields):
    of = {"session": session["key"], "prescription": str(prescription.code)}
    said = {"pain": None, "reason": "", "lowest_place_felt": "", "skipped": False}
    return act("stretch", at, **of, **said | fields)


def hurt(session, prescription):
    return act("hurt", session=session["key"], prescription=str(prescription.code))


def finish(session, at=NOW, **fields):
    said = {"pain_after": None, "effort": None, "new_or_worse": False, "note": ""}
    return act("finish", at, session=session["key"], **said | fields)


def whole_session(plan, at=NOW, minutes=1, **fields):
    """Every act of one session done as prescribed, a minute apart."""
    acts = [start(at, **fields)]
    moments = (at + timedelta(minutes=minutes * n) for n in range(1, 100))
    for row in plan.prescriptions.in_region_order():
        for side, number in row.slots:
            acts.append(one_set(acts[0], row, number, side, row.target, next(moments)))
        acts.append(end(acts[0], row, next(moments)))
    acts.append(finish(acts[0], next(moments)))
    return acts


def counts():
    models = (Session, SetLog, StretchLog, FinishLog)
    return tuple(model.objects.count() for model in models)


# --- stored, already there --------------------------------------------------


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
