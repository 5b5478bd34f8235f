"""When a sign-in is over: for doing nothing, or for having lasted as long as any may."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from people.models import SignIn

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
REFRESH = {"X-Refresh": "1"}
MINUTES = {"operator": (5, 60), "clinic_admin": (10, 480), "therapist": (15, 720)}
MINUTES |= {"patient": (30, 1440)}
ME = reverse("me")

pytestmark = pytest.mark.trial("B")


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def is_open(client, **headers):
    return client.get(ME, headers=headers).status_code == 200


@pytest.fixture(params=MINUTES)
def person(request):
    return request.param, request.getfixturevalue(request.param)


def test_idle_it_lasts_to_the_second(clock, as_user, person, tally):
    role, who = person
    idle = timedelta(minutes=MINUTES[role][0])
    client = as_user(who)
    clock.move_to(NOON + idle - timedelta(seconds=1))
    assert is_open(client)
    clock.move_to(NOON + 2 * idle - timedelta(seconds=1))
    assert not is_open(client)
    tally("B", cases=2, wrong=0)


def test_busy_it_lasts_to_the_second_too(clock, as_user, person, tally):
    role, who = person
    idle, in_all = (timedelta(minutes=number) for number in MINUTES[role])
    client, now = as_user(who), NOON
    while now + idle / 2 < NOON + in_all:
        now += idle / 2
        clock.move_to(now)
        assert is_open(client)
    clock.move_to(NOON + in_all - timedelta(seconds=1))
    assert is_open(client)
    clock.move_to(NOON + in_all)
    assert not is_open(client)
    tally("B", cases=2, wrong=0)


def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(clock, as_user, therapist, tally):
    client = as_user(therapist)
    for minute in range(1, 15):
        clock.move_to(NOON + timedelta(minutes=minute))
        assert client.get(reverse("caseload"), headers=REFRESH).status_code == 200
        assert client.get(reverse("session_left"), headers=REFRESH).json()["seconds"] > 0
    clock.move_to(NOON + timedelta(minutes=15))
    answer = client.get(reverse("caseload"), headers=REFRESH | {"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith(reverse("account_login"))
    tally("B", cases=1, wrong=0)


def test_a_set_that_is_sent_does_and_one_sent_again_does_not(clock, as_user, patient):
    client, sync = as_user(patient), reverse("session_sync")
    for minute, headers in ((20, {}), (40, REFRESH), (49, REFRESH)):
        clock.move_to(NOON + timedelta(minutes=minute))
        asked = client.post(sync, "{}", "application/json", headers=headers)
        assert asked.status_code == 400  # read, and no batch
    clock.move_to(NOON + timedelta(minutes=50))
    assert client.post(sync, "{}", "application/json").status_code == 302


def test_nor_does_a_browser_that_looks_for_a_newer_worker(clock, as_user, patient):
    client = as_user(patient)
    clock.move_to(NOON + timedelta(minutes=20))
    client.get(reverse("service_worker"), headers={"Service-Worker": "script"})
    clock.move_to(NOON + timedelta(minutes=30))
    assert not is_open(client)


def test_it_is_written_once_a_minute(clock, as_user, patient, django_assert_num_queries):
    client = as_user(patient)
    seen = []
    for seconds in (20, 59, 60, 100, 119, 121):
        clock.move_to(NOON + timedelta(seconds=seconds))
        client.get(ME)
        seen.append(int((SignIn.objects.get().seen_at - NOON).total_seconds()))
    assert seen == [0, 0, 60, 60, 60, 121]


def test_the_page_says_why_and_a_post_that_was_lost(clock, as_user, therapist, patient):
    client = as_user(therapist)
    clock.shift(timedelta(minutes=16))
    answer = client.post(reverse("patient_discharge", args=[patient.code]), follow=True)
    assert "You were signed out, as nothing happened here for a while." in answer.text
    assert "What you sent last is not saved." in answer.text
    assert not SignIn.objects.exists()


def test_a_list_that_refreshes_itself_lost_nothing_typed(client, db):
    """A name that is looked for is posted again each minute."""
    by_itself = {"HX-Request": "true", "X-Refresh": "1"}
    answer = client.post(reverse("caseload"), {"q": "Maria"}, headers=by_itself)
    assert "not saved" not in client.get(answer["HX-Redirect"]).text


def test_a_sign_in_from_before_this_rule_is_over(as_user, patient):
    client = as_user(patient)
    session = client.session
    del session["seen_at"], session["signed_in_at"]
    session.save()
    assert not is_open(client)


def test_the_older_of_two_browsers_is_not_kept_by_the_newer(clock, as_user, patient):
    client = as_user(patient)
    other = type(client)()
    other.force_login(patient.user)
    clock.shift(timedelta(minutes=20))
    assert is_open(other)
    clock.shift(timedelta(minutes=15))
    assert is_open(other)
    assert not is_open(client)
