import pytest
from django.urls import reverse

from people.models import Cover, HandOver
from tests.factories import make_member, make_patient


def save(client, member, role="therapist", credentials="PT", was="therapist PT"):
    fields = {"role": role, "credentials": credentials, "was": was}
    return client.post(reverse("member_role", args=[member.code]), fields)


def now(member):
    member.refresh_from_db()
    return member.role, member.credentials


def test_a_role_and_credentials_change(as_user, clinic_admin, colleague):
    client = as_user(clinic_admin)
    assert client.get(reverse("member_role", args=[colleague.code])).status_code == 200
    assert save(client, colleague, "admin", " DPT  OCS ").url == reverse("clinic_staff")
    assert now(colleague) == ("admin", "DPT OCS")


def test_the_last_admin_keeps_the_role(as_user, clinic_admin):
    answer = save(as_user(clinic_admin), clinic_admin, "therapist", "PT", was="admin")
    assert answer.status_code == 422
    assert "A clinic needs an admin who can sign in." in str(answer.context["form"].errors["role"])
    assert now(clinic_admin) == ("admin", "")


def test_an_admin_who_cannot_sign_in_does_not_count(as_user, clinic, clinic_admin):
    other = make_member(clinic, role="admin")
    other.user.is_active = False
    other.user.save()
    clinic_admin.credentials = "PT"
    clinic_admin.save()
    client, as_now = as_user(clinic_admin), "admin PT"
    assert save(client, clinic_admin, "therapist", "PT", as_now).status_code == 422
    other.user.is_active = True
    other.user.save()
    assert save(client, clinic_admin, "therapist", "PT", as_now).status_code == 302


@pytest.mark.parametrize(("role", "credentials"), [("admin", "PT"), ("therapist", "")])
def test_nobody_makes_themself_a_clinician(
    as_user, clinic, clinic_admin, patient, role, credentials
):
    second = make_member(clinic, role="admin", email="kim@riverbend.test")
    client, record = as_user(clinic_admin), reverse("patient_detail", args=[patient.code])
    answer = save(client, clinic_admin, role, credentials, was="admin")
    assert answer.status_code == 422
    assert "Another admin has to do it." in answer.content.decode()
    assert now(clinic_admin) == ("admin", "")
    assert client.get(record).status_code == 404
    assert save(as_user(second), clinic_admin, role, credentials, was="admin").status_code == 302
    assert as_user(clinic_admin).get(record).status_code == 200


def test_who_has_patients_goes_on_treating(as_user, clinic_admin, colleague):
    make_patient(therapist=colleague)
    answer = save(as_user(clinic_admin), colleague, "admin", "")
    assert answer.status_code == 422
    assert "Sam Rivera still has 1 patient." in answer.content.decode()
    assert now(colleague) == ("therapist", "PT")


def test_who_stops_treating_ends_covers_and_offers(as_user, clinic_admin, colleague, therapist):
    dates = {"from_date": "2026-12-01", "to_date": "2026-12-05"}
    Cover.objects.create(clinic=colleague.clinic, away=therapist, by=colleague, **dates)
    HandOver.objects.create(
        clinic=colleague.clinic, giver=therapist, taker=colleague, offered_by=therapist
    )
    assert save(as_user(clinic_admin), colleague, "admin", "").status_code == 302
    assert not Cover.objects.filter(ended_at=None).exists()
    assert HandOver.objects.get().state == "withdrawn"


def test_what_somebody_else_offers_is_not_beside_this_one(
    as_user, clinic_admin, colleague, therapist
):
    for giver, taker in [(therapist, colleague), (colleague, therapist)]:
        HandOver.objects.create(clinic=giver.clinic, giver=giver, taker=taker, offered_by=giver)
    page = as_user(clinic_admin).get(reverse("member_role", args=[colleague.code]))
    assert [offer.giver for offer in page.context["offers"]] == [colleague]


def test_two_admins_at_once_see_both(as_user, clinic_admin, colleague):
    """Opened as therapist PT, saved by another admin meanwhile: nothing is lost, both are shown."""
    save(as_user(clinic_admin), colleague, credentials="DPT")
    answer = save(as_user(clinic_admin), colleague, credentials="PT, OCS")
    assert answer.status_code == 409
    assert answer.context["differences"] == [
        {"label": "Credentials", "theirs": "DPT", "mine": "PT, OCS"}
    ]
    assert now(colleague) == ("therapist", "DPT")
    page = answer.content.decode()
    assert 'name="was" value="therapist DPT"' in page
    assert 'value="PT, OCS"' in page
    assert save(as_user(clinic_admin), colleague, credentials="PT, OCS", was="therapist DPT")
    assert now(colleague) == ("therapist", "PT, OCS")


def test_the_same_typed_twice_is_no_conflict(as_user, clinic_admin, colleague):
    for _ in range(2):
        assert save(as_user(clinic_admin), colleague, credentials="DPT").status_code == 302


def test_other_clinics_and_those_who_left_are_not_there(as_user, clinic_admin, outsider, clinic):
    left = make_member(clinic)
    left.end()
    for member in (outsider, left):
        assert save(as_user(clinic_admin), member).status_code == 404
        address = reverse("member_role", args=[member.code])
        assert as_user(clinic_admin).get(address).status_code == 404


@pytest.mark.parametrize("role", ["", "operator"])
def test_unknown_roles_are_refused(as_user, clinic_admin, colleague, role):
    assert save(as_user(clinic_admin), colleague, role).status_code == 422
    assert now(colleague) == ("therapist", "PT")
