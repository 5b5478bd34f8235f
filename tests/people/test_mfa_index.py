"""How I sign in, and where I am signed in."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from people.models import SignIn
from tests.people.signing_in import PASSWORD, add_app

PAGE = reverse("mfa_index")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/125.0 Safari/537.36 Edg/125.0"
)


@pytest.fixture
def maria(patient):
    patient.user.set_password(PASSWORD)
    patient.user.save()
    return patient.user


def browser(user, agent):
    client = Client(headers={"User-Agent": agent})
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def devices(client):
    return [(one.device, one.pk == client.session["sign_in"]) for one in shown(client)]


def shown(client):
    return client.get(PAGE).context["sign_ins"]


def test_it_names_each_browser_and_this_one(maria):
    browser(maria, EDGE)
    browser(maria, IPHONE)
    client = browser(maria, FIREFOX)
    assert devices(client) == [
        ("Firefox on Windows", True),
        ("Safari on iPhone", False),
        ("Edge on Mac", False),
    ]
    assert client.get(PAGE).text.count("(this one)") == 1


def test_a_browser_that_says_nothing_is_one_all_the_same(maria):
    assert devices(browser(maria, "")) == [("A browser", True)]


def test_signing_out_takes_it_off_the_list(maria):
    phone, client = browser(maria, IPHONE), browser(maria, FIREFOX)
    phone.post(reverse("account_logout"))
    assert devices(client) == [("Firefox on Windows", True)]


def test_another_password_ends_the_others(maria):
    browser(maria, IPHONE)
    maria.set_password("another good sentence")
    maria.save()
    client = Client(headers={"User-Agent": EDGE})
    client.force_login(maria)
    assert [one.device for one in shown(client)] == ["A browser"]


def test_nobody_sees_somebody_elses(maria, as_user, other_patient):
    browser(maria, IPHONE)
    assert "iPhone" not in as_user(other_patient).get(PAGE).text


def test_its_queries_do_not_grow(maria, assert_queries):
    client = browser(maria, IPHONE)
    with assert_queries(6):
        client.get(PAGE)
    browser(maria, EDGE)
    with assert_queries(6):
        client.get(PAGE)
    assert SignIn.objects.count() == 2


def test_staff_find_the_app_and_the_spare_codes(as_user, therapist):
    client = as_user(therapist)
    add_app(therapist.user)
    page = client.get(PAGE).text
    assert "In use since" in page
    assert "10 codes left" in page
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert "In use since" not in client.get(PAGE).text


def test_a_patient_finds_passkeys_alone(as_user, patient):
    page = as_user(patient).get(PAGE).text
    assert "Make a passkey" in page
    assert "Spare codes" not in page
    assert reverse("mfa_activate_totp") not in page


def test_a_change_asks_once_more_who_it_is(as_user, therapist):
    client = as_user(therapist)
    session = client.session
    session["proved_at"] -= 400
    session.save()
    for name in ("mfa_add_webauthn", "mfa_activate_totp", "mfa_generate_recovery_codes"):
        assert "Is it you?" in client.get(reverse(name)).text
