"""Real threads against the real database: guesses at one moment are counted one by one."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from people.models import AccessCode, Device
from tests.factories import make_notice, make_patient
from tests.people.codes import WRONG, YEAR
from tests.people.test_races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def code():
    return AccessCode.of(make_patient(birth_year=YEAR))


def test_eight_at_a_time_get_five_tries_an_hour(code):
    """80 years by 8 threads: five were looked at, and the 75 others were not."""
    years = [year for year in range(1930, 2010) if year != YEAR]

    def guess(thread):
        return [bool(AccessCode.open(code.handout_code, y, NOON)) for y in years[thread::8]]

    assert not any(any(found) for found in all_at_once(8, guess))
    code.refresh_from_db()
    assert (code.wrong_tries, code.tries_this_hour, code.locked_at) == (5, 5, None)


def test_the_twentieth_wrong_year_locks_once(code):
    AccessCode.objects.update(wrong_tries=17)

    def guess(thread):
        return AccessCode.open(code.handout_code, WRONG, NOON)

    assert all_at_once(8, guess) == [None] * 8
    code.refresh_from_db()
    assert (code.wrong_tries, code.tries_this_hour, code.locked_at) == (20, 3, NOON)
    assert AccessCode.open(code.handout_code, YEAR, NOON) is None


def test_by_the_page_as_well(code, settings, monkeypatch):
    """With the limits of the address out of the way, the code's own hold."""
    monkeypatch.setattr("people.views.opening.NO_TAKES_SECONDS", 0)
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"handout_code": "1000/m/ip"}
    make_notice()
    address = reverse("go_code", args=[code.handout_code])

    def guess(thread):
        return [Client().post(address, {"birth_year": WRONG}).status_code for _ in range(3)]

    assert {status for statuses in all_at_once(8, guess) for status in statuses} <= {422, 429}
    code.refresh_from_db()
    assert (code.wrong_tries, code.tries_this_hour) == (5, 5)


def test_a_first_print_by_many_clicks_makes_one_code():
    patient = make_patient()
    codes = all_at_once(6, lambda number: AccessCode.of(patient).handout_code)
    assert len(set(codes)) == 1
    assert AccessCode.objects.count() == 1


def test_the_right_year_at_one_moment_signs_each_phone_in(code):
    tokens = all_at_once(4, lambda number: AccessCode.open(code.handout_code, YEAR, NOON))
    assert len(set(tokens)) == 4
    assert Device.objects.count() == 4
