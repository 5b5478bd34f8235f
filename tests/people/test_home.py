import pytest
from django.urls import reverse

from tests.factories import make_member, make_user


def asked(client):
    return client.get(reverse("home"))


def test_anybody_reads_about_the_stretches(client):
    assert asked(client).url == reverse("stretch_list")


def test_a_patient_goes_to_today(as_user, patient):
    assert asked(as_user(patient)).url == reverse("today")


def test_a_therapist_goes_to_the_caseload(as_user, therapist):
    assert asked(as_user(therapist)).url == reverse("caseload")


def test_an_admin_without_credentials_goes_to_the_clinics_desk(as_user, clinic_admin):
    assert asked(as_user(clinic_admin)).url == reverse("clinic_staff")


def test_an_admin_with_credentials_treats(as_user, clinic_admin):
    clinic_admin.credentials = "PT"
    clinic_admin.save()
    assert asked(as_user(clinic_admin)).url == reverse("caseload")


def test_the_operator_goes_to_the_admin(as_user, operator):
    assert asked(as_user(operator)).url == reverse("admin:index")


def test_nobodys_member_gets_a_plain_page(as_user):
    assert asked(as_user(make_user())).url == reverse("me")


@pytest.mark.parametrize("name", ["caseload", "patient_add"])
def test_an_ended_membership_opens_nothing(as_user, clinic, name):
    member = make_member(clinic)
    client = as_user(member)
    member.ended_at = "2026-01-01T00:00Z"
    member.save()
    assert client.get(reverse(name)).status_code == 404
    assert asked(client).url == reverse("me")


def test_a_deactivated_person_is_asked_to_sign_in(as_user, therapist):
    client = as_user(therapist)
    therapist.user.is_active = False
    therapist.user.save()
    assert client.get(reverse("patient_add")).url.startswith(reverse("account_login"))
