from django.urls import reverse

from people.models import Invitation

FIELDS = {"role": "therapist", "name": "Kofi Mensah"}


def withdraw(client, email="kofi@x.test"):
    return client.post(reverse("staff_invite_withdraw"), {"email": email})


def test_the_link_opens_nothing_and_the_row_is_gone(as_user, client, clinic_admin, clinic):
    _, token = Invitation.issue(clinic=clinic, email="kofi@x.test", **FIELDS)
    assert withdraw(as_user(clinic_admin)).url == reverse("clinic_staff")
    assert not Invitation.objects.usable(token).exists()
    assert not Invitation.objects.waiting(clinic).exists()
    page = client.get(reverse("clinic_staff")).content.decode()
    assert "The invitation to kofi@x.test is taken back." in page
    assert "Kofi Mensah" not in page
    client.logout()
    assert client.get(reverse("invitation", args=[token])).status_code == 404


def test_a_second_click_finds_nothing(as_user, clinic_admin, clinic):
    Invitation.issue(clinic=clinic, email="kofi@x.test", **FIELDS)
    assert withdraw(as_user(clinic_admin)).status_code == 302
    assert withdraw(as_user(clinic_admin)).status_code == 404


def test_another_clinics_stays(as_user, clinic_admin, other_clinic):
    _, token = Invitation.issue(clinic=other_clinic, email="kofi@x.test", **FIELDS)
    assert withdraw(as_user(clinic_admin)).status_code == 404
    assert Invitation.objects.usable(token).exists()
