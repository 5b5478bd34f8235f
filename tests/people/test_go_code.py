"""The page a scanned code leads to: it asks for the year, counts wrong ones, and locks."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from people.devices import COOKIE
from people.models import AccessCode, Device
from tests.factories import make_exercise, make_version
from tests.people.codes import WRONG, YEAR, guess, try_year

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def counted(code):
    code.refresh_from_db()
    return code.wrong_tries, code.tries_this_hour


def test_opening_the_page_changes_nothing(client, code):
    address = reverse("go_code", args=[code.handout_code])
    pages = [client.get(address), client.head(address)]
    assert [page.status_code for page in pages] == [200, 200]
    assert counted(code) == (0, 0)
    assert not Device.objects.exists()
    assert 'name="birth_year"' in pages[0].content.decode()


def test_the_page_is_the_same_for_a_code_nobody_has(client, code):
    def page(typed):
        body = client.get(reverse("go_code", args=[typed])).content.decode()
        return re.sub(r"[A-Za-z0-9]{64}", "", body.replace(typed, "CODE"))

    assert page(code.handout_code) == page("ZZZZZZZZ")
    assert "Riverbend" not in page(code.handout_code)


def test_the_year_opens_it(client, code):
    assert try_year(client, code, YEAR).url == reverse("today")
    assert Device.objects.get().patient == code.patient
    assert counted(code) == (0, 0)


def test_five_wrong_years_an_hour(code):
    assert guess(code, 4, NOON) == [False] * 4
    assert AccessCode.open(code.handout_code, YEAR, NOON)
    guess(code, 1, NOON)
    assert guess(code, 2, NOON, YEAR) == [False] * 2  # the right one, in an hour that is used up
    assert guess(code, 1, NOON + HOUR - timedelta(seconds=1), YEAR) == [False]
    assert counted(code) == (5, 5)
    assert guess(code, 1, NOON + HOUR, YEAR) == [True]


def test_twenty_wrong_years_in_all_lock_it(code):
    for hour in range(3):
        guess(code, 5, NOON + hour * HOUR)
    guess(code, 4, NOON + 3 * HOUR)
    assert counted(code) == (19, 4)
    assert guess(code, 1, NOON + 3 * HOUR, YEAR) == [True]  # a right one forgives nothing
    guess(code, 1, NOON + 3 * HOUR)
    assert counted(code) == (20, 5)
    assert code.locked_at == NOON + 3 * HOUR
    much_later = NOON + timedelta(days=400)
    assert guess(code, 3, much_later, YEAR) == [False] * 3
    assert guess(code, 3, much_later) == [False] * 3
    assert counted(code) == (20, 5)


@pytest.mark.usefixtures("at_once", "many_tries")
def test_a_code_survives_edits_and_opens_again_after_the_therapist_unlocks(
    client, as_user, patient, therapist, code
):
    """Must hold for paper: five edits, then twenty wrong years, then a therapist."""
    for number in range(1, 6):
        version = make_version(patient, make_exercise(f"stretch-{number}"), by=therapist)
        assert version.number == number
        assert AccessCode.of(patient) == code

    for hour in range(4):
        guess(code, 5, NOON + hour * HOUR)
    assert try_year(client, code, YEAR).status_code == 422
    page = reverse("access_code", args=[patient.code])
    assert "Locked after 20 wrong years" in as_user(therapist).get(page).content.decode()
    as_user(therapist).post(page, {"act": "unlock"})
    client.logout()
    assert try_year(client, code, YEAR).url == reverse("today")
    assert client.get(reverse("today")).status_code == 200


def test_without_a_year_of_birth_nothing_opens(patient, code):
    patient.birth_year = None
    patient.save()
    assert guess(code, 1, NOON, None) == [False]
    assert guess(code, 1, NOON, YEAR) == [False]
    assert counted(code) == (2, 2)


def test_a_code_of_a_merged_record_opens_the_one_that_was_kept(patient, other_patient, code):
    other_patient.birth_year = 1971
    other_patient.save()
    patient.merged_into = other_patient
    patient.save()
    assert guess(code, 1, NOON, YEAR) == [False]
    assert AccessCode.open(code.handout_code, 1971, NOON)
    assert Device.objects.get().patient == other_patient


def test_a_device_lasts_90_days(client, code):
    token = AccessCode.open(code.handout_code, YEAR, NOON)
    assert Device.of(token, NOON + timedelta(days=90, seconds=-1))
    assert Device.of(token, NOON + timedelta(days=90)) is None


def test_a_token_of_ones_own_making_is_nobody(client, code):
    client.cookies[COOKIE] = "made-up"
    answer = client.get(reverse("today"))
    assert answer.url.startswith(reverse("account_login"))


def test_the_notice_comes_first_on_a_device_too(client, patient, code):
    patient.acknowledgements.all().delete()
    try_year(client, code, YEAR)
    asked = client.get(reverse("today"))
    assert asked.url.startswith(reverse("notice"))
    assert "I have read and I understand" in client.get(asked.url).content.decode()
    answer = {"version": 1, "understood": "yes", "next": reverse("today")}
    assert client.post(reverse("notice"), answer).url == reverse("today")
    read = patient.acknowledgements.get()
    assert (read.user, read.notice.number) == (None, 1)
    assert client.get(reverse("today")).status_code == 200


@pytest.mark.usefixtures("at_once")
def test_a_wrong_year_keeps_the_code_out_of_the_page(client, code):
    answer = try_year(client, code, WRONG)
    assert answer.status_code == 422
    assert f'value="{WRONG}"' in answer.content.decode()
