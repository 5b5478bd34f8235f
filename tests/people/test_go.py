"""Typing the code of a handout: what opens, what does not, and that every no reads the same."""

import re
import time
from statistics import median

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.devices import COOKIE
from people.models import AccessCode, Device
from people.models.access_codes import LETTERS, as_code
from tests.people.codes import WRONG, YEAR

GO = reverse("go")


def post(client, typed, year=YEAR):
    return client.post(GO, {"handout_code": typed, "birth_year": year})


def plain(response):
    """The body without the token that differs from one rendering to the next."""
    return re.sub(r"[A-Za-z0-9]{64}", "", response.content.decode())


def test_a_code_has_eight_letters_that_nobody_mistakes(patient, other_patient):
    codes = [AccessCode.of(one).handout_code for one in (patient, other_patient)]
    assert len(LETTERS) == 33
    assert not set("OIL") & set(LETTERS)
    assert all(len(code) == 8 and set(code) <= set(LETTERS) for code in codes)
    assert codes[0] != codes[1]
    assert AccessCode(handout_code="KDM47TQ2").shown == "KDM4 7TQ2"


@pytest.mark.parametrize("typed", ["kdm4 7tq0", "KDM4-7TQO", " kdm47tqo ", "K D M 4 7 T Q 0"])
def test_a_code_is_read_as_people_type_it(typed):
    assert as_code(typed) == "KDM47TQ0"


def test_the_right_code_and_year_open_the_stretches(client, code, plan):
    answer = post(client, f"{code.shown.lower()}")
    assert (answer.status_code, answer.url) == (302, reverse("today"))
    page = client.get(answer.url).content.decode()
    assert "Foam roll" in page
    assert "Maria" not in page
    assert "Dana" not in page


def test_the_cookie_is_the_browsers_alone_for_90_days(client, code):
    cookie = post(client, code.shown).cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert cookie["max-age"] == 90 * 24 * 60 * 60
    device = Device.objects.get()
    assert cookie.value not in device.token_sha256
    assert (device.expires_at - device.created_at).days in {89, 90}


@pytest.mark.usefixtures("at_once", "many_tries")
def test_every_no_reads_the_same(client, patient, other_patient, code):
    """Unknown, revoked, locked, resting, no year known, or simply the wrong year."""
    ended = AccessCode.of(other_patient)
    ended.revoke()
    asked = code.handout_code

    def no(typed, year=WRONG):
        answer = post(client, typed, year)
        assert answer.status_code == 422
        return plain(answer).replace(typed, "CODE").replace(str(year), "YEAR"), answer.headers

    bodies = {no("ZZZZZZZZ")[0], no(ended.handout_code, YEAR)[0]}
    bodies |= {no(asked)[0] for _ in range(5)}
    bodies.add(no(asked, YEAR)[0])  # this hour's tries are used up
    code.unlock()
    patient.birth_year = None
    patient.save()
    bodies.add(no(asked, YEAR)[0])
    AccessCode.objects.update(locked_at="2026-01-01T00:00:00Z")
    bodies.add(no(asked, YEAR)[0])
    assert len(bodies) == 1
    page = bodies.pop()
    assert "didn’t match" in page
    assert "The letters O, I and L are not used" in page
    assert not Device.objects.exists()


@pytest.mark.usefixtures("many_tries")
def test_every_no_takes_as_long(client, code):
    def seconds(typed):
        begun = time.perf_counter()
        post(client, typed, WRONG)
        return time.perf_counter() - begun

    post(client, "ZZZZZZZZ")  # the first one loads templates
    # In turn, so that a busy machine delays both alike.
    pairs = [(seconds("ZZZZZZZZ"), seconds(code.handout_code)) for _ in range(12)]
    unknown, known = (median(taken) for taken in zip(*pairs, strict=True))
    assert unknown == pytest.approx(known, rel=0.05)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"handout_code": "KDM47TQ2"}, "This is needed."),
        ({"birth_year": "1968"}, "This is needed."),
        ({"handout_code": "KDM47TQ2", "birth_year": "68"}, "Four numbers, like 1968."),
        ({"handout_code": "KDM47TQ2", "birth_year": "May"}, "Four numbers, like 1968."),
    ],
)
def test_what_is_missing_is_said_beside_its_field(client, typed, says):
    answer = client.post(GO, typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert says in page
    assert all(f'value="{value}"' in page for value in typed.values())


@pytest.mark.usefixtures("at_once")
def test_an_address_of_the_network_tries_ten_times_a_minute(client, code):
    answers = [post(client, f"ZZZZZZZ{number}").status_code for number in range(10)]
    assert answers == [422] * 10
    refused = post(client, code.shown)  # the right one as well
    assert refused.status_code == 429
    assert "Too many tries" in refused.content.decode()
    assert not Device.objects.exists()


def test_who_was_signed_in_here_is_signed_out(as_user, other_patient, code):
    client = as_user(other_patient)
    assert "You are signed in as Walter Nguyen" in client.get(GO).content.decode()
    post(client, code.shown)
    assert "_auth_user_id" not in client.session
    assert Device.objects.get().patient == code.patient
    plan = client.get(reverse("session_plan")).json()
    assert plan["owner"] == str(code.patient.code)


def test_an_account_takes_the_place_of_the_code(client, patient, code):
    token = post(client, code.shown).cookies[COOKIE].value
    client.force_login(patient.user)
    page = client.get(reverse("today"))
    assert "Maria" in page.content.decode()
    assert page.cookies[COOKIE].value == ""
    assert Device.of(token) is None


def test_nobody_else_is_asked_about_on_the_page(client):
    with CaptureQueriesContext(connection) as asked:
        client.get(GO)
    assert len(asked) == 0


def test_the_answer_is_kept_nowhere_and_told_to_nobody(client, code):
    for answer in (client.get(GO), post(client, "ZZZZZZZZ")):
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Referrer-Policy"] == "strict-origin"
