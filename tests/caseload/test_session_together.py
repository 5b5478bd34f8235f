"""The therapist's form of a session done together in the clinic."""

from datetime import timedelta

import pytest
from django.urls import reverse

from caseload.monitoring import data_days
from exercises.dosage import Kind
from logbook.keys import uuid7
from tests.factories import make_exercise, make_prescription, make_version


@pytest.fixture
def rows(patient, therapist):
    draft = make_version(patient, sent=False)
    press = make_exercise("press-up", name="Press up")
    hip = make_exercise("hip", region="hips", kind=Kind.MUSCLE, sided=True, name="Hip flexor")
    for exercise in (press, hip):
        make_prescription(draft, exercise)
    draft.send(by=therapist, revision=draft.revision)
    draft.effective_on = patient.today() - timedelta(days=7)
    draft.save(update_fields=["effective_on"])
    return list(draft.prescriptions.order_by("id"))


def address(patient):
    return reverse("session_together", args=[patient.code])


def posted(patient, **fields):
    return {"key": uuid7(), "on_date": patient.today().isoformat()} | fields


def test_done_part_and_skipped(as_user, therapist, patient, rows):
    press, hip = rows
    form = posted(
        patient,
        pain_before="4",
        pain_after="3",
        note="Knee pad helped",
        **{
            f"how-{press.code}": "done",
            f"how-{hip.code}": "part",
            f"{hip.code}-left-1": "30",
            f"{hip.code}-right-1": "12",
        },
    )
    for _ in range(2):  # sent twice
        answer = as_user(therapist).post(address(patient), form)
        assert answer.url == reverse("patient_detail", args=[patient.code])
    session = patient.sessions.get()
    assert (session.place, session.logged_by, session.pain_after) == ("clinic", therapist, 3)
    sets = session.set_logs.filter(prescription=hip).order_by("side")
    assert [(s.side, s.number, s.held_seconds) for s in sets] == [("left", 1, 30), ("right", 1, 12)]
    assert session.set_logs.get(prescription=press).reps == 10
    assert not data_days([patient], patient.today(), patient.today())


def test_the_record_says_in_the_clinic(as_user, therapist, patient, rows):
    form = posted(patient, **{f"how-{rows[0].code}": "done", f"how-{rows[1].code}": "skipped"})
    page = as_user(therapist).post(address(patient), form, follow=True)
    assert "Saved as done in the clinic." in page.text
    assert "In the clinic." in page.text


def test_what_is_not_said_of_a_stretch_is_not_logged(as_user, therapist, patient, rows):
    as_user(therapist).post(address(patient), posted(patient, **{f"how-{rows[0].code}": "done"}))
    assert [log.prescription for log in patient.stretch_logs.all()] == [rows[0]]


def test_numbers_alone_mean_in_part(as_user, therapist, patient, rows):
    as_user(therapist).post(address(patient), posted(patient, **{f"{rows[0].code}-none-1": "6"}))
    assert patient.set_logs.get().reps == 6
    assert patient.stretch_logs.get().cut_short


@pytest.mark.parametrize(
    ("how", "number", "words"),
    [
        ("", "", "Say of at least one stretch how it went."),
        ("part", "", "Type what was done."),
        ("done", "6", "or clear the numbers."),
        ("part", "201", "Type a number from 0 to 200."),
        ("other", "", "other"),
    ],
)
def test_what_cannot_be_is_refused(as_user, therapist, patient, rows, how, number, words):
    code = rows[0].code
    form = posted(patient, note="Stays", **{f"how-{code}": how, f"{code}-none-1": number})
    answer = as_user(therapist).post(address(patient), form)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Stays</textarea>" in answer.text
    assert not patient.sessions.exists()


@pytest.mark.parametrize(("days", "words"), [(1, "Use a date up to today."), (-8, "began on")])
def test_days_of_this_program_up_to_today(as_user, therapist, patient, rows, days, words):
    day = (patient.today() + timedelta(days=days)).isoformat()
    form = posted(patient, on_date=day, **{f"how-{rows[0].code}": "done"})
    answer = as_user(therapist).post(address(patient), form)
    assert answer.status_code == 422
    assert words in answer.text


def test_without_a_program_there_is_nothing_to_do(as_user, therapist, patient):
    assert as_user(therapist).get(address(patient)).status_code == 404
