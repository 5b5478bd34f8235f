from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from logbook.keys import uuid7
from tests.caseload.history import do_session, make_program, noon
from tests.factories import make_exercise, make_stop_signs
from tests.logbook.phone import NOW


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def program(patient, therapist):
    patient.clinic.name = "Riverbend PT"
    return make_program(
        patient, 30, exercise=make_exercise("press-up", name="Press up"), by=therapist
    )


def url(patient):
    return reverse("chart_note", args=[patient.code])


def note_of(client, patient):
    return client.get(url(patient)).context["text"].splitlines()


def test_every_line_is_counted(as_user, therapist, patient, program):
    do_session(patient, 20, done=1, pain_before=9)  # before these two weeks
    do_session(patient, 9, pain_before=6, pain_after=5)
    session = do_session(patient, 4, done=5, pain_before=5, note="A secret wish.")
    (row,) = session.version.prescriptions.all()
    session.log_stretch(row, uuid7(), {("none", 1): 5}, reason="pain", now=noon(patient, 4))
    do_session(patient, 2, pain_before=3, pain_after=3)
    do_session(patient, 1, place="clinic")

    assert note_of(as_user(therapist), patient) == [
        "Home program, Riverbend PT",
        "Maria Delgado, born 1968",
        f"{day(patient, 13)} to {day(patient, 0)}, 14 days",
        "Complaint: Low back pain.",
        f"Program: version 1 since {day(patient, 30)}. Press up, 1 set of 10, Mon–Sun.",
        "Frequency: sessions at home on 3 days, 13 prescribed (23%).",
        "Dose: 2 of 13 sets prescribed (19%).",
        "1 session in the clinic, counted in neither.",
        (
            f"Pain before a session, 0 to 10: 6 ({short(patient, 9)}) to 3 ({short(patient, 2)}),"
            " highest 6, 3 answers."
        ),
        (
            f"Pain after a session, 0 to 10: 5 ({short(patient, 9)}) to 3 ({short(patient, 2)}),"
            " highest 5, 2 answers."
        ),
        "Press up: cut short or skipped 1 of 3 times (pain 1).",
        "Safety flags: none.",
        "Counted by Homestretch from what the patient logged at home.",
        f"Reviewed by Dana Okafor, PT, {here(patient)}",
    ]


def day(patient, days_ago):
    date = patient.today() - timedelta(days=days_ago)
    return f"{date:%b} {date.day}, {date.year}"


def short(patient, days_ago):
    return day(patient, days_ago).partition(",")[0]


def here(patient):
    from zoneinfo import ZoneInfo

    at = NOW.astimezone(ZoneInfo(patient.clinic.zone))
    half = "a.m." if at.hour < 12 else "p.m."
    return f"{at:%b} {at.day}, {at.year}, {at.hour % 12 or 12}:{at.minute:02} {half}"


def test_flags_and_how_they_ended(as_user, therapist, patient, program):
    make_stop_signs(4, emergency="A foot that drops\nChest pain")
    open_one = do_session(patient, 1, pain_after=9).flags.get()
    closed = do_session(patient, 3, new_or_worse=True).flags.get()
    asked = {"list": 4, "language": "en", "answers": ["no", "no"]}
    closed.close(therapist, "called", "Strength is equal.", asked, keep_paused=True)
    back = do_session(patient, 2, new_or_worse=True)
    back.withdraw(back.flags.get().key, uuid7())
    do_session(patient, 20, new_or_worse=True)  # before these two weeks

    lines = [line for line in note_of(as_user(therapist), patient) if "afety" in line]

    assert lines == [
        (
            f"Safety flag, {day(patient, 3)}: new or worse pain. Closed {day(patient, 0)} by "
            "Dana Okafor, PT: called and talked. Strength is equal. "
            "Asked about 2 of 2 emergency signs, version 4."
        ),
        f"Safety flag, {day(patient, 2)}: new or worse pain. Taken back by the patient.",
        f"Safety flag, {day(patient, 1)}: pain reached the limit. Still open.",
    ]
    assert open_one.pk


def test_what_changed_in_the_program(as_user, therapist, patient, program):
    draft = program.program.open_draft()
    row = draft.prescriptions.get()
    row.sets = 2
    row.save()
    hip = make_exercise("hip", region="hips", name="Hip")
    draft.prescribe(
        hip.variations.get(), revision=draft.revision, sets=1, reps=10, seconds_on=2, seconds_off=2
    )
    draft.send(by=therapist, revision=draft.revision)

    lines = note_of(as_user(therapist), patient)

    assert (
        f"Program changed {day(patient, 0)}, version 2: Press up, sets 1 → 2; Hip added." in lines
    )


def test_the_patients_own_words_stay_out(as_user, therapist, patient, program):
    do_session(patient, 1, note="A secret wish.")
    page = as_user(therapist).get(url(patient)).content.decode()
    assert "secret" not in page


def test_it_can_be_copied_by_hand(as_user, therapist, patient, program):
    page = " ".join(as_user(therapist).get(url(patient)).content.decode().split())
    assert (
        '<textarea id="note" rows="22" readonly aria-describedby="note-hint">Home program' in page
    )
    assert "data-copy-button hidden" in page


def test_a_patient_without_anything_has_a_note(as_user, therapist, patient):
    lines = note_of(as_user(therapist), patient)
    assert "No program in effect." in lines
    assert "Frequency: nothing was prescribed." in lines


@pytest.mark.parametrize("who", ["outsider", "clinic_admin", "patient", "operator"])
def test_for_others_it_is_not_there(as_user, request, patient, who):
    assert as_user(request.getfixturevalue(who)).get(url(patient)).status_code == 404
