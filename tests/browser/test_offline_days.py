"""Days are right with a wrong clock, in another zone and past midnight (security.md, D9)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from logbook.models import Session, SetLog
from tests.browser.phone import assert_sessions

pytestmark = pytest.mark.trial("D9")


@pytest.fixture
def server_time(monkeypatch):
    """`server_time(moment)`: it is that moment on the server, and time goes on from there."""
    real = timezone.now

    def set_to(moment):
        offset = moment - real()
        monkeypatch.setattr("django.utils.timezone.now", lambda: real() + offset)

    yield set_to
    monkeypatch.setattr("django.utils.timezone.now", real)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Tokyo"])
@pytest.mark.parametrize(
    "phone_year_or_hours",
    [0, 24, -24, 1970, 2099],
    ids=["right", "a day on", "a day back", "1970", "2099"],
)
def test_days_are_right_with_a_wrong_clock_in_another_zone_past_midnight(
    offline_plan, phones, patient, server_time, zone, phone_year_or_hours
):
    """Begun ten minutes before midnight where the phone is, sent half an hour later: it counts for
    the day it began, whatever the phone believes the time to be."""
    local_midnight = {"America/Los_Angeles": 8, "Asia/Tokyo": 15}[zone]  # in UTC
    began = datetime(2026, 11, 24, local_midnight, tzinfo=UTC) - timedelta(minutes=10)
    expected = {"America/Los_Angeles": "2026-11-23", "Asia/Tokyo": "2026-11-24"}[zone]
    if abs(phone_year_or_hours) > 1000:
        wrong_by = datetime(phone_year_or_hours, 3, 4, 5, 6, tzinfo=UTC) - began
    else:
        wrong_by = timedelta(hours=phone_year_or_hours)
    patient.zone = "America/New_York"
    patient.save()

    server_time(began)
    phone = phones(patient, timezone_id=zone)
    # The worker of a real phone has the phone's clock; here it has that of the machine.
    phone.context.add_init_script("delete ServiceWorkerRegistration.prototype.sync")
    phone.open_today()
    phone.tab.clock.install(time=began + wrong_by)
    phone.open_player()
    phone.cut()
    key = phone.do_session()
    server_time(began + timedelta(minutes=30))
    phone.tab.clock.fast_forward("30:00")
    phone.join()
    phone.wait_until_sent()

    assert_sessions(patient, [key])
    session = Session.objects.get()
    assert str(session.local_date) == expected
    assert session.zone == zone
    assert abs(session.started_at - began) < timedelta(minutes=1)
    assert {str(day) for day in SetLog.objects.values_list("local_date", flat=True)} == {expected}
    assert [str(day.local_date) for day in patient.days.filter(sets_done__gt=0)] == [expected]
