"""Who finds a desk at /admin/, and that no patient is on it."""

import pytest
from django.apps import apps
from django.contrib import admin

from tests.factories import make_member

OPEN_ROOMS = {"exercises", "people"}


@pytest.mark.parametrize("person", ["clinic_admin", "operator"])
def test_those_who_edit_find_a_desk(request, as_user, person):
    page = as_user(request.getfixturevalue(person)).get("/admin/").text

    assert "Stretch descriptions" in page
    assert 'href="/notice/"' in page
    assert 'action="/accounts/logout/"' in page


@pytest.mark.parametrize("person", ["therapist", "colleague", "outsider", "patient"])
@pytest.mark.parametrize("path", ["", "login/", "exercises/wording/", "jsi18n/", "nowhere/"])
def test_there_is_no_desk_for_others(request, as_user, person, path):
    answer = as_user(request.getfixturevalue(person)).get(f"/admin/{path}")

    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["", "exercises/wording/", "login/?next=/admin/"])
def test_strangers_are_asked_to_sign_in_once(client, path):
    answer = client.get(f"/admin/{path}", follow=True)

    assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=%2Fadmin%2F")


def test_an_admin_who_left_has_no_desk(as_user, clinic_admin):
    from django.utils import timezone

    clinic_admin.ended_at = timezone.now()
    clinic_admin.save()

    assert as_user(clinic_admin).get("/admin/").status_code == 404


def test_an_admin_who_treats_has_a_desk(as_user, clinic):
    member = make_member(clinic, role="admin")
    member.credentials = "PT"
    member.save()

    assert as_user(member).get("/admin/").status_code == 200


def test_no_model_about_a_patient_is_registered():
    """The desk knows stretches and notices; nothing that leads to a person's record."""
    user, patient = apps.get_model("people", "User"), apps.get_model("people", "Patient")
    for model in admin.site._registry:
        assert model._meta.app_label in OPEN_ROOMS
        fields = model._meta.get_fields()
        assert model is not patient
        pointed_at = {field.related_model for field in fields if field.concrete}
        assert not {user, patient} & pointed_at, model


def test_a_clinic_admin_is_not_offered_the_notices(as_user, clinic_admin):
    assert "notice/add" not in as_user(clinic_admin).get("/admin/").text


@pytest.mark.parametrize("asked", ["summary__regex=(", "id__in=" + "9" * 30, "clinic__name=x"])
def test_a_list_takes_no_filter_from_its_address(as_user, clinic_admin, asked):
    answer = as_user(clinic_admin).get(f"/admin/exercises/wording/?{asked}")

    assert answer.status_code == 400


def test_models_are_not_reachable_by_content_type(as_user, operator, patient):
    assert as_user(operator).get("/admin/r/1/1/").status_code == 404
