"""Trial B: many guesses and many uses at one moment, by threads against the real database."""

import os
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from people.models import Invitation, User
from tests.factories import make_member, make_patient, make_user
from tests.people.signing_in import PASSWORD, add_app, app_code
from tests.people.test_races import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.trial("B")]
LOGIN, CODE = reverse("account_login"), reverse("account_request_login_code")
CONFIRM, STEP = reverse("account_confirm_login_code"), reverse("mfa_authenticate")
WORKERS = 4
# All of them where the trial is counted; a part shows the same in the suite of every day.
GUESSES = 1000 if "TRIALS_LOG" in os.environ else 200


@pytest.fixture(autouse=True)
def _counts_begin_anew(transactional_db):
    """The table of the cache is no model's: it is not emptied between tests like these."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def maria():
    return make_user("maria@example.com", PASSWORD)


def signed_in(client):
    return "_auth_user_id" in client.session


def by_workers(guesses, guess):
    """What `guess(number)` returned for all numbers, by four workers at once."""

    def work(worker):
        try:
            return [guess(number) for number in range(worker, guesses, WORKERS)]
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return [answer for answers in pool.map(work, range(WORKERS)) for answer in answers]


def address_of(number):
    """Each guess from another address of the network: only the limit of the person is left."""
    return f"10.{number // 250}.{number % 250}.7"


def test_of_a_thousand_passwords_five_are_looked_at(maria, tally):
    def guess(number):
        data = {"login": maria.email, "password": f"guess number {number}"}
        return Client(REMOTE_ADDR=address_of(number)).post(LOGIN, data).text

    pages = by_workers(GUESSES, guess)
    looked_at = sum("do not match" in page for page in pages)
    assert looked_at == 5
    assert sum("Too many tries" in page for page in pages) == GUESSES - 5
    client = Client()
    client.post(LOGIN, {"login": maria.email, "password": PASSWORD})
    assert not signed_in(client)
    tally("B", cases=GUESSES, wrong=max(0, looked_at - 5))


def test_one_address_gets_ten_a_minute_whoever_it_tries(tally):
    def guess(number):
        data = {"login": f"person{number}@example.com", "password": "password of many"}
        return Client().post(LOGIN, data).text

    looked_at = sum("do not match" in page for page in by_workers(100, guess))
    assert looked_at == 10
    tally("B", cases=100, wrong=max(0, looked_at - 10))


def test_other_peoples_tries_do_not_wipe_the_count_out(maria, tally):
    """Rows of the cache by the thousand, as a stranger's tries with many addresses make them."""
    for _ in range(5):
        Client().post(LOGIN, {"login": maria.email, "password": "wrong password"})
    for number in range(1000):
        cache.set(f"try-of-a-stranger-{number}", [0], 300)
    client = Client(REMOTE_ADDR="10.9.9.9")
    assert "Too many" in client.post(LOGIN, {"login": maria.email, "password": PASSWORD}).text
    tally("B", cases=1, wrong=0)


def asked_for_code(user, mailoutbox):
    """A browser that waits for a code, and the code."""
    client = Client()
    client.post(CODE, {"email": user.email})
    return client, re.search(r"^[A-Z]{4}-[A-Z]{4}$", mailoutbox[-1].body, re.MULTILINE).group()


def copy_of(client):
    other = Client()
    other.cookies.update(client.cookies)
    return other


def test_of_a_hundred_codes_for_one_mail_three_are_looked_at(maria, mailoutbox, tally):
    client, code = asked_for_code(maria, mailoutbox)
    browsers = [copy_of(client) for _ in range(100)]

    def guess(number):
        wrong = {"code": f"BBBB-{number:04}".translate(str.maketrans("0123456789", "BCDFGHJKLM"))}
        return browsers[number].post(CONFIRM, wrong).text

    looked_at = sum("not the code" in page for page in by_workers(100, guess))
    assert looked_at <= 3
    client.post(CONFIRM, {"code": code})
    assert not signed_in(client)
    tally("B", cases=100, wrong=max(0, looked_at - 3))


def test_one_code_used_fifty_times_at_once_signs_in_once(maria, mailoutbox, settings, tally):
    """With the limit of tries out of the way, the code itself lets one in."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_code": "1000/m/ip"}
    client, code = asked_for_code(maria, mailoutbox)
    browsers = [copy_of(client) for _ in range(50)]

    def use(number):
        browsers[number].post(CONFIRM, {"code": code})
        return signed_in(browsers[number])

    let_in = sum(all_at_once(50, use))
    assert let_in == 1
    tally("B", cases=50, wrong=let_in - 1)


def test_one_invitation_used_fifty_times_at_once_makes_one_account(tally):
    therapist = make_member()
    patient = make_patient(therapist=therapist, email="maria@example.com")
    _, token = Invitation.issue(
        clinic=patient.clinic, email=patient.email, role="patient", patient=patient
    )
    address = reverse("invitation", args=[token])

    def use(number):
        return Client().post(address, {"password": f"kneel in garden {number}"}).status_code

    statuses = all_at_once(50, use)
    assert statuses.count(302) == 1
    assert set(statuses) <= {302, 404, 422}
    assert User.objects.filter(email="maria@example.com").count() == 1
    tally("B", cases=50, wrong=statuses.count(302) - 1)


def test_a_code_of_the_app_used_at_once_in_many_browsers_signs_in_once(tally):
    user = make_member(password=PASSWORD).user
    spare = add_app(user)
    for code in (app_code(), spare[0]):
        browsers = [Client(REMOTE_ADDR=address_of(number)) for number in range(4)]
        for browser in browsers:
            browser.post(LOGIN, {"login": user.email, "password": PASSWORD})

        def use(number, browsers=browsers, code=code):
            browsers[number].post(STEP, {"code": code})
            return signed_in(browsers[number])

        let_in = sum(all_at_once(4, use))
        assert let_in == 1
        tally("B", cases=4, wrong=let_in - 1)
