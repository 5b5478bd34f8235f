"""A passkey in Chromium, held by a virtual authenticator: made, used to sign in, used to prove."""

import pytest
from django.urls import reverse

from people.models import User
from tests.browser.conftest import DESK, PHONE
from tests.browser.sessions import let_time_pass
from tests.people.signing_in import PASSWORD


@pytest.fixture
def localhost(live_server):
    """Passkeys belong to a name, and an address of the network is none."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def open_browser(open_page, localhost):
    """`open_browser()` → a page with an authenticator that knows its owner, as phones have."""

    def open_browser(**settings):
        page = open_page(**settings)
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        device = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        added = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device})
        page.authenticator = (devtools, added["authenticatorId"])
        return page

    return open_browser


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(page, localhost, user):
    page.goto(localhost + reverse("account_login"))
    page.get_by_label("Email", exact=True).fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page, localhost):
    page.goto(localhost + reverse("account_logout"))
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/stretches/")


def test_a_patient_makes_one_and_signs_in_with_it(open_browser, localhost, patient, axe):
    page = open_browser(viewport=PHONE)
    sign_in(page, localhost, with_password(patient.user))
    page.wait_for_url("**/today/")
    page.goto(localhost + reverse("me"))
    page.get_by_role("link", name="How you sign in").click()
    page.get_by_role("link", name="Make a passkey").click()
    make = page.get_by_role("button", name="Make a passkey")
    make.wait_for()
    assert axe(page) == []
    make.click()
    page.wait_for_url("**/me/sign-in/")
    page.get_by_text("Passkey, made on").wait_for()
    assert axe(page) == []

    sign_out(page, localhost)
    page.goto(localhost + reverse("account_login"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/today/")


def test_the_password_alone_still_opens_for_a_patient(open_browser, localhost, patient):
    page = open_browser(viewport=PHONE)
    sign_in(page, localhost, with_password(patient.user))
    page.wait_for_url("**/today/")
    page.goto(localhost + reverse("mfa_add_webauthn"))
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url("**/me/sign-in/")
    other = open_browser(viewport=PHONE)
    sign_in(other, localhost, patient.user)
    other.wait_for_url("**/today/")


def test_staff_make_one_before_all_else_and_need_no_password_then(
    open_browser, localhost, therapist, settings, axe
):
    settings.SECOND_FACTOR_FOR_STAFF = True
    page = open_browser(viewport=DESK)
    sign_in(page, localhost, with_password(therapist.user))
    page.wait_for_url("**/second-factor/")
    assert axe(page) == []
    page.get_by_role("link", name="Make a passkey").click()
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url("**/spare-codes/")
    assert page.locator(".spare li").count() == 10
    assert axe(page) == []
    page.get_by_role("link", name="I have kept them").click()
    page.wait_for_url("**/caseload/")

    sign_out(page, localhost)
    page.goto(localhost + reverse("account_login"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/caseload/")


def test_it_is_the_second_step_after_a_password(open_browser, localhost, therapist, settings, axe):
    settings.SECOND_FACTOR_FOR_STAFF = True
    page = open_browser(viewport=DESK)
    sign_in(page, localhost, with_password(therapist.user))
    page.get_by_role("link", name="Make a passkey").click()
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url("**/spare-codes/")
    sign_out(page, localhost)
    sign_in(page, localhost, therapist.user)
    page.get_by_role("heading", name="Second step").wait_for()
    assert axe(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/caseload/")


def test_it_proves_who_somebody_is(open_browser, localhost, therapist, axe):
    page = open_browser(viewport=DESK)
    sign_in(page, localhost, with_password(therapist.user))
    page.wait_for_url("**/caseload/")
    page.goto(localhost + reverse("mfa_add_webauthn"))
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url("**/spare-codes/")
    let_time_pass(600, "proved_at")
    page.goto(localhost + reverse("mfa_generate_recovery_codes"))
    page.get_by_role("heading", name="Is it you?").wait_for()
    assert axe(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="Make new spare codes?").wait_for()


def test_a_finger_that_does_not_match_is_said(open_browser, localhost, patient):
    page = open_browser(viewport=PHONE)
    sign_in(page, localhost, with_password(patient.user))
    page.wait_for_url("**/today/")
    page.goto(localhost + reverse("mfa_add_webauthn"))
    devtools, authenticator = page.authenticator
    wrong = {"authenticatorId": authenticator, "isUserVerified": False}
    devtools.send("WebAuthn.setUserVerified", wrong)
    page.get_by_role("button", name="Make a passkey").click()
    page.get_by_role("alert").get_by_text("That did not work.").wait_for()
    assert not User.objects.filter(authenticator__type="webauthn").exists()
