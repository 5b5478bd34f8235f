import pytest

from programs.models import Template
from tests.factories import make_exercise, make_version
from tests.programs.page import fields, open_page, press


@pytest.fixture
def draft(patient):
    return make_version(
        patient,
        make_exercise("press"),
        make_exercise("roll", region="upper-back"),
        sent=False,
        sets=3,
        note="Only for Maria.",
    )


def test_the_draft_becomes_a_template_of_the_clinic(as_user, therapist, patient, draft):
    data = {"template-name": "Desk day"}
    assert press(as_user(therapist), patient, "template_add", **data).status_code == 302
    template = Template.objects.get()
    assert (template.name, template.clinic, template.owner) == (
        "Desk day", patient.clinic, therapist,
    )  # fmt: skip
    items = template.items.order_by("position")
    assert [(item.variation.exercise.slug, item.sets) for item in items] == [
        ("roll", 3),
        ("press", 3),
    ]


def test_notes_to_the_patient_stay_with_the_patient(as_user, therapist, patient, draft):
    press(as_user(therapist), patient, "template_add", **{"template-name": "Desk day"})
    assert {item.note for item in Template.objects.get().items.all()} == {""}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "Give the template a name."),
        ("   ", "Give the template a name."),
        ("x" * 81, "at most 80"),
        ("Desk day", "There is a template with this name already."),
    ],
)
def test_a_name_that_will_not_do_is_said_beside_it(
    as_user, therapist, patient, draft, name, message
):
    Template.objects.create(name="Desk day", clinic=patient.clinic)
    answer = press(as_user(therapist), patient, "template_add", **{"template-name": name})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert fields(answer)["template-name"] == [name]
    assert Template.objects.count() == 1


def test_another_clinics_name_is_free(as_user, therapist, patient, draft, other_clinic):
    Template.objects.create(name="Desk day", clinic=other_clinic)
    press(as_user(therapist), patient, "template_add", **{"template-name": "Desk day"})
    assert Template.objects.filter(name="Desk day").count() == 2


def test_an_empty_program_makes_no_template(as_user, therapist, patient, library):
    before = Template.objects.count()
    answer = press(as_user(therapist), patient, "template_add", **{"template-name": "Nothing"})
    assert answer.status_code == 422
    assert Template.objects.count() == before


def test_another_clinics_patient_does_not_exist(as_user, therapist, outsider, patient, draft):
    page = open_page(as_user(therapist), patient) | {"template-name": "Stolen"}
    assert press(as_user(outsider), patient, "template_add", page).status_code == 404
    assert Template.objects.count() == 0
