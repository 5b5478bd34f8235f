"""A safety flag on the caseload: whose it is, and to whom it comes next."""

from datetime import datetime
from zoneinfo import ZoneInfo

import time_machine

from logbook.keys import uuid7
from tests.caseload.history import do_session, make_program
from tests.caseload.listed import URL, names
from tests.factories import make_patient


def test_a_flag_says_whose_it_is_and_where_it_goes_next(as_user, therapist, colleague, patient):
    make_program(patient)
    do_session(patient, 1)
    with time_machine.travel(datetime(2026, 11, 24, 10, tzinfo=ZoneInfo(patient.zone)), tick=False):
        session = do_session(patient, 0, finish=False)
        session.hurt(session.version.prescriptions.get(), uuid7())
        page = " ".join(as_user(therapist).get(URL).content.decode().split())

    assert "To close: Dana Okafor, goes to Sam Rivera at 12:00 p.m." in page


def test_a_flag_nobody_closed_comes_to_the_next_in_line(as_user, therapist, colleague, patient):
    """To any colleague after two hours, and it stays the therapist's as well."""
    make_program(patient)
    with time_machine.travel(datetime(2026, 11, 24, 10, tzinfo=ZoneInfo(patient.zone)), tick=False):
        session = do_session(patient, 0, finish=False)
        session.hurt(session.version.prescriptions.get(), uuid7())

    for hours, seen_by in ((1, [therapist]), (2, [therapist, colleague])):
        told = datetime(2026, 11, 24, 10 + hours, tzinfo=ZoneInfo(patient.zone))
        with time_machine.travel(told, tick=False):
            for member in (therapist, colleague):
                page = as_user(member).get(URL)
                assert names(page) == (["Maria Delgado"] if member in seen_by else [])
    assert b"<small>Dana Okafor</small>" in page.content


def test_a_newer_flag_takes_none_back_from_the_next_in_line(as_user, therapist, colleague, patient):
    make_program(patient)
    for hour in (10, 13):
        told = datetime(2026, 11, 24, hour, tzinfo=ZoneInfo(patient.zone))
        with time_machine.travel(told, tick=False):
            session = patient.sessions.first() or do_session(patient, 0, finish=False)
            session.hurt(session.version.prescriptions.get(), uuid7())
            shown = names(as_user(colleague).get(URL))
    assert shown == ["Maria Delgado"]


def test_a_flag_of_a_patient_without_a_therapist_is_everybodys(as_user, clinic, colleague):
    patient = make_patient(clinic, name="Nobodys Patient")
    make_program(patient)
    client = as_user(colleague)
    do_session(patient, 1)
    assert names(client.get(URL)) == []

    do_session(patient, 0, new_or_worse=True)
    assert names(client.get(URL)) == ["Nobodys Patient"]
    assert b"No therapist" in client.get(URL).content
