import pytest
from django.urls import reverse

from programs.models import Template, drafts
from tests.factories import make_patient


@pytest.fixture
def gentle(library):
    return Template.objects.get(name="Gentle start")


def address(template):
    return reverse("template_use", args=[template.code])


def test_it_goes_on_the_draft_and_leads_to_the_builder(as_user, therapist, gentle):
    patient = make_patient(therapist=therapist)
    answer = as_user(therapist).post(address(gentle), {"patient": str(patient.code)})
    assert answer.url == reverse("program", args=[patient.code])
    draft = patient.programs.get().draft
    assert draft.prescriptions.count() == gentle.items.count() > 0
    assert draft.edited_by == therapist
    as_user(therapist).post(address(gentle), {"patient": str(patient.code)})
    assert draft.prescriptions.count() == gentle.items.count()


def test_the_builder_can_take_it_back(as_user, therapist, gentle):
    patient = make_patient(therapist=therapist)
    as_user(therapist).post(address(gentle), {"patient": str(patient.code)})
    draft = patient.programs.get().draft
    draft.undo(revision=draft.revision)
    assert not draft.prescriptions.exists()


def test_nobody_writes_a_program_after_discharge(as_user, therapist, gentle):
    patient = make_patient(therapist=therapist)
    patient.discharge()
    answer = as_user(therapist).post(address(gentle), {"patient": str(patient.code)})
    assert answer.status_code == 422
    assert list(answer.context["patients"]) == []
    assert not patient.programs.exists()


def in_use(client, name="Gentle start"):
    rows = client.get(reverse("template_list")).context["templates"]
    return next(row.in_use for row in rows if row.name == name)


def test_in_use_counts_this_clinics_patients_with_an_open_program(
    as_user, therapist, outsider, gentle
):
    patients = [make_patient(therapist=member) for member in (therapist, therapist, outsider)]
    for patient in patients:
        member = patient.therapist
        as_user(member).post(address(gentle), {"patient": str(patient.code)})
    assert in_use(as_user(therapist)) == 2
    assert in_use(as_user(outsider)) == 1
    program = patients[0].programs.get()
    program.end(patients[0].today())
    assert in_use(as_user(therapist)) == 1


@pytest.mark.parametrize("choice", ["", "nonsense", "theirs"])
def test_nobody_and_another_clinics_patient_come_back(
    as_user, therapist, outsiders_patient, gentle, choice
):
    code = str(outsiders_patient.code) if choice == "theirs" else choice
    answer = as_user(therapist).post(address(gentle), {"patient": code})
    assert answer.status_code == 422
    assert outsiders_patient.programs.count() == 0


def test_a_program_that_would_grow_too_long_comes_back(as_user, therapist, gentle, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_ROWS", 1)
    patient = make_patient(therapist=therapist)
    answer = as_user(therapist).post(address(gentle), {"patient": str(patient.code)})
    assert answer.status_code == 422
    assert "A program holds at most 1 rows." in answer.content.decode()
    assert not Template.objects.exclude(programs=None).exists()
    assert not patient.programs.exists()


def test_what_one_may_not_see_is_not_used(as_user, therapist, colleague):
    own = Template.objects.create(
        name="Mine", clinic=therapist.clinic, owner=therapist, sharing="private"
    )
    assert as_user(colleague).get(address(own)).status_code == 404
