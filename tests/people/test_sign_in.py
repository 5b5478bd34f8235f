"""The pages of allauth as we use them: password, code by e-mail, a forgotten password."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_user

LOGIN = reverse("account_login")
CODE = reverse("account_request_login_code")
CONFIRM = reverse("account_confirm_login_code")
RESET = reverse("account_reset_password")
PASSWORD = "kneel in the garden"


@pytest.fixture
def maria():
    return make_user("maria@example.com", PASSWORD, name="Maria Delgado")


def signed_in(client):
    return "_auth_user_id" in client.session


def plain(response):
    """The body without what differs from one rendering to the next."""
    return re.sub(r"[A-Za-z0-9]{64}", "", response.content.decode())


def code_in(mail):
    return re.search(r"^[A-Z]{4}-[A-Z]{4}$", mail.body, re.MULTILINE).group()


def test_password_and_next(client, maria):
    data = {"login": "Maria@Example.com", "password": PASSWORD}
    assert client.post(LOGIN, data | {"next": "/me/"}).url == "/me/"
    client.logout()
    assert client.post(LOGIN, data | {"next": "https://evil.test/"}).url == reverse("home")


def test_wrong_password_and_unknown_email_read_the_same(client, maria):
    answers = {
        plain(client.post(LOGIN, {"login": "same@example.com", "password": "wrong password"})),
        plain(
            client.post(LOGIN, {"login": "maria@example.com", "password": "wrong password"})
        ).replace("maria@example.com", "same@example.com"),
    }
    assert len(answers) == 1
    assert "do not match" in answers.pop()


def test_a_form_with_errors_is_422_and_keeps_the_email(client, maria):
    response = client.post(LOGIN, {"login": "maria@example.com", "password": "wrong"})
    assert response.status_code == 422
    assert 'value="maria@example.com"' in response.content.decode()
    assert client.post(CODE, {"email": "maria"}).status_code == 422


def test_a_deactivated_person_does_not_get_in(client, maria, mailoutbox):
    maria.is_active = False
    maria.save()
    client.post(LOGIN, {"login": maria.email, "password": PASSWORD}, follow=True)
    assert not signed_in(client)
    client.post(CODE, {"email": maria.email})
    assert "no sign-in here" in mailoutbox[0].body


def test_five_wrong_passwords_close_the_door_for_a_while(client, maria):
    for _ in range(5):
        client.post(LOGIN, {"login": maria.email, "password": "wrong password"})
    response = client.post(LOGIN, {"login": maria.email, "password": PASSWORD})
    assert "Too many tries" in response.content.decode()
    assert not signed_in(client)


def test_the_button_on_the_sign_in_page_sends_a_code(client, maria, mailoutbox):
    response = client.post(CODE, {"login": maria.email, "password": "", "next": "/me/"})
    assert response.url.startswith(CONFIRM)
    page = client.get(response.url).content.decode()
    assert "If maria@example.com has a sign-in here" in page
    assert client.post(response.url, {"code": code_in(mailoutbox[0])}).url == "/me/"
    assert signed_in(client)


def test_a_code_works_once(client, maria, mailoutbox):
    client.post(CODE, {"email": maria.email})
    code = code_in(mailoutbox[0])
    assert client.post(CONFIRM, {"code": code.lower().replace("-", " ")}).status_code == 302
    client.logout()
    client.post(CONFIRM, {"code": code})
    assert not signed_in(client)
    client.post(CODE, {"email": maria.email})
    assert client.post(CONFIRM, {"code": code}).status_code == 422
    assert not signed_in(client)


@pytest.mark.parametrize(("seconds", "works"), [(590, True), (610, False)])
def test_a_code_lasts_ten_minutes(client, maria, mailoutbox, monkeypatch, seconds, works):
    client.post(CODE, {"email": maria.email})
    later = (timezone.now() + timedelta(seconds=seconds)).timestamp()
    monkeypatch.setattr("time.time", lambda: later)
    client.post(CONFIRM, {"code": code_in(mailoutbox[0])})
    assert signed_in(client) == works


def test_a_code_asked_for_can_be_let_go(client, maria, mailoutbox):
    client.post(CODE, {"email": "wrong@example.com"})
    assert client.get(LOGIN).url == CONFIRM
    page = client.get(CONFIRM).content.decode()
    assert f'name="next" value="{LOGIN}"' in page
    assert client.post(reverse("account_logout"), {"next": LOGIN}).url == LOGIN
    page = client.get(LOGIN)
    assert page.status_code == 200
    assert "signed out" not in page.content.decode()


def test_a_new_code_can_be_sent(client, maria, mailoutbox):
    client.post(CODE, {"email": maria.email})
    client.post(CONFIRM, {"action": "resend"})
    first, second = (code_in(mail) for mail in mailoutbox)
    assert client.post(CONFIRM, {"code": first}).status_code == 422
    assert client.post(CONFIRM, {"code": second}).status_code == 302


def test_three_wrong_codes_end_it(client, maria, mailoutbox):
    client.post(CODE, {"email": maria.email})
    for _ in range(3):
        client.post(CONFIRM, {"code": "BBBB-BBBB"})
    client.post(CONFIRM, {"code": code_in(mailoutbox[0])})
    assert not signed_in(client)


def test_another_browser_cannot_use_the_code(client, maria, mailoutbox):
    client.post(CODE, {"email": maria.email})
    other = type(client)()
    other.post(CODE, {"email": "stranger@example.com"})
    other.post(CONFIRM, {"code": code_in(mailoutbox[0])})
    assert not signed_in(other)


@pytest.mark.parametrize("address", [CODE, RESET])
def test_known_and_unknown_emails_read_the_same(client, maria, address):
    pages = set()
    for email in ("maria@example.com", "nobody@example.com"):
        response = type(client)().post(address, {"email": email})
        pages.add((response.status_code, response.url, plain(response)))
    assert len(pages) == 1


def test_the_code_page_reads_the_same(client, maria):
    pages = set()
    for email in ("maria@example.com", "nobody@example.com"):
        browser = type(client)()
        page = browser.post(CODE, {"email": email}, follow=True)
        pages.add((page.status_code, plain(page).replace(email, "…")))
    assert len(pages) == 1


def test_mails_are_short_ours_and_without_health(client, maria, mailoutbox):
    client.post(CODE, {"email": maria.email})
    client.post(RESET, {"email": maria.email})
    type(client)().post(CODE, {"email": "nobody@example.com"})
    subjects = [mail.subject for mail in mailoutbox]
    assert subjects == ["Your code to sign in", "Make a new password", "No sign-in with this email"]
    for mail in mailoutbox:
        assert "http://testserver/notice/" in mail.body
        assert len(mail.body) < 600
        assert mail.alternatives == []
        for word in ("Maria", "pain", "stretch", "Thank you for using", "example.com!"):
            assert word not in mail.body


def test_a_forgotten_password(client, maria, mailoutbox):
    assert client.post(RESET, {"email": maria.email}).url == reverse("account_reset_password_done")
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mailoutbox[0].body)
    form = client.get(link.group(1)).url
    assert client.post(form, {"password1": "short"}).status_code == 422
    done = client.post(form, {"password1": "a better sentence"})
    assert done.url == reverse("account_reset_password_from_key_done")
    maria.refresh_from_db()
    assert maria.check_password("a better sentence")
    again = type(client)().get(link.group(1))
    assert "This link no longer works" in again.content.decode()


def test_nobody_signs_up(client):
    data = {"email": "new@example.com", "password1": PASSWORD}
    response = client.post(reverse("account_signup"), data)
    assert "Your clinic invites you" in response.content.decode()
    assert not signed_in(client)


def test_signing_out_asks_and_a_get_does_not(as_user, maria):
    client = as_user(maria)
    assert "Sign out?" in client.get(reverse("account_logout")).content.decode()
    assert signed_in(client)
    client.post(reverse("account_logout"))
    assert not signed_in(client)


@pytest.mark.parametrize(
    "name",
    [
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_request_login_code",
        "account_signup",
        "account_login",
    ],
)
def test_every_page_wears_our_look(client, name):
    page = client.get(reverse(name)).content.decode()
    assert "css/patient.css" in page
    assert page.count("<h1>") == 1
    assert 'href="/notice/"' in page


@pytest.mark.parametrize("path", ["email/", "password/change/", "password/set/", "reauthenticate/"])
def test_pages_we_do_not_use_are_not_there(as_user, maria, path):
    assert as_user(maria).get(f"/accounts/{path}").status_code == 404
