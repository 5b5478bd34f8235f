from datetime import UTC, datetime, timedelta

import time_machine
from django.urls import reverse

ADDRESS = reverse("session_left")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
REFRESH = {"X-Refresh": "1"}


def test_it_says_how_long_a_sign_in_lasts_and_does_not_lengthen_it(as_user, therapist):
    with time_machine.travel(NOON, tick=False) as clock:
        client = as_user(therapist)
        clock.shift(timedelta(minutes=14))
        for _ in range(2):
            told = client.get(ADDRESS, headers=REFRESH).json()
            assert (told["seconds"], told["can_stay"]) == (60, True)
        clock.shift(timedelta(minutes=1))
        assert client.get(ADDRESS, headers=REFRESH).json() == {"seconds": 0}


def test_asked_by_a_person_it_does(as_user, therapist):
    with time_machine.travel(NOON, tick=False) as clock:
        client = as_user(therapist)
        clock.shift(timedelta(minutes=14))
        assert client.get(ADDRESS).json()["seconds"] == 15 * 60


def test_nobody_stays_longer_than_the_day(as_user, operator):
    with time_machine.travel(NOON, tick=False) as clock:
        client = as_user(operator)
        for _ in range(14):
            clock.shift(timedelta(minutes=4, seconds=15))
            told = client.get(ADDRESS).json()
        assert (told["seconds"], told["can_stay"]) == (30, False)


def test_nobody_signed_in_has_none(client):
    assert client.get(ADDRESS).json() == {"seconds": 0}


def test_it_tells_people_apart_and_the_token_of_now(client, as_user, patient, other_patient):
    mine = as_user(patient).get(ADDRESS).json()
    assert len(mine["token"]) == 64
    assert 'data-who="' + mine["who"] in client.get(reverse("me")).text
    theirs = as_user(other_patient).get(ADDRESS).json()
    assert mine["who"] != theirs["who"]
    assert "maria" not in str(mine).lower()
