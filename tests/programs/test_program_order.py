import uuid

import pytest

from tests.factories import make_exercise, make_prescription, make_version
from tests.programs.page import open_page, press, rows, slugs


@pytest.fixture
def draft(patient):
    exercises = [make_exercise(slug) for slug in ("press", "book", "cat")]
    return make_version(patient, *exercises, make_exercise("glute", region="hips"), sent=False)


def codes(draft, *slugs):
    by_slug = {row.exercise.slug: row.code for row in draft.prescriptions.in_region_order()}
    return [by_slug[slug] for slug in slugs]


def test_dragging_sets_the_order_of_a_region(as_user, therapist, patient, draft):
    order = codes(draft, "cat", "press", "book")
    answer = press(as_user(therapist), patient, "program_order", order=order)
    assert answer.status_code == 302
    assert slugs(patient) == ["cat", "press", "book", "glute"]


@pytest.mark.parametrize(
    "order",
    [
        ["glute", "press", "book", "cat"],
        ["press", "glute"],
        ["press", "book"],
        ["press", "press", "cat"],
        ["press", "book", "cat", "cat"],
        [],
    ],
)
def test_mixed_regions_or_a_part_of_one_are_refused(as_user, therapist, patient, draft, order):
    answer = press(
        as_user(therapist), patient, "program_order", order=codes(draft, *order), htmx=True
    )
    assert answer.status_code == 422
    assert slugs(patient) == ["press", "book", "cat", "glute"]


def test_foreign_and_made_up_codes_are_404(as_user, therapist, patient, other_patient, draft):
    foreign = make_prescription(make_version(other_patient, sent=False))
    client = as_user(therapist)
    for code in (foreign.code, uuid.uuid4(), "x"):
        order = [*codes(draft, "press", "book", "cat"), code]
        assert press(client, patient, "program_order", order=order).status_code == 404
    assert slugs(patient) == ["press", "book", "cat", "glute"]


def test_a_stale_page_is_409(as_user, therapist, colleague, patient, draft):
    page = open_page(as_user(therapist), patient)
    press(as_user(colleague), patient, "prescription_remove", row=rows(patient)[3])
    order = codes(draft, "cat", "book", "press")
    answer = press(as_user(therapist), patient, "program_order", page, order=order)
    assert answer.status_code == 409
    assert slugs(patient) == ["press", "book", "cat"]


def test_another_clinics_patient_does_not_exist(as_user, therapist, outsider, patient, draft):
    page = open_page(as_user(therapist), patient)
    order = codes(draft, "cat", "book", "press")
    answer = press(as_user(outsider), patient, "program_order", page, order=order)
    assert answer.status_code == 404
    assert slugs(patient) == ["press", "book", "cat", "glute"]
