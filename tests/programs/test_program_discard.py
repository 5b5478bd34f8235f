"""A draft thrown away: the patient goes on with what was sent, and nothing unseen goes with it."""

import pytest

from programs.models import DraftStep, Prescription, Program, ProgramVersion
from tests.factories import make_exercise, make_version
from tests.programs.page import open_page, press, rows


@pytest.fixture
def draft(patient, therapist):
    make_version(patient, make_exercise("press-up"), by=therapist)
    return Program.open_for(patient).open_draft()


def test_the_draft_goes_and_the_sent_version_stays(as_user, therapist, patient, draft):
    client = as_user(therapist)
    (row,) = rows(patient)
    press(client, patient, "program_save", **{f"{row.code}-sets": "4"})
    assert press(client, patient, "program_discard").status_code == 302
    assert [version.status for version in ProgramVersion.objects.all()] == ["sent"]
    assert [row.sets for row in Prescription.objects.all()] == [1]
    assert DraftStep.objects.count() == 0


def test_what_is_typed_goes_too_even_when_it_is_wrong(as_user, therapist, patient, draft):
    (row,) = rows(patient)
    answer = press(as_user(therapist), patient, "program_discard", **{f"{row.code}-sets": "no"})
    assert answer.status_code == 302
    assert ProgramVersion.objects.count() == 1


def test_a_first_draft_goes_whole(as_user, therapist, patient):
    make_version(patient, make_exercise(), sent=False)
    assert press(as_user(therapist), patient, "program_discard").status_code == 302
    assert ProgramVersion.objects.count() == Prescription.objects.count() == 0


def test_a_colleagues_unseen_row_is_not_thrown_away(as_user, therapist, colleague, patient, draft):
    page = open_page(as_user(therapist), patient)
    (row,) = rows(patient)
    press(as_user(colleague), patient, "program_save", **{f"{row.code}-sets": "7"})
    answer = press(as_user(therapist), patient, "program_discard", page)
    assert answer.status_code == 409
    assert "7 sets of 10" in answer.content.decode()
    assert [row.sets for row in rows(patient)] == [7]


def test_a_page_of_a_draft_thrown_away_writes_nothing_into_the_next(
    as_user, therapist, patient, draft
):
    client = as_user(therapist)
    page = open_page(client, patient)
    press(client, patient, "program_discard")
    Program.open_for(patient).open_draft()
    ProgramVersion.objects.filter(status="draft").update(revision=draft.revision + 60)
    (row,) = [key for key in page if key.endswith("-sets")]
    answer = press(client, patient, "program_save", page, **{row: "9"})
    assert answer.status_code == 409
    assert "9 sets of 10" in answer.content.decode() or "9" in answer.content.decode()
    assert [row.sets for row in rows(patient)] == [1]


def test_another_clinics_patient_does_not_exist(as_user, therapist, outsider, patient, draft):
    page = open_page(as_user(therapist), patient)
    assert press(as_user(outsider), patient, "program_discard", page).status_code == 404
    assert ProgramVersion.objects.filter(status="draft").exists()
