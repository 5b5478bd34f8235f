"""Which day and hour an act is of, whatever the phone's clock says."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from logbook.models import PatientDay, Session, SetLog
from tests.logbook.phone import (
    NOW,
    stamp,
    start,
    whole_session,
)

pytestmark = [pytest.mark.usefixtures("on_tuesday"), pytest.mark.trial("D11")]


@pytest.fixture
def old_plan(plan):
    plan.effective_on = date(2026, 1, 1)
    plan.save(update_fields=["effective_on"])
    return plan


# --- days ---


def day_of(results, at, sent_at, zone="America/New_York"):
    results([start(at, zone=zone)], sent_at=sent_at)
    session = Session.objects.get()
    return session.local_date, session.started_at


@pytest.mark.parametrize(
    "phone",
    [
        NOW,
        NOW + timedelta(days=1),
        NOW - timedelta(days=1),
        datetime(1970, 1, 1, 0, 3, tzinfo=UTC),
        datetime(2099, 12, 31, 23, 0, tzinfo=UTC),
    ],
    ids=["right", "a-day-ahead", "a-day-behind", "1970", "2099"],
)
def test_the_clock_of_the_phone_does_not_matter(results, old_plan, phone):
    """Begun two days ago at eight in the evening in New York; whatever the phone calls that."""
    begun = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    found = day_of(results, phone - (NOW - begun), sent_at=phone)
    assert found == (date(2026, 11, 22), begun)


@pytest.mark.parametrize(
    ("begun", "zone", "day"),
    [
        ("2026-11-24T04:59:59Z", "America/New_York", date(2026, 11, 23)),
        ("2026-11-24T05:00:00Z", "America/New_York", date(2026, 11, 24)),
        ("2026-11-24T05:00:00Z", "America/Los_Angeles", date(2026, 11, 23)),
        ("2026-11-23T20:00:00Z", "Pacific/Auckland", date(2026, 11, 24)),
        ("2026-11-24T04:59:59Z", "Mars/Olympus_Mons", date(2026, 11, 23)),
        ("2026-11-24T04:59:59Z", "", date(2026, 11, 23)),
        (
            "2026-11-01T05:30:00Z",
            "America/New_York",
            date(2026, 11, 1),
        ),  # the hour that comes twice
        ("2026-11-01T06:30:00Z", "America/New_York", date(2026, 11, 1)),
        ("2026-11-01T03:59:59Z", "America/New_York", date(2026, 10, 31)),
    ],
)
def test_the_day_is_that_of_the_start_where_the_phone_was(results, old_plan, begun, zone, day):
    assert day_of(results, datetime.fromisoformat(begun), NOW, zone)[0] == day


@pytest.mark.parametrize(
    ("begun", "day"),
    [
        ("2026-03-08T04:59:59Z", date(2026, 3, 7)),  # an hour shorter, from two in the morning
        ("2026-03-08T07:30:00Z", date(2026, 3, 8)),
        ("2026-03-09T03:59:59Z", date(2026, 3, 8)),
    ],
)
def test_the_day_the_clocks_go_forward(results, old_plan, begun, day):
    begun = datetime.fromisoformat(begun)
    with time_machine.travel(begun + timedelta(days=2), tick=False):
        assert day_of(results, begun, begun + timedelta(days=2)) == (day, begun)


def test_sets_after_midnight_belong_to_the_day_of_the_start(results, old_plan):
    begun = datetime(2026, 11, 24, 4, 55, tzinfo=UTC)
    results(whole_session(old_plan, begun, minutes=3))
    assert set(SetLog.objects.values_list("local_date", flat=True)) == {date(2026, 11, 23)}
    assert list(PatientDay.objects.values_list("local_date", "sets_done")) == [
        (date(2026, 11, 23), 6)
    ]


@pytest.mark.parametrize(
    "at",
    [
        stamp(NOW + timedelta(hours=1)),  # ahead of the time of sending
        stamp(NOW - timedelta(days=32)),
        "0001-01-01T00:00:00Z",
        "yesterday",
        "2026-13-45T00:00:00Z",
        "",
        None,
        7,
    ],
)
def test_a_time_that_cannot_be_is_now(results, plan, at):
    assert results([start() | {"at": at}]) == ["stored"]
    assert Session.objects.get().started_at == NOW


@pytest.mark.parametrize("sent_at", ["", "soon", None, 5])
def test_without_a_time_of_sending_the_phone_is_believed(as_user, patient, old_plan, sent_at):
    at = NOW - timedelta(days=2)
    body = {"owner": str(patient.code), "sent_at": sent_at, "items": [start(at)]}
    answer = as_user(patient).post(reverse("session_sync"), body, content_type="application/json")
    assert answer.json()["answers"][0]["result"] == "stored"
    assert Session.objects.get().started_at == at


def test_thirty_days_in_a_drawer_are_taken(results, old_plan):
    begun = NOW - timedelta(days=30)
    assert results(whole_session(old_plan, begun)) == ["stored"] * 11
    assert PatientDay.objects.get().local_date == begun.date()
