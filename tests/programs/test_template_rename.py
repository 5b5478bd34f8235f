import pytest
from django.urls import reverse

from programs.models import Template


@pytest.fixture
def template(clinic, therapist):
    return Template.objects.create(name="Desk day", clinic=clinic, owner=therapist)


def rename(client, template, name):
    return client.post(reverse("template_rename", args=[template.code]), {"name": name})


def test_anybody_of_the_clinic_renames_its_template(as_user, colleague, template):
    assert rename(as_user(colleague), template, "Office day").url == reverse("template_list")
    template.refresh_from_db()
    assert template.name == "Office day"


@pytest.mark.parametrize("name", ["", "x" * 81, "Taken"])
def test_a_name_that_will_not_do_is_said_and_kept(as_user, therapist, clinic, template, name):
    Template.objects.create(name="Taken", clinic=clinic)
    answer = rename(as_user(therapist), template, name)
    assert answer.status_code == 422
    assert f'value="{name}"' in answer.content.decode() or name == ""
    assert f'id="{template.code}-name_error"' in answer.content.decode()
    template.refresh_from_db()
    assert template.name == "Desk day"


def test_foreign_and_shipped_templates_are_404(as_user, therapist, outsider, template, library):
    shipped = Template.objects.get(name="Gentle start")
    assert rename(as_user(therapist), shipped, "Ours").status_code == 404
    assert rename(as_user(outsider), template, "Ours").status_code == 404
    assert not Template.objects.filter(name="Ours").exists()
    assert rename(as_user(therapist), template, "Ours").status_code == 302
