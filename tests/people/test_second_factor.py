"""Staff open nothing before they have a second factor, and always sign in with it afterwards."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from people.models import Invitation
from people.second_factor import Adapter
from tests.factories import make_member
from tests.people.signing_in import PASSWORD, SECRET, add_app, app_code

ENROL = reverse("second_factor")
LOGIN = reverse("account_login")
STEP = reverse("mfa_authenticate")
APP = reverse("mfa_activate_totp")


@pytest.fixture(autouse=True)
def _as_in_production(settings):
    settings.SECOND_FACTOR_FOR_STAFF = True


def with_password(person):
    user = getattr(person, "user", person)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, user, **more):
    return client.post(LOGIN, {"login": user.email, "password": PASSWORD} | more)


def signed_in(client):
    return "_auth_user_id" in client.session


@pytest.fixture
def dana(therapist):
    return with_password(therapist)


def enrol_app(client, monkeypatch):
    """Scan the square code and type what the app shows."""
    page = client.get(APP)
    secret = page.context["form"].secret
    monkeypatch.setattr("tests.people.signing_in.SECRET", secret)
    return client.post(APP, {"code": app_code()})


def test_until_then_there_is_one_page_and_nothing_else(client, dana, patient):
    sign_in(client, dana)
    record = reverse("patient_detail", args=[patient.code])
    for address in (reverse("caseload"), record, reverse("me"), "/", reverse("stretch_list")):
        assert client.get(address).url == ENROL
    assert client.post(reverse("patient_discharge", args=[patient.code])).url == ENROL
    by_htmx = client.get(reverse("caseload"), headers={"HX-Request": "true"})
    assert by_htmx.headers["HX-Redirect"] == ENROL
    for name in ("second_factor", "help", "notice"):
        assert client.get(reverse(name)).status_code == 200
    client.post(reverse("account_logout"))
    assert not signed_in(client)


def test_the_operators_admin_waits_as_well(as_user, operator):
    client = as_user(operator)
    assert client.get(reverse("admin:index")).url == ENROL


def test_an_app_opens_the_house(client, dana, monkeypatch):
    sign_in(client, dana)
    key = client.session.session_key
    assert "One more step" in client.get(ENROL).text
    answer = enrol_app(client, monkeypatch)
    assert answer.url == reverse("mfa_view_recovery_codes")
    assert client.session.session_key != key
    assert len(re.findall(r"<li>\d{8}</li>", client.get(answer.url).text)) == 10
    assert client.get(reverse("caseload")).status_code == 200
    assert client.get(ENROL).url == reverse("home")


def test_a_wrong_code_turns_nothing_on(client, dana):
    sign_in(client, dana)
    client.get(APP)
    assert client.post(APP, {"code": "000000"}).status_code == 422
    assert not Authenticator.objects.exists()
    assert client.get(reverse("caseload")).url == ENROL


def test_later_the_password_is_half_the_way(client, dana):
    add_app(dana)
    assert sign_in(client, dana, next="/me/").url == STEP
    assert not signed_in(client)
    assert client.get(reverse("caseload")).url.startswith(LOGIN)
    assert client.post(STEP, {"code": "000000"}).status_code == 422
    assert client.post(STEP, {"code": app_code()}).url == "/me/"
    assert client.get(reverse("caseload")).status_code == 200


@pytest.mark.trial("B")
def test_the_key_of_the_session_changes_with_the_second_step(client, dana, tally):
    """Nobody can hand somebody a session and find it signed in (fixation)."""
    add_app(dana)
    sign_in(client, dana)
    half = client.session.session_key
    client.post(STEP, {"code": app_code()})
    assert client.session.session_key != half
    client.cookies["sessionid"] = half
    assert client.get(reverse("caseload")).url.startswith(LOGIN)
    tally("B", cases=1, wrong=0)


@pytest.mark.trial("B")
def test_the_key_of_the_session_changes_with_a_sign_in(client, patient, tally):
    """One that a stranger began, and knows, is worth nothing to them afterwards."""
    client.post(reverse("account_request_login_code"), {"email": "stranger@example.com"})
    client.post(reverse("account_logout"), {"next": LOGIN})
    known = client.cookies["sessionid"].value
    sign_in(client, with_password(patient))
    assert signed_in(client)
    assert client.session.session_key != known
    stranger = Client()
    stranger.cookies["sessionid"] = known
    assert stranger.get(reverse("today")).url.startswith(LOGIN)
    tally("B", cases=1, wrong=0)


def test_a_code_works_once(client, dana):
    add_app(dana)
    code = app_code()
    for browser, works in ((client, True), (Client(), False)):
        sign_in(browser, dana)
        browser.post(STEP, {"code": code})
        assert signed_in(browser) == works


def test_nor_again_while_the_app_still_shows_it(client, dana, monkeypatch):
    """allauth forgets after half a minute; we take codes for longer."""
    add_app(dana)
    sign_in(client, dana)
    client.post(STEP, {"code": app_code()})
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.TOTP._mark_code_used", lambda *_: True)
    other = Client()
    sign_in(other, dana)
    assert other.post(STEP, {"code": app_code()}).status_code == 422


def test_a_spare_code_works_once(client, dana):
    spare = add_app(dana)
    for browser, works in ((client, True), (Client(), False)):
        sign_in(browser, dana)
        browser.post(STEP, {"code": spare[3]})
        assert signed_in(browser) == works


def test_five_wrong_codes_close_the_door_for_a_while(client, dana):
    add_app(dana)
    sign_in(client, dana)
    for _ in range(5):
        client.post(STEP, {"code": "000000"})
    assert "Too many tries" in client.post(STEP, {"code": app_code()}).text
    assert not signed_in(client)


def test_a_session_older_than_the_factor_is_over(as_user, dana, patient):
    """Made in one browser, it holds in all: nobody who has only the password makes a second."""
    client = as_user(dana)
    assert client.get(reverse("caseload")).url == ENROL
    add_app(dana)
    answer = client.get(APP, follow=True)
    assert "Please sign in again" in answer.text
    assert not signed_in(client)


def test_an_invitation_asks_for_it_too(client, dana, clinic, other_clinic):
    """Somebody we know, invited to a second clinic, gives the password and then the second step."""
    add_app(dana)
    _, token = Invitation.issue(clinic=other_clinic, email=dana.email, role="therapist")
    answer = client.post(reverse("invitation", args=[token]), {"password": PASSWORD})
    assert answer.url == STEP
    assert not signed_in(client)


def test_staff_keep_one(client, dana):
    add_app(dana)
    sign_in(client, dana)
    client.post(STEP, {"code": app_code()})
    answer = client.post(reverse("mfa_deactivate_totp"), follow=True)
    assert "Add another first." in answer.text
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_a_patient_is_not_asked(client, patient, notice):
    maria = with_password(patient)
    sign_in(client, maria)
    assert client.get(reverse("today")).status_code == 200
    assert client.get(ENROL).url == reverse("home")
    assert client.get(APP).status_code == 404
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 404


def test_who_becomes_staff_is(as_user, patient, other_clinic):
    client = as_user(patient)
    assert client.get(reverse("today")).status_code == 200
    make_member(other_clinic).user.memberships.update(user=patient.user)
    assert client.get(reverse("today")).url == ENROL


def test_the_demos_own_people_are_let_off(as_user, clinic, settings):
    settings.SECOND_FACTOR_EXEMPT = "@demo.test"
    assert as_user(make_member(clinic, email="t@demo.test")).get("/").url == reverse("caseload")
    assert as_user(make_member(clinic, email="t@demo.example")).get("/").url == ENROL


def test_what_codes_are_made_from_is_sealed(dana, settings):
    add_app(dana)
    stored = [str(one.data) for one in Authenticator.objects.all()]
    assert len(stored) == 2
    assert SECRET not in "".join(stored)
    sealed = Adapter().encrypt(SECRET)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert Adapter().decrypt(sealed) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    assert Adapter().decrypt(sealed) not in {SECRET, "", Adapter().decrypt(sealed)}
