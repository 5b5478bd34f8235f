import pytest

from tests.factories import make_exercise, make_version
from tests.programs.page import open_page, press, rows

TO_ALL = {"all-weekdays": ["0", "2"], "all-times_a_day": "2"}


@pytest.fixture
def draft(patient):
    return make_version(patient, make_exercise(), make_exercise(region="hips"), sent=False)


def schedules(patient):
    return [(row.days_text, row.times_a_day) for row in rows(patient)]


def test_days_and_times_are_set_for_every_row(as_user, therapist, patient, draft):
    answer = press(as_user(therapist), patient, "program_schedule", **TO_ALL)
    assert answer.status_code == 302
    assert schedules(patient) == [("Mon, Wed", 2)] * 2


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"all-weekdays": []}, "Choose at least one day."),
        ({"all-times_a_day": "7"}, "Times a day can be 1 to 6."),
        ({"all-times_a_day": ""}, "Times a day can be 1 to 6."),
    ],
)
def test_what_is_wrong_is_said_and_kept(as_user, therapist, patient, draft, wrong, message):
    before = schedules(patient)
    answer = press(as_user(therapist), patient, "program_schedule", **TO_ALL | wrong)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert schedules(patient) == before


def test_a_stale_page_is_409(as_user, therapist, colleague, patient, draft):
    page = open_page(as_user(therapist), patient)
    press(as_user(colleague), patient, "prescription_remove", row=rows(patient)[0])
    before = schedules(patient)
    answer = press(as_user(therapist), patient, "program_schedule", page, **TO_ALL)
    assert answer.status_code == 409
    assert schedules(patient) == before


def test_another_clinics_patient_does_not_exist(as_user, therapist, outsider, patient, draft):
    page = open_page(as_user(therapist), patient)
    before = schedules(patient)
    answer = press(as_user(outsider), patient, "program_schedule", page, **TO_ALL)
    assert answer.status_code == 404
    assert schedules(patient) == before
