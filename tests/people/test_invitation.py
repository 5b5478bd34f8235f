import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import Invitation, Membership, User
from tests.factories import make_patient, make_user

PASSWORD = "kneel in the garden"


@pytest.fixture
def maria(therapist, notice):
    return make_patient(therapist=therapist, name="Maria Delgado", email="maria@example.com")


@pytest.fixture
def link(maria, therapist):
    return link_to(maria, therapist)


def link_to(patient, member):
    _, token = Invitation.issue(
        clinic=patient.clinic,
        email=patient.email,
        role="patient",
        patient=patient,
        invited_by=member,
    )
    return reverse("invitation", args=[token])


def link_for(clinic, **fields):
    _, token = Invitation.issue(clinic=clinic, **{"email": "new@riverbend.test"} | fields)
    return reverse("invitation", args=[token])


def signed_in(client):
    return int(client.session["_auth_user_id"]) if "_auth_user_id" in client.session else None


def test_opening_the_link_changes_nothing(client, link):
    for _ in range(3):
        page = client.get(link).content.decode()
    assert "Hello, Maria" in page
    assert "Dana Okafor, PT, has a home plan for you." in page
    assert "maria@example.com" in page
    client.head(link)
    assert Invitation.objects.get().used_at is None
    assert not User.objects.filter(email="maria@example.com").exists()


def test_accepting_with_a_password(client, link, maria):
    response = client.post(link, {"password": PASSWORD})
    maria.refresh_from_db()
    assert response.url == reverse("home")
    assert (maria.user.email, maria.user.name) == ("maria@example.com", "Maria Delgado")
    assert maria.user.check_password(PASSWORD)
    assert signed_in(client) == maria.user.pk
    today = client.get(response.url).url
    assert client.get(today).url.startswith(reverse("notice"))


def test_accepting_without_a_password(client, link, maria):
    assert client.post(link, {"by_code": "yes", "password": ""}).url == reverse("home")
    maria.refresh_from_db()
    assert not maria.user.has_usable_password()


@pytest.mark.parametrize("password", ["", "short", "1234567890", "password123"])
def test_a_weak_password_is_told_beside_its_field(client, link, password):
    response = client.post(link, {"password": password})
    assert response.status_code == 422
    assert 'id="id_password_error"' in response.content.decode()
    assert Invitation.objects.get().used_at is None
    assert signed_in(client) is None


def test_every_dead_link_is_the_same_page(client, link, maria, therapist):
    ended = link
    expired = link_to(maria, therapist)  # ends the one before
    Invitation.objects.filter(patient=maria).latest("id")
    other = make_patient(therapist=therapist, name="Walter", email="walter@example.com")
    used = link_to(other, therapist)
    client.post(used, {"by_code": "yes"})
    client.logout()
    Invitation.objects.filter(used_at=None).update(expires_at=timezone.now() - timedelta(seconds=1))
    foreign = reverse("invitation", args=["never-issued"])
    pages = {client.get(address).content for address in (ended, expired, used, foreign)}
    pages |= {client.post(address, {"password": PASSWORD}).content for address in (expired, used)}
    assert len(pages) == 1
    page = pages.pop().decode()
    assert client.get(used).status_code == client.get(foreign).status_code == 404
    for word in ("Maria", "Walter", "Riverbend", "Dana", "example.com"):
        assert word not in page


def test_72_hours(link):
    invitation = Invitation.objects.get()
    assert invitation.expires_at - invitation.created_at == pytest.approx(
        timedelta(hours=72), abs=timedelta(seconds=5)
    )


def test_only_the_hash_of_the_token_is_kept(link):
    token = link.split("/")[2]
    row = Invitation.objects.values().get()
    assert re.fullmatch("[0-9a-f]{64}", row["token_sha256"])
    assert token not in str(row)


def test_no_other_page_learns_the_address(client, link):
    response = client.get(link)
    assert response["Referrer-Policy"] == "strict-origin"
    assert "no-store" in response["Cache-Control"]


