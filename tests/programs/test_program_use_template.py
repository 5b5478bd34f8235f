import pytest

from programs.models import Template
from tests.factories import MOBILITY, make_exercise, make_version
from tests.programs.page import open_page, press, rows, slugs

ALL_SIX = [
    "foam-roll-thoracic-extension", "thread-the-needle", "press-up", "open-book",
    "kneeling-hip-flexor-stretch", "figure-4-glute-stretch",
]  # fmt: skip


@pytest.fixture
def starter(library):
    return Template.objects.get(name="Back pain starter").code


def test_back_pain_starter_is_all_six_in_region_order(as_user, therapist, patient, starter):
    answer = press(as_user(therapist), patient, "program_use_template", template=starter)
    assert answer.status_code == 302
    assert slugs(patient) == ALL_SIX
    assert {row.days_text for row in rows(patient)} == {"Mon–Fri"}
    assert [row.dosage_text for row in rows(patient)[-2:]] == [
        "2 holds of 30 seconds, each side"
    ] * 2


def test_gentle_start_follows_with_the_easier_ways(as_user, therapist, patient, starter):
    gentle = Template.objects.get(name="Gentle start")
    press(as_user(therapist), patient, "program_use_template", template=gentle.code)
    assert [row.variation.slug for row in rows(patient)] == [
        item.variation.slug for item in gentle.items.order_by("position")
    ]


def test_using_it_again_adds_only_what_is_missing(as_user, therapist, patient, starter):
    client = as_user(therapist)
    press(client, patient, "program_use_template", template=starter)
    kept = rows(patient)
    press(client, patient, "prescription_remove", row=kept.pop(2))
    answer = press(client, patient, "program_use_template", template=starter, htmx=True)
    assert "1 stretch added." in answer.content.decode()
    assert slugs(patient) == [*ALL_SIX[:2], "open-book", "press-up", *ALL_SIX[4:]]


def test_foreign_and_made_up_templates_are_404(
    as_user, therapist, outsider, patient, starter, other_clinic
):
    foreign = Template.objects.create(name="Theirs", clinic=other_clinic, owner=outsider)
    way = make_exercise("theirs", clinic=other_clinic).variations.get()
    foreign.items.create(variation=way, side="none", **MOBILITY)
    client = as_user(therapist)
    for code in (foreign.code, "x", ""):
        answer = press(client, patient, "program_use_template", template=code)
        assert answer.status_code == 404
    assert rows(patient) == []


def test_a_stale_page_is_409(as_user, therapist, colleague, patient, starter):
    page = open_page(as_user(therapist), patient)
    press(as_user(colleague), patient, "program_prescribe", stretch="press-up")
    answer = press(as_user(therapist), patient, "program_use_template", page, template=starter)
    assert answer.status_code == 409
    assert slugs(patient) == ["press-up"]


def test_another_clinics_patient_does_not_exist(as_user, therapist, outsider, patient, starter):
    page = open_page(as_user(therapist), patient)
    answer = press(as_user(outsider), patient, "program_use_template", page, template=starter)
    assert answer.status_code == 404
    assert rows(patient) == []


def test_a_template_reaches_a_draft_made_from_a_sent_version(as_user, therapist, patient, starter):
    make_version(patient, make_exercise("own"), by=therapist)
    client = as_user(therapist)
    client.post(f"/patients/{patient.code}/program/start/")
    press(client, patient, "program_use_template", template=starter)
    assert set(slugs(patient)) == {*ALL_SIX, "own"}
