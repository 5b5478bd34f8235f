import pytest

from tests.factories import make_exercise, make_prescription, make_version
from tests.programs.page import open_page, press, rows


@pytest.fixture
def draft(patient):
    return make_version(patient, make_exercise(), make_exercise(), sent=False)


def test_a_row_goes_and_the_rest_stays(as_user, therapist, patient, draft):
    gone, kept = rows(patient)
    answer = press(as_user(therapist), patient, "prescription_remove", row=gone)
    assert answer.status_code == 302
    assert rows(patient) == [kept]


def test_what_is_wrong_in_the_row_itself_does_not_keep_it(as_user, therapist, patient, draft):
    gone, kept = rows(patient)
    typed = {f"{gone.code}-sets": "ten", f"{kept.code}-sets": "3"}
    assert press(as_user(therapist), patient, "prescription_remove", row=gone, **typed).url
    kept.refresh_from_db()
    assert rows(patient) == [kept]
    assert kept.sets == 3


def test_what_is_wrong_in_another_row_does(as_user, therapist, patient, draft):
    gone, kept = rows(patient)
    typed = {f"{kept.code}-sets": "ten"}
    answer = press(as_user(therapist), patient, "prescription_remove", row=gone, **typed)
    assert answer.status_code == 422
    assert rows(patient) == [gone, kept]


def test_a_stale_page_is_409(as_user, therapist, colleague, patient, draft):
    page = open_page(as_user(therapist), patient)
    make_exercise("cat")
    press(as_user(colleague), patient, "program_prescribe", stretch="cat")
    answer = press(as_user(therapist), patient, "prescription_remove", page, row=rows(patient)[0])
    assert answer.status_code == 409
    assert len(rows(patient)) == 3


def test_a_row_of_a_sent_version_is_never_removed(as_user, therapist, patient, draft):
    page = open_page(as_user(therapist), patient)
    gone = rows(patient)[0]
    draft.send(by=therapist, revision=draft.revision)
    answer = press(as_user(therapist), patient, "prescription_remove", page, row=gone)
    assert answer.status_code == 409
    assert draft.prescriptions.count() == 2


def test_foreign_rows_are_404(as_user, therapist, patient, other_patient, outsider, draft):
    foreign = make_prescription(make_version(other_patient, sent=False))
    answer = press(as_user(therapist), patient, "prescription_remove", row=foreign)
    assert answer.status_code == 404
    assert rows(other_patient) == [foreign]
    page = open_page(as_user(therapist), patient)
    answer = press(as_user(outsider), patient, "prescription_remove", page, row=rows(patient)[0])
    assert answer.status_code == 404
    assert len(rows(patient)) == 2
