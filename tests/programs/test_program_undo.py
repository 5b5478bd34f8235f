"""The last change of a draft taken back: rows keep their codes; a colleague's is named first."""

import pytest
from django.urls import reverse

from exercises.models import Variation
from programs.models import DraftStep, Prescription, ProgramVersion
from tests.factories import make_exercise, make_prescription, make_version
from tests.programs.page import fields, open_page, press, slugs


@pytest.fixture
def draft(patient):
    return make_version(patient, make_exercise("press-up", name="Press up"), sent=False)


@pytest.fixture
def row(draft):
    return draft.prescriptions.get()


def test_a_saved_number_goes_back(as_user, therapist, patient, row):
    client = as_user(therapist)
    press(client, patient, "program_save", **{f"{row.code}-sets": "4"})
    assert Prescription.objects.get().sets == 4
    answer = press(client, patient, "program_undo")
    assert answer.status_code == 302
    back = Prescription.objects.get()
    assert (back.sets, back.code) == (1, row.code)
    assert back.revision > row.revision + 1, "a page that showed the 4 must not pass for current"


def test_several_changes_go_back_one_by_one_the_newest_first(as_user, therapist, patient, row):
    make_exercise("open-book")
    client = as_user(therapist)
    press(client, patient, "program_save", **{f"{row.code}-sets": "4"})
    press(client, patient, "program_prescribe", stretch="open-book")
    press(client, patient, "prescription_remove", row=row)
    assert slugs(patient) == ["open-book"]
    press(client, patient, "program_undo")
    assert sorted(slugs(patient)) == ["open-book", "press-up"]
    assert Prescription.objects.get(code=row.code).sets == 4
    press(client, patient, "program_undo")
    assert slugs(patient) == ["press-up"]
    press(client, patient, "program_undo")
    assert Prescription.objects.get(code=row.code).sets == 1
    answer = press(client, patient, "program_undo")
    assert answer.status_code == 422
    assert "There is nothing to undo." in answer.content.decode()


def test_everything_a_therapist_sets_comes_back(as_user, therapist, patient, draft, row):
    easier = Variation.objects.create(exercise=row.exercise, slug="easier", floor_free=True)
    row.exercise.wordings.create(variation=easier, name="Easier", summary="", steps=[])
    right = make_prescription(
        draft, make_exercise("book", sided=True), side="left", note="Slowly.", weekdays=21
    )
    row.swaps.add(easier)
    client = as_user(therapist)
    before = draft.snapshot()
    press(
        client,
        patient,
        "program_save",
        **{
            f"{row.code}-swaps": [],
            f"{row.code}-reps": "12",
            f"{right.code}-side": "right",
            f"{right.code}-note": "",
            f"{right.code}-weekdays": ["0"],
            "review_on": "2026-12-15",
            "effective_on": "2026-12-08",
            "progression_note": "Two weeks without pain.",
        },
    )
    assert draft.snapshot() != before
    press(client, patient, "program_undo")
    after = draft.snapshot()
    for one in [*before["rows"], *after["rows"]]:
        del one["revision"]
    assert sorted(after.pop("rows"), key=str) == sorted(before.pop("rows"), key=str)
    assert after == before


def test_left_and_right_that_changed_places_go_back(as_user, therapist, patient, draft):
    book = make_exercise("book", sided=True)
    left = make_prescription(draft, book, side="left")
    right = make_prescription(draft, book, side="right")
    client = as_user(therapist)
    press(client, patient, "prescription_remove", row=left)
    press(client, patient, "program_save", **{f"{right.code}-side": "left"})
    press(client, patient, "program_undo")
    press(client, patient, "program_undo")
    sides = Prescription.objects.filter(variation=left.variation).values_list("code", "side")
    assert dict(sides) == {left.code: "left", right.code: "right"}


def test_what_is_typed_and_not_saved_is_the_last_change(as_user, therapist, patient, row):
    client = as_user(therapist)
    press(client, patient, "program_save", **{f"{row.code}-sets": "4"})
    press(client, patient, "program_undo", **{f"{row.code}-sets": "9"})
    assert Prescription.objects.get().sets == 4
    press(client, patient, "program_undo")
    assert Prescription.objects.get().sets == 1


def test_saving_nothing_leaves_nothing_to_undo(as_user, therapist, patient, row):
    Prescription.objects.update(position=1)
    client = as_user(therapist)
    press(client, patient, "program_save")
    press(client, patient, "prescription_move", row=row, direction="up")
    assert DraftStep.objects.count() == 0
    assert (
        "program-undo" not in client.get(reverse("program", args=[patient.code])).content.decode()
    )


def test_a_colleagues_change_is_named_before_it_is_undone(
    as_user, therapist, colleague, patient, row
):
    press(as_user(colleague), patient, "program_save", **{f"{row.code}-sets": "7"})
    client = as_user(therapist)
    page = client.get(reverse("program", args=[patient.code])).content.decode()
    assert "<b>Sam Rivera" in page
    assert "Undo what Sam Rivera" in page
    assert "was 1" in page
    assert press(client, patient, "program_undo").status_code == 302
    assert Prescription.objects.get().sets == 1


def test_a_change_the_page_has_not_named_is_409_and_stays(
    as_user, therapist, colleague, patient, draft, row
):
    other = make_prescription(draft, make_exercise("open-book"))
    client = as_user(therapist)
    press(client, patient, "program_save", **{f"{row.code}-sets": "4"})
    page = open_page(client, patient)
    press(as_user(colleague), patient, "program_save", **{f"{other.code}-sets": "7"})
    client = as_user(therapist)
    answer = press(client, patient, "program_undo", page)
    assert answer.status_code == 409
    assert "Undo what Sam Rivera" in answer.content.decode()
    other.refresh_from_db()
    assert other.sets == 7
    assert press(client, patient, "program_undo", fields(answer)).status_code == 302
    sets = dict(Prescription.objects.values_list("code", "sets"))
    assert sets == {other.code: 1, row.code: 4}


def test_sending_forgets_the_steps(as_user, therapist, patient, row):
    client = as_user(therapist)
    press(client, patient, "program_save", **{f"{row.code}-note": "private words"})
    assert DraftStep.objects.count() == 1
    press(client, patient, "program_send")
    assert DraftStep.objects.count() == 0


def test_a_refused_act_leaves_no_step(as_user, therapist, patient, row):
    client = as_user(therapist)
    wrong = {f"{row.code}-sets": "0"}
    assert press(client, patient, "program_undo", **wrong).status_code == 422
    assert press(client, patient, "program_prescribe", stretch="press-up").status_code == 422
    assert DraftStep.objects.count() == 0
    assert ProgramVersion.objects.get().status == "draft"


def test_another_clinics_patient_does_not_exist(as_user, therapist, outsider, patient, row):
    client = as_user(therapist)
    press(client, patient, "program_save", **{f"{row.code}-sets": "4"})
    page = open_page(client, patient)
    assert press(as_user(outsider), patient, "program_undo", page).status_code == 404
    assert Prescription.objects.get().sets == 4
