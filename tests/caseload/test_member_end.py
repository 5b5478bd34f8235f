"""Somebody stops working here: after the patients, signed out everywhere, nothing deleted."""

from django.test import Client
from django.urls import reverse

from people.models import Cover, HandOver, Invitation, Membership
from tests.factories import make_member, make_patient


def end(client, member):
    return client.post(reverse("member_end", args=[member.code]))


def signed_in(member):
    client = Client()
    client.force_login(member.user)
    return client


def test_the_place_ends_and_stays_as_a_row(as_user, clinic_admin, colleague):
    assert end(as_user(clinic_admin), colleague).url == reverse("clinic_staff")
    colleague.refresh_from_db()
    assert colleague.ended_at
    assert colleague.user.is_active
    assert Membership.objects.count() == 2


def test_signed_out_everywhere(as_user, clinic_admin, colleague):
    phone, laptop = signed_in(colleague), signed_in(colleague)
    assert phone.get(reverse("caseload")).status_code == 200
    end(as_user(clinic_admin), colleague)
    for device in (phone, laptop):
        assert device.get(reverse("caseload")).url.startswith("/accounts/login/")
        assert device.get(reverse("me")).status_code == 302
    assert as_user(clinic_admin).get(reverse("clinic_staff")).status_code == 200


def test_who_works_elsewhere_stays_signed_in_there(as_user, clinic_admin, colleague, other_clinic):
    Membership.objects.create(
        user=colleague.user, clinic=other_clinic, role="therapist", credentials="PT"
    )
    phone = signed_in(colleague)
    end(as_user(clinic_admin), colleague)
    answer = phone.get(reverse("caseload"))
    assert answer.status_code == 200
    assert "Hillside PT" in answer.content.decode()


def test_first_the_patients(as_user, clinic_admin, colleague):
    make_patient(therapist=colleague)
    make_patient(therapist=colleague).discharge()
    client = as_user(clinic_admin)
    page = client.get(reverse("member_end", args=[colleague.code])).content.decode()
    assert "2 patients are still with Sam Rivera, discharged ones included." in page
    assert reverse("hand_over_offer", args=[colleague.code]) in page
    assert 'class="btn stop"' not in page
    answer = end(client, colleague)
    assert answer.status_code == 422
    assert "Hand the patients over first." in answer.content.decode()
    colleague.refresh_from_db()
    assert colleague.ended_at is None


def test_the_last_admin_does_not_leave(as_user, clinic_admin, clinic):
    answer = end(as_user(clinic_admin), clinic_admin)
    assert answer.status_code == 422
    assert "A clinic needs an admin who can sign in." in answer.content.decode()
    make_member(clinic, role="admin")
    client = as_user(clinic_admin)
    assert end(client, clinic_admin).url == reverse("home")
    assert client.get(reverse("clinic_staff")).url.startswith("/accounts/login/")


def test_what_rested_on_them_ends(as_user, clinic_admin, colleague, therapist, clinic):
    dates = {"from_date": "2026-12-01", "to_date": "2026-12-05"}
    Cover.objects.create(clinic=clinic, away=therapist, by=colleague, **dates)
    HandOver.objects.create(clinic=clinic, giver=therapist, taker=colleague, offered_by=therapist)
    _, theirs = Invitation.issue(
        clinic=clinic, email="a@x.test", role="therapist", invited_by=colleague
    )
    _, others = Invitation.issue(
        clinic=clinic, email="b@x.test", role="therapist", invited_by=therapist
    )
    client = as_user(clinic_admin)
    page = client.get(reverse("member_end", args=[colleague.code])).content.decode()
    assert "1 unused invitation they sent stops working." in page
    end(client, colleague)
    assert not Cover.objects.filter(ended_at=None).exists()
    assert HandOver.objects.get().state == "withdrawn"
    assert not Invitation.objects.usable(theirs).exists()
    assert Invitation.objects.usable(others).exists()


def test_a_second_click_finds_nobody(as_user, clinic_admin, colleague):
    client = as_user(clinic_admin)
    assert [end(client, colleague).status_code for _ in range(2)] == [302, 404]


def test_another_clinics_member_is_not_there(as_user, clinic_admin, outsider):
    client = as_user(clinic_admin)
    assert end(client, outsider).status_code == 404
    assert client.get(reverse("member_end", args=[outsider.code])).status_code == 404
    outsider.refresh_from_db()
    assert outsider.ended_at is None


def test_coming_back_is_a_new_place(as_user, client, clinic_admin, colleague, clinic):
    end(as_user(clinic_admin), colleague)
    _, token = Invitation.issue(clinic=clinic, email=colleague.user.email, role="therapist")
    colleague.user.refresh_from_db()
    client.force_login(colleague.user)
    assert client.post(reverse("invitation", args=[token])).status_code == 302
    places = clinic.memberships.filter(user=colleague.user)
    assert (places.count(), places.open().count()) == (2, 1)
