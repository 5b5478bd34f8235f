"""What the phone is told: opaque ids and numbers, and how far a session is."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from logbook.keys import uuid7
from logbook.models import Session
from programs.models import Prescription
from tests.factories import make_exercise, make_prescription, make_version
from tests.logbook.phone import NOW

pytestmark = pytest.mark.usefixtures("on_tuesday")


@pytest.fixture
def told(as_user, patient):
    def ask():
        return as_user(patient).get(reverse("session_plan")).json()

    return ask


def test_the_whole_answer_before_a_session(told, patient, plan, roll, press, hip):
    Prescription.objects.filter(pk=press.pk).update(note="Hands nearer each time.")
    assert told() == {
        "owner": str(patient.code),
        "now": "2026-11-24T14:00:00Z",
        "version": f"{plan.program.code}/1",
        "date": "2026-11-24",
        "number_of_day": 1,
        "pain_limit": 7,
        "look": "standard",
        "state": "due",
        "rows": [
            {
                "code": str(roll.code),
                "stretch": roll.variation.opaque_id,
                "kind": "mobility",
                "sides": ["none"],
                "swaps": [],
                "sets": 1,
                "reps": 10,
                "seconds_on": 2,
                "seconds_off": 2,
                "hold_seconds": None,
                "rest_seconds": None,
                "lowest_place_before": "",
            },
            {
                "code": str(press.code),
                "stretch": press.variation.opaque_id,
                "kind": "mobility",
                "sides": ["none"],
                "swaps": [],
                "sets": 1,
                "reps": 10,
                "seconds_on": 2,
                "seconds_off": 2,
                "hold_seconds": None,
                "rest_seconds": None,
                "lowest_place_before": "",
            },
            {
                "code": str(hip.code),
                "stretch": hip.variation.opaque_id,
                "kind": "muscle",
                "sides": ["left", "right"],
                "swaps": [],
                "sets": 2,
                "reps": None,
                "seconds_on": None,
                "seconds_off": None,
                "hold_seconds": 30,
                "rest_seconds": 10,
                "lowest_place_before": "",
            },
        ],
        "session": None,
        "therapist": "Dana",
        "reply": None,
        "notes": {str(press.code): "Hands nearer each time."},
    }


def test_a_session_goes_on_where_it_stopped(told, session, roll, press, hip):
    session.log_set(roll, uuid7(), "none", 1, 10)
    session.close_stretch(roll, uuid7())
    session.close_stretch(press, uuid7(), skipped=True)
    session.log_set(hip, uuid7(), "left", 1, 30)
    session.log_set(hip, uuid7(), "right", 1, 12)
    answer = told()
    assert (answer["state"], answer["number_of_day"]) == ("due", 1)
    assert answer["session"] == {
        "key": str(session.key),
        "started_at": "2026-11-24T14:00:00Z",
        "sets": [
            {"prescription": str(roll.code), "side": "none", "number": 1, "done": 10},
            {"prescription": str(hip.code), "side": "left", "number": 1, "done": 30},
            {"prescription": str(hip.code), "side": "right", "number": 1, "done": 12},
        ],
        "stretches": [
            {"prescription": str(roll.code), "state": "done"},
            {"prescription": str(press.code), "state": "skipped"},
        ],
    }


def test_a_corrected_set_is_told_once_as_it_is_now(told, session, roll):
    session.log_set(roll, uuid7(), "none", 1, 10)
    session.log_set(roll, uuid7(), "none", 1, 6)
    assert [row["done"] for row in told()["session"]["sets"]] == [6]


def test_an_open_session_keeps_its_day_and_version_past_midnight(told, plan, patient, therapist):
    with time_machine.travel(datetime(2026, 11, 25, 4, 50, tzinfo=UTC), tick=False) as clock:
        session = Session.start(patient, uuid7())
        session.log_stretch(plan.prescriptions.first(), uuid7())
        draft = plan.program.open_draft()
        draft.send(by=therapist, revision=draft.revision)
        clock.shift(1200)
        answer = told()
    assert answer["session"]["key"] == str(session.key)
    assert (answer["date"], answer["version"]) == ("2026-11-24", f"{plan.program.code}/1")


def test_after_the_only_session_of_the_day_it_is_done(told, session):
    session.finish(uuid7(), new_or_worse=False)
    answer = told()
    assert (answer["state"], answer["session"]) == ("done", None)
    assert len(answer["rows"]) == 3


def test_the_second_session_of_a_day_has_what_is_asked_twice(told, plan, session, roll):
    plan.prescriptions.filter(pk=roll.pk).update(times_a_day=2)
    session.log_stretch(roll, uuid7())
    session.finish(uuid7(), new_or_worse=False)
    answer = told()
    assert (answer["state"], answer["number_of_day"]) == ("due", 2)
    assert [row["code"] for row in answer["rows"]] == [str(roll.code)]


def test_on_a_rest_day_every_stretch_is_there_for_who_likes(told, plan):
    plan.prescriptions.update(weekdays=0b0010001)  # Monday and Friday
    answer = told()
    assert (answer["state"], len(answer["rows"])) == ("rest", 3)


def test_a_paused_program_says_so_and_a_session_in_it_can_still_be_finished(told, session, roll):
    session.hurt(roll, uuid7())
    answer = told()
    assert answer["state"] == "paused"
    assert answer["session"]["key"] == str(session.key)


def test_without_a_program_there_is_nothing(told, patient):
    answer = told()
    assert (answer["state"], answer["version"], answer["rows"]) == ("none", "", [])


def test_the_lowest_place_is_of_the_newest_answer_about_this_way(told, patient, session, press):
    session.close_stretch(press, uuid7(), lowest_place_felt="thigh")
    session.close_stretch(press, uuid7(), lowest_place_felt="buttock")
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        Session.start(patient, uuid7()).close_stretch(press, uuid7())  # not answered
        places = [row["lowest_place_before"] for row in told()["rows"]]
    assert places == ["", "buttock", ""]


def test_limit_and_look_are_the_patients_own(told, plan, patient):
    patient.pain_limit, patient.look = 5, "older"
    patient.save()
    assert (told()["pain_limit"], told()["look"]) == (5, "older")


def test_nothing_of_the_patient_or_of_anybody_else_is_in_it(
    told, as_user, session, patient, other_patient, therapist
):
    make_version(other_patient, make_exercise(name="Canary stretch"), by=therapist)
    theirs = Session.start(other_patient, uuid7())
    mine = json.dumps(told())
    for name in ("Maria", "Delgado", "example.com", "Press up", "press-up", "Canary"):
        assert name not in mine
    for foreign in (theirs.key, other_patient.code, other_patient.prescriptions.get().code):
        assert str(foreign) not in mine


def test_it_is_kept_nowhere(as_user, patient, plan):
    assert "no-store" in as_user(patient).get(reverse("session_plan")).headers["Cache-Control"]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("state", ["before", "open"])
def test_queries_do_not_grow_with_the_program(
    as_user, patient, therapist, own_queries, rows, state
):
    draft = make_version(patient, sent=False)
    prescriptions = [make_prescription(draft, note="Slowly.") for _ in range(rows)]
    draft.send(by=therapist, revision=draft.revision)
    if state == "open":
        session = Session.start(patient, uuid7())
        for prescription in prescriptions:
            session.log_set(prescription, uuid7(), "none", 1, 10)
            session.close_stretch(prescription, uuid7(), lowest_place_felt="back")
    client = as_user(patient)
    # session at hand, rows with their logs, easier ways, episode with therapist; open: the sets
    count = own_queries(lambda: client.get(reverse("session_plan")))
    assert count == 4 + (state == "open")
