"""Another patient's program, copied: doses and days come along, words about that patient do not."""

import pytest

from exercises.models import Variation
from people.models import PrecautionTag
from programs.models import Prescription, Program
from tests.factories import make_exercise, make_patient, make_prescription, make_version
from tests.programs.page import open_page, press, rows


@pytest.fixture
def other(therapist):
    """A patient of the clinic with a program of one stretch."""
    other = make_patient(therapist=therapist, name="Otto Other")
    make_version(
        other,
        make_exercise("press-up"),
        by=therapist,
        sets=3,
        reps=12,
        weekdays=21,
        note="Otto’s note",
        precaution_reason="Otto’s reason",
    )
    return other


def test_doses_and_days_come_and_notes_and_reasons_stay(as_user, therapist, patient, other):
    answer = press(as_user(therapist), patient, "program_copy", **{"from": str(other.code)})
    assert answer.status_code == 302
    (row,) = rows(patient)
    assert (row.sets, row.reps, row.weekdays) == (3, 12, 21)
    assert (row.note, row.precaution_reason, row.copied_from) == ("", "", None)
    assert Prescription.objects.get(patient=other).note == "Otto’s note"


def test_precautions_are_checked_again(as_user, therapist, patient, other):
    knee = PrecautionTag.objects.create(slug="knee", name="Knee pain")
    other.prescriptions.get().variation.precautions.add(knee)
    patient.precautions.add(knee)
    client = as_user(therapist)
    press(client, patient, "program_copy", **{"from": str(other.code)})
    assert press(client, patient, "program_send").status_code == 422
    (row,) = rows(patient)
    reason = {f"{row.code}-precaution_reason": "Looked at it."}
    assert press(client, patient, "program_send", **reason).status_code == 302


def test_ways_to_swap_to_come_unless_a_precaution_speaks_against_them(
    as_user, therapist, patient, other
):
    knee = PrecautionTag.objects.create(slug="knee", name="Knee pain")
    patient.precautions.add(knee)
    row = other.prescriptions.get()
    fine, knees = (
        Variation.objects.create(exercise=row.exercise, slug=slug) for slug in ("fine", "knees")
    )
    for way in (fine, knees):
        row.exercise.wordings.create(variation=way, name=way.slug, summary="", steps=[])
    knees.precautions.add(knee)
    row.swaps.set([fine, knees])
    press(as_user(therapist), patient, "program_copy", **{"from": str(other.code)})
    assert [way.slug for way in rows(patient)[0].swaps.all()] == ["fine"]


def test_what_is_here_already_stays_as_it_is(as_user, therapist, patient, other):
    draft = Program.open_for(patient).open_draft()
    mine = make_prescription(draft, other.prescriptions.get().exercise, note="Maria’s note")
    make_prescription(draft, make_exercise("open-book"))
    press(as_user(therapist), patient, "program_copy", **{"from": str(other.code)})
    assert len(rows(patient)) == 2
    mine.refresh_from_db()
    assert (mine.sets, mine.note) == (1, "Maria’s note")


def test_a_draft_is_no_program_to_copy(as_user, therapist, patient):
    unfinished = make_patient(therapist=therapist)
    make_version(unfinished, make_exercise(), sent=False)
    answer = press(as_user(therapist), patient, "program_copy", **{"from": str(unfinished.code)})
    assert answer.status_code == 404
    assert rows(patient) == []


def test_a_page_out_of_date_is_409(as_user, therapist, colleague, patient, other):
    make_exercise("open-book")
    page = open_page(as_user(therapist), patient)
    press(as_user(colleague), patient, "program_prescribe", stretch="open-book")
    answer = press(as_user(therapist), patient, "program_copy", page, **{"from": str(other.code)})
    assert answer.status_code == 409
    assert len(rows(patient)) == 1


@pytest.mark.parametrize("code", ["", "x", "019a3c00-0000-7000-8000-000000000099"])
def test_made_up_codes_are_404(as_user, therapist, patient, other, code):
    assert press(as_user(therapist), patient, "program_copy", **{"from": code}).status_code == 404


def test_another_clinics_patient_is_no_source_and_no_target(
    as_user, therapist, outsider, outsiders_patient, patient, other
):
    make_version(outsiders_patient, make_exercise(), by=outsider)
    client = as_user(therapist)
    foreign = {"from": str(outsiders_patient.code)}
    assert press(client, patient, "program_copy", **foreign).status_code == 404
    page = open_page(client, patient)
    ours = {"from": str(other.code)}
    assert press(as_user(outsider), patient, "program_copy", page, **ours).status_code == 404
    assert rows(patient) == []
