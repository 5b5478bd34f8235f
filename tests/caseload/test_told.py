"""What a patient told, act by act: read as (what, words, quote)."""

from datetime import timedelta

import pytest
import time_machine

from caseload.flags import flags_of
from caseload.places import lowest_by_session, places_told
from caseload.told import told_in
from logbook.keys import uuid7
from logbook.models import Message, Session
from tests.caseload.history import make_program, noon
from tests.factories import make_exercise
from tests.logbook.phone import NOW


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def row(patient):
    version = make_program(patient, exercise=make_exercise("press-up", name="Press up"))
    return version.prescriptions.get()


def start(patient, days_ago, **answers):
    return Session.start(patient, uuid7(), now=noon(patient, days_ago), **answers)


def told(patient, *sessions):
    acts = told_in(list(sessions), flags_of(patient, "en"), places_told(patient), patient, "en")
    return [(act.what, act.words, act.quote) for act in acts]


def minute(patient, days_ago, minutes):
    return noon(patient, days_ago) + timedelta(minutes=minutes)


def test_every_act_in_order(patient, row):
    before = start(patient, 3)
    before.close_stretch(row, uuid7(), lowest_place_felt="thigh", now=minute(patient, 3, 2))
    session = start(patient, 1, pain_before=4, since_last="worse", new_or_worse_before=True)
    session.hurt(row, uuid7(), now=minute(patient, 1, 1))
    session.close_stretch(
        row,
        uuid7(),
        pain=7,
        lowest_place_felt="foot",
        reason="pain",
        now=minute(patient, 1, 2),
    )
    session.finish(
        uuid7(), new_or_worse=True, pain_after=8, note="It tingles.", now=minute(patient, 1, 9)
    )
    Message.write(patient, uuid7(), "Please call me.", session=session, now=minute(patient, 1, 10))
    when = f"{noon(patient, 3):%b} {noon(patient, 3).day}"
    lower = f"Lowest place felt: foot, was thigh on {when}."

    assert told(patient, session) == [
        (
            "Before the session",
            "Something is new or worse. Worse since the last session. Pain 4.",
            "",
        ),
        ("Press up", "Pressed “This hurts”: sharp, new or worse pain.", ""),
        (
            "Press up",
            f"Pain 7, the limit is 7. {lower} Stopped early. Why: pain.",
            "",
        ),
        (
            "After the session",
            "Something is new or worse. Pain 8, the limit is 7.",
            "It tingles.",
        ),
        ("Wrote", "", "Please call me."),
    ]


def test_what_was_corrected_and_taken_back_stays_to_be_read(patient, row):
    session = start(patient, 1)
    key = uuid7()
    session.finish(key, new_or_worse=True, now=minute(patient, 1, 5))
    session.withdraw(key, uuid7(), now=minute(patient, 1, 6))

    acts = told_in([session], flags_of(patient, "en"), [], patient, "en")

    assert [(act.what, act.words, act.until_now) for act in acts] == [
        ("After the session", "Something is new or worse.", False),
        ("Taken back", "New or worse pain.", True),
    ]


def test_a_quiet_session_told_nothing(patient, row):
    session = start(patient, 1)
    session.finish(uuid7(), new_or_worse=False)
    assert told(patient, session) == []


def test_the_lowest_place_of_each_of_the_last_four_sessions_that_answered(patient, row):
    for days_ago, place in enumerate(["foot", "thigh", "", "buttock", "buttock", "back"]):
        session = start(patient, days_ago)
        now = minute(patient, days_ago, 1)
        session.close_stretch(row, uuid7(), lowest_place_felt=place, now=now)
        if place == "foot":  # asked again in the same session: the lowest one counts
            session.close_stretch(row, uuid7(), lowest_place_felt=place, now=now)
    series = lowest_by_session(places_told(patient))
    assert [(place.value, is_lower) for _date, place, is_lower in series] == [
        ("buttock", True),
        ("buttock", False),
        ("thigh", True),
        ("foot", True),
    ]