def test_an_account_is_never_taken_over(client, link, maria):
    owner = make_user("maria@example.com", "the owner's own words")
    page = client.get(link).content.decode()
    assert "Your password" in page
    assert "by_code" not in page
    for attempt in (
        {"password": PASSWORD},
        {"by_code": "yes"},
        {"by_code": "yes", "password": "x"},
    ):
        assert client.post(link, attempt).status_code == 422
    owner.refresh_from_db()
    maria.refresh_from_db()
    assert owner.check_password("the owner's own words")
    assert maria.user is None
    assert signed_in(client) is None


def test_the_owner_proves_the_password(client, link, maria):
    owner = make_user("maria@example.com", "the owner's own words")
    assert client.post(link, {"password": "the owner's own words"}).url == reverse("home")
    maria.refresh_from_db()
    assert maria.user == owner
    assert signed_in(client) == owner.pk


def test_the_owner_is_signed_in_already(as_user, link, maria):
    owner = make_user("Maria@example.com")
    client = as_user(owner)
    assert 'name="password"' not in client.get(link).content.decode()
    assert client.post(link).url == reverse("home")
    maria.refresh_from_db()
    assert maria.user == owner


def test_somebody_else_signed_in_does_not_get_marias_record(as_user, link, maria, colleague):
    client = as_user(colleague)
    client.post(link, {"password": PASSWORD})
    maria.refresh_from_db()
    assert maria.user.email == "maria@example.com"
    assert signed_in(client) == maria.user.pk


def test_a_deactivated_owner_opens_nothing(client, link, maria):
    make_user("maria@example.com", PASSWORD, is_active=False)
    assert client.post(link, {"password": PASSWORD}).status_code == 422
    maria.refresh_from_db()
    assert maria.user is None


def test_guessing_the_owners_password_is_limited(client, link):
    make_user("maria@example.com", "the owner's own words")
    for _ in range(5):
        client.post(link, {"password": "a wrong password"})
    page = client.post(link, {"password": "the owner's own words"}).content.decode()
    assert "Too many tries" in page
    assert signed_in(client) is None


def test_one_person_has_one_record_at_a_clinic(client, link, therapist):
    owner = make_user("maria@example.com", PASSWORD)
    make_patient(therapist=therapist, user=owner)
    response = client.post(link, {"password": PASSWORD})
    assert response.status_code == 422
    assert "place at this clinic already" in response.content.decode()
    assert Invitation.objects.get().used_at is None


def test_a_therapist_accepts_and_becomes_a_member(client, clinic):
    link = link_for(clinic, role="therapist", credentials="DPT")
    assert 'name="name"' in client.get(link).content.decode()
    assert client.post(link, {"password": PASSWORD}).status_code == 422
    client.post(link, {"name": "Nia New", "password": PASSWORD})
    member = Membership.objects.get(user__email="new@riverbend.test")
    assert (member.clinic, member.role, str(member)) == (clinic, "therapist", "Nia New, DPT")


def test_a_member_is_called_by_one_line(client, clinic):
    link = link_for(clinic, role="therapist")
    client.post(link, {"name": "Nia\r\nNew", "password": PASSWORD})
    assert User.objects.get(email="new@riverbend.test").name == "Nia New"


def test_an_admin_gets_no_credentials_by_asking(client, clinic):
    link = link_for(clinic, role="admin", name="Lee Park")
    page = client.get(link).content.decode()
    assert "Hello, Lee" in page
    client.post(
        link, {"name": "Lee", "password": PASSWORD, "credentials": "PT", "role": "therapist"}
    )
    member = Membership.objects.get(user__email="new@riverbend.test")
    assert (member.role, member.credentials, member.treats) == ("admin", "", False)


def test_members_always_have_a_password(client, clinic):
    link = link_for(clinic, role="therapist")
    assert "by_code" not in client.get(link).content.decode()
    assert client.post(link, {"name": "Nia", "by_code": "yes"}).status_code == 422
