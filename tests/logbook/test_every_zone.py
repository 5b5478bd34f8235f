"""Which day it is, at every change of clocks in every zone from 2020 to 2035 (security.md, D11).

What is right is told by the C library's local time, which reads the same zones in its own way. From
its offsets follow the last second of a day and the first of the next, by arithmetic alone. In the
suite one year is tried, a leap year; as a trial all of them.
"""

import os
import time
from bisect import bisect
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest

from logbook.keys import uuid7
from logbook.models import Session
from people.models.clinics import ZONES

pytestmark = pytest.mark.trial("D11")
DAY, A_DAY = timedelta(days=1), 24 * 60 * 60  # the latter in seconds


@pytest.fixture
def c_library():
    """`c_library(zone)`: time.localtime speaks of this zone, until the test ends."""
    before = os.environ.get("TZ")

    def speak_of(zone):
        os.environ["TZ"] = f":{zone}"
        time.tzset()

    yield speak_of
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


def changes(years):
    """[(first second of an offset, that offset)] of the zone that the C library speaks of now."""
    at = int(datetime(min(years), 1, 1, tzinfo=UTC).timestamp()) - A_DAY
    end = int(datetime(max(years) + 1, 1, 1, tzinfo=UTC).timestamp())
    found = [(at, offset_at(at))]
    while at < end:
        at += A_DAY
        if offset_at(at) != found[-1][1]:
            steps = range(at - A_DAY, at + 1)
            change = steps[bisect(steps, 0, key=lambda t: offset_at(t) != found[-1][1])]
            found.append((change, offset_at(change)))
    return found


def offset_at(second):
    return time.localtime(second).tm_gmtoff


def moments(found, years):
    """(moment, its right date): around each change of these years, and around each leap day."""
    for number, (change, offset) in enumerate(found[1:], 1):
        yield change - 1, day_of(change - 1, found[number - 1][1])
        yield change, day_of(change, offset)
        yield from edges(day_of(change, offset), offset, found[number + 1 :])
    for year in years:
        leap = (date(year, 3, 1) - DAY).toordinal()
        for day in map(date.fromordinal, range(leap - 1, leap + 1)):
            noon = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
            known = [offset for change, offset in found if change < noon]
            yield from edges(day, known[-1], found[len(known) :])


def day_of(second, offset):
    return (datetime.fromtimestamp(second, UTC) + timedelta(seconds=offset)).date()


def edges(day, offset, later):
    """The last second of this day and the first of the next, where no clock changes before."""
    midnight = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) + A_DAY - offset
    if not later or later[0][0] > midnight:
        yield midnight - 1, day
        yield midnight, day + DAY


@pytest.fixture
def begun(patient, plan):
    """`begun(moment, zone)` → the date that a session begun then and there counts for."""
    plan.effective_on = date(2019, 1, 1)
    plan.save(update_fields=["effective_on"])
    return lambda moment, zone: Session.start(patient, uuid7(), zone=zone, now=moment).local_date


def test_every_change_of_clocks_in_every_zone(begun, tally, in_full, c_library):
    """Of zones that change alike each change is tried in one of them, each zone at one change."""
    years = range(2020, 2036) if in_full else [2028]
    alike = defaultdict(list)
    for zone in sorted(ZONES):
        c_library(zone)
        alike[tuple(moments(changes(years), years))].append(zone)
    wrong, cases = [], 0
    for right, zones in alike.items():
        for number in range(max(len(right), len(zones))):
            (second, day), zone = right[number % len(right)], zones[number % len(zones)]
            cases += 1
            moment = datetime.fromtimestamp(second, UTC)
            if (found := begun(moment, zone)) != day:
                wrong.append((zone, moment, found, day))
    tally("D11", cases=cases, wrong=len(wrong))
    assert wrong == []
    assert cases > len(ZONES)


def test_who_flies_over_the_date_line_has_both_days(begun):
    """Wednesday morning in Auckland, and after the flight Tuesday morning in Honolulu."""
    auckland = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)
    honolulu = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    assert begun(auckland, "Pacific/Auckland") == date(2026, 11, 25)
    assert begun(honolulu, "Pacific/Honolulu") == date(2026, 11, 24)
