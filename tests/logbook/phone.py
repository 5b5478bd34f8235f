"""What a phone would send: the acts of a session, as the guided session queues them."""

from datetime import UTC, datetime, timedelta

from logbook.keys import uuid7
from logbook.models import FinishLog, Session, SetLog, StretchLog

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)  # nine in the morning in New York

# Why an act is refused.
UNREADABLE = "We could not read this."
NO_SESSION = "The session this belongs to is not saved."
NOT_IN_PLAN = "This stretch is not in your plan."
OUT_OF_RANGE = "The number is out of range."
SCALE = "Choose a number from 0 to 10."
SAVED_BEFORE = "This was saved before with other answers."


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
