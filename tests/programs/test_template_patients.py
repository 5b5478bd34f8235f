"""Finding the patient a template is for."""

import pytest
from django.urls import reverse

from programs.models import Template
from tests.factories import make_patient


@pytest.fixture
def gentle(library):
    return Template.objects.get(name="Gentle start")


def address(template, name="template_patients"):
    return reverse(name, args=[template.code])


def found(page):
    return [patient.name for patient in page.context["patients"]]


@pytest.fixture
def three(therapist, outsider):
    make_patient(therapist=therapist, name="Maria Delgado")
    make_patient(therapist=therapist, name="Walter Nguyen")
    make_patient(therapist=outsider, name="Maria Elsewhere")


@pytest.mark.parametrize("q", ["maria", "delgado MAR", "mar\0ia"])
def test_patients_are_found_by_name(as_user, therapist, three, gentle, q):
    page = as_user(therapist).post(address(gentle), {"q": q})
    assert (page.status_code, found(page)) == (200, ["Maria Delgado"])
    assert f'action="{address(gentle, "template_use")}"' in page.text


def test_nobody_of_this_name(as_user, therapist, three, gentle):
    page = as_user(therapist).post(address(gentle), {"q": "otto"})
    assert found(page) == []
    assert "Nobody of this name." in page.text


def test_a_name_in_the_address_asks_for_nobody(as_user, therapist, three, gentle):
    page = as_user(therapist).get(address(gentle, "template_use"), {"q": "maria"})
    assert found(page) == ["Maria Delgado", "Walter Nguyen"]
    box = page.text[: page.text.index('name="q" value')].rpartition("<form")[2]
    assert 'method="post"' in box


def test_another_clinics_template_is_not_there(as_user, therapist, outsider, three):
    theirs = Template.objects.create(name="Theirs", clinic=outsider.clinic, owner=outsider)
    assert as_user(therapist).post(address(theirs), {"q": "maria"}).status_code == 404


def test_the_menu_still_says_templates(as_user, therapist, three, gentle):
    page = as_user(therapist).post(address(gentle), {"q": "maria"}).text
    menu = page[page.index("<nav") : page.index("</nav>")]
    assert menu.count("aria-current") == 1
