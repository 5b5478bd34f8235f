"""A pause that a therapist plans: its days ask for nothing, and it goes on by itself."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from logbook.keys import uuid7
from logbook.models import Flag, PatientDay, Session, SpineRow
from programs.models import ProgramPause
from tests.factories import make_exercise, make_version

MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def version(clock, patient, therapist):
    return make_version(
        patient, make_exercise(name="Press up"), by=therapist, effective_on=date(2026, 11, 2)
    )


@pytest.fixture
def url(patient):
    return reverse("program_pause", args=[patient.code])


def today_of(client):
    return client.get(reverse("today")).content.decode()


def test_a_pause_from_today_without_an_end(as_user, therapist, patient, version, url):
    answer = as_user(therapist).post(url, {"reason": "ill"})
    assert answer.url == reverse("program", args=[patient.code])
    pause = ProgramPause.objects.get()
    assert (pause.from_date, pause.until, pause.reason) == (date(2026, 11, 23), None, "ill")
    assert pause.by == therapist
    page = as_user(therapist).get(reverse("program", args=[patient.code])).content.decode()
    assert "Paused since Nov 23: Ill." in page


def test_the_patient_reads_why_and_until_when_and_is_asked_for_nothing(
    as_user, therapist, patient, version, url
):
    as_user(therapist).post(url, {"reason": "away", "until": "2026-12-01"})
    client = as_user(patient)
    page = today_of(client)
    assert "Your plan has a break" in page
    assert "You are away, so no stretches are asked for." in page
    assert "It goes on by itself on Tuesday, December 1." in page
    assert "stop signs" not in page.lower()
    assert reverse("session_start") not in page
    answer = client.post(reverse("session_start"), {"key": uuid7(), "new_or_worse": "no"})
    assert answer.url == reverse("today")
    assert client.get(reverse("session_plan")).json()["state"] == "paused"
    assert Session.objects.count() == 0


def test_it_goes_on_by_itself_on_its_day(as_user, therapist, patient, version, url, clock):
    as_user(therapist).post(url, {"reason": "away", "until": "2026-12-01"})
    assert ProgramPause.objects.of(patient).reason == "away"
    clock.move_to(datetime(2026, 12, 1, 15, tzinfo=UTC))
    assert ProgramPause.objects.of(patient) is None
    page = today_of(as_user(patient))
    assert "Your plan has a break" not in page
    assert reverse("session_start") in page


def test_a_planned_pause_begins_by_itself_and_may_be_called_off(
    as_user, therapist, patient, version, url, clock
):
    days = {"from_date": "2026-11-26", "until": "2026-11-30"}
    as_user(therapist).post(url, {"reason": "away"} | days)
    assert "Your plan has a break" not in today_of(as_user(patient))
    page = as_user(therapist).get(url).content.decode()
    assert "Planned: Away, from Nov 26, goes on Nov 30." in page
    clock.move_to(datetime(2026, 11, 27, 15, tzinfo=UTC))
    assert "Your plan has a break" in today_of(as_user(patient))
    clock.move_to(MONDAY)
    client = as_user(therapist)
    client.post(url, {"cancel": "2026-11-26"})
    assert "Planned" not in client.get(url).content.decode()
    clock.move_to(datetime(2026, 11, 27, 15, tzinfo=UTC))
    assert "Your plan has a break" not in today_of(as_user(patient))


def test_days_that_were_counted_are_counted_anew(as_user, therapist, patient, version, url):
    patient_day = PatientDay.recompute(patient, date(2026, 11, 20))
    patient_day = PatientDay.objects.get(local_date=date(2026, 11, 20))
    assert patient_day.sets_target == 1
    as_user(therapist).post(url, {"reason": "ill", "from_date": "2026-11-19"})
    patient_day.refresh_from_db()
    assert patient_day.sets_target == 0


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Choose a reason."),
        ({"reason": "stop-signs"}, "Choose a reason."),
        ({"reason": "ill", "from_date": "2026-10-23"}, "The first day can be up to 30 days back."),
        ({"reason": "ill", "from_date": "2026-11-24"}, "A pause that begins later needs the day"),
        ({"reason": "ill", "until": "2026-11-23"}, "It goes on after the first day"),
        ({"reason": "ill", "until": "2099-11-23"}, "more than a year away"),
        ({"reason": "ill", "until": "soon"}, "Give the day it goes on as a date."),
        ({"reason": "ill", "from_date": "soon"}, "Give the first day as a date."),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(
    as_user, therapist, version, url, data, message
):
    answer = as_user(therapist).post(url, data)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert ProgramPause.objects.count() == 0


@pytest.mark.parametrize("first", ["2026-10-24", "2026-11-23"])
def test_thirty_days_back_and_today_are_fine(as_user, therapist, version, url, first):
    answer = as_user(therapist).post(url, {"reason": "ill", "from_date": first})
    assert answer.status_code == 302
    assert str(ProgramPause.objects.get().from_date) == first


def test_the_pause_that_holds_gets_another_end(as_user, therapist, patient, version, url):
    client = as_user(therapist)
    client.post(url, {"reason": "ill"})
    assert client.post(url, {"reason": "away", "until": "2026-11-25"}).status_code == 302
    pause = ProgramPause.objects.get()
    assert (pause.reason, pause.from_date, str(pause.until)) == (
        "away", date(2026, 11, 23), "2026-11-25",
    )  # fmt: skip


def test_going_on_ends_a_pause_with_an_end_too(as_user, therapist, patient, version, url):
    client = as_user(therapist)
    client.post(url, {"reason": "away", "until": "2026-12-01"})
    client.post(reverse("program_resume", args=[patient.code]))
    assert ProgramPause.objects.of(patient) is None
    assert reverse("session_start") in today_of(as_user(patient))


def test_a_stop_sign_during_a_planned_pause_pauses_until_somebody_answers(
    as_user, therapist, patient, version, url, clock
):
    session = Session.start(patient, uuid7())
    as_user(therapist).post(url, {"reason": "away", "until": "2026-11-25"})
    session.refresh_from_db()
    session.hurt(SpineRow.objects.for_session(session).get(), uuid7())
    clock.move_to(datetime(2026, 11, 30, 15, tzinfo=UTC))
    assert Flag.objects.stopping().count() == 1
    page = today_of(as_user(patient))
    assert "Your plan has a break" not in page
    assert "Your plan is paused" in page


def test_a_pause_by_stop_signs_is_not_given_an_end_here(as_user, therapist, patient, version, url):
    session = Session.start(patient, uuid7())
    session.hurt(SpineRow.objects.for_session(session).get(), uuid7())
    client = as_user(therapist)
    assert "Stop signs paused it." in client.get(url).content.decode()
    assert client.post(url, {"reason": "ill", "until": "2026-11-25"}).status_code == 422
    assert ProgramPause.objects.get().until is None


def test_nor_is_one_that_a_flag_stands_on(as_user, therapist, patient, version, url):
    session = Session.start(patient, uuid7())
    client = as_user(therapist)
    client.post(url, {"reason": "ill"})
    session.refresh_from_db()
    session.hurt(SpineRow.objects.for_session(session).get(), uuid7())
    assert client.post(url, {"reason": "ill", "until": "2026-11-25"}).status_code == 422
    assert ProgramPause.objects.get().until is None
    assert "Your plan is paused" in today_of(as_user(patient))


def test_without_a_program_there_is_nothing_to_pause(as_user, therapist, patient, url):
    client = as_user(therapist)
    assert "has no program." in client.get(url).content.decode()
    assert client.post(url, {"reason": "ill"}).status_code == 422
    assert ProgramPause.objects.count() == 0


@pytest.mark.parametrize("day", ["", "x", "2026-13-45", "2026-11-26"])
def test_a_pause_that_is_not_planned_cannot_be_called_off(
    as_user, therapist, patient, version, url, day
):
    assert as_user(therapist).post(url, {"cancel": day}).status_code == 404


def test_another_clinics_patient_does_not_exist(as_user, therapist, outsider, version, url):
    assert as_user(therapist).get(url).status_code == 200
    assert as_user(outsider).get(url).status_code == 404
    assert as_user(outsider).post(url, {"reason": "ill"}).status_code == 404
    assert ProgramPause.objects.count() == 0
