"""One row's dose for the rows below it in its region, or for all of its kind."""

import pytest

from tests.factories import make_exercise, make_prescription, make_version
from tests.programs.page import open_page, press, rows


@pytest.fixture
def program(patient):
    """Two mobility rows in the lower back, one in the upper, and a hold below them."""
    draft = make_version(patient, sent=False)
    one, two = make_exercise("one"), make_exercise("two")
    make_prescription(draft, one, position=1, sets=4, reps=12, seconds_on=3, weekdays=21)
    make_prescription(draft, two, position=2)
    make_prescription(draft, make_exercise("up", region="upper-back"))
    hips = make_exercise("hold", region="hips", kind="muscle", sided=True)
    make_prescription(draft, hips)
    return {row.exercise.slug: row for row in rows(patient)}


def doses(patient):
    return {row.exercise.slug: (row.sets, row.reps or row.hold_seconds) for row in rows(patient)}


def test_below_means_the_same_kind_in_the_region(as_user, therapist, patient, program):
    answer = press(
        as_user(therapist), patient, "prescription_copy_dose", row=program["one"], to="below"
    )
    assert answer.status_code == 302
    assert doses(patient) == {"up": (1, 10), "one": (4, 12), "two": (4, 12), "hold": (2, 30)}
    two = rows(patient)[2]
    assert (two.seconds_on, two.weekdays) == (3, 127), "days are no dose"


def test_all_means_every_row_of_the_kind(as_user, therapist, patient, program):
    press(as_user(therapist), patient, "prescription_copy_dose", row=program["two"], to="all")
    assert doses(patient) == {"up": (1, 10), "one": (1, 10), "two": (1, 10), "hold": (2, 30)}


def test_what_was_typed_into_the_row_is_what_is_copied(as_user, therapist, patient, program):
    typed = {f"{program['one'].code}-sets": "6"}
    press(
        as_user(therapist), patient, "prescription_copy_dose", row=program["one"], to="all", **typed
    )
    assert doses(patient) == {"up": (6, 12), "one": (6, 12), "two": (6, 12), "hold": (2, 30)}
    press(as_user(therapist), patient, "program_undo")
    assert doses(patient)["one"] == (4, 12), "typing and copying were one act"


def test_a_row_a_colleague_changed_unseen_is_not_overwritten(
    as_user, therapist, colleague, patient, program
):
    page = open_page(as_user(therapist), patient)
    press(as_user(colleague), patient, "program_save", **{f"{program['two'].code}-sets": "7"})
    answer = press(
        as_user(therapist), patient, "prescription_copy_dose", page, row=program["one"], to="all"
    )
    assert answer.status_code == 409
    assert doses(patient)["two"] == (7, 10)


def test_another_patients_row_does_not_exist(
    as_user, therapist, outsider, patient, other_patient, program
):
    make_version(other_patient, make_exercise(), sent=False)
    foreign = rows(other_patient)[0]
    client = as_user(therapist)
    answer = press(client, patient, "prescription_copy_dose", row=foreign, to="all")
    assert answer.status_code == 404
    page = open_page(client, patient)
    answer = press(
        as_user(outsider), patient, "prescription_copy_dose", page, row=program["one"], to="all"
    )
    assert answer.status_code == 404
    assert doses(patient)["two"] == (1, 10)
