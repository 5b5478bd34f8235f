"""Counts of monitoring, each worked out by hand from a calendar and compared with the report.

A case says: the first day, the days with a session at home, the minutes, on which day the report of
which month is read, and then the counts and what is missing. 2026 has 28 days in February; clocks
change in New York on March 8 and November 1.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from caseload.models import Monitoring
from tests.caseload.monitoring import add_minutes, enter_data, log_in_clinic, noon, read_report


def days(first, *offsets):
    return [first + timedelta(days=offset) for offset in offsets]


@dataclass
class Case:
    name: str
    started: date
    read: date
    # "98977 0: 5 more data days by Dec 1" for each count of the report, in its order.
    lines: list
    done: list = field(default_factory=list)
    # Days with a session that staff logged in the clinic.
    in_clinic: list = field(default_factory=list)
    # Of each entry the date, the minutes and how they talked.
    minutes: list = field(default_factory=list)
    month: date | None = None
    ended: date | None = None
    in_person_is_live: bool = False


NOV_1, NOV_2, NOV_24, NOV_30 = (date(2026, 11, day) for day in (1, 2, 24, 30))
DEC_1, DEC_2 = date(2026, 12, 1), date(2026, 12, 2)
NOT_LIVE = "No live contact this month"
# Of a month with no minutes, while it runs and when it is over.
NO_MINUTES = [f"98979 0: 10 more minutes; {NOT_LIVE}", f"98980 0: 20 more minutes; {NOT_LIVE}"]
NONE_CAME = [f"98979 0: 10 minutes short; {NOT_LIVE}", f"98980 0: 20 minutes short; {NOT_LIVE}"]


def of_days(name, done, *lines, **more):
    """A case of the period November 2 to December 1, read on its last day at noon."""
    return Case(name, NOV_2, DEC_1, [*lines, *NO_MINUTES], done, **more)


def of_minutes(name, minutes, *lines, **more):
    """A case of November's minutes, read on November 24: two data days, and 8 days are left."""
    of_period = ["98975 1", "98985 1", "98977 0: 14 data days short"]
    done = days(NOV_2, 0, 1)
    return Case(name, NOV_2, NOV_24, [*of_period, *lines], done, minutes=minutes, **more)


CASES = [
    # --- data days on the rolling clock
    of_days(
        "no day, and only the last one to come",
        [],
        "98975 0: 2 data days short",
        "98985 0: 2 data days short",
    ),
    of_days(
        "1 day, the last one can still bring the second",
        days(NOV_2, 0),
        "98975 0: 1 more data day by Dec 1",
        "98985 0: 1 more data day by Dec 1",
    ),
    of_days(
        "1 day, the last one itself",
        days(NOV_2, 29),
        "98975 0: 1 data day short",
        "98985 0: 1 data day short",
    ),
    of_days(
        "2 days, the first and the last one",
        days(NOV_2, 0, 29),
        "98975 1",
        "98985 1",
        "98977 0: 14 data days short",
    ),
    of_days(
        "15 days",
        days(NOV_2, *range(15)),
        "98975 1",
        "98985 1",
        "98977 0: 1 more data day by Dec 1",
    ),
    of_days("16 days replace the count of 2 to 15", days(NOV_2, *range(16)), "98975 1", "98977 1"),
    of_days("30 days", days(NOV_2, *range(30)), "98975 1", "98977 1"),
    of_days(
        "two sessions on one day are one data day",
        [NOV_2, NOV_2],
        "98975 0: 1 more data day by Dec 1",
        "98985 0: 1 more data day by Dec 1",
    ),
    of_days(
        "2 days, one of them in the clinic: 1 data day",
        days(NOV_2, 0),
        "98975 0: 1 more data day by Dec 1",
        "98985 0: 1 more data day by Dec 1",
        in_clinic=days(NOV_2, 5),
    ),
    of_days(
        "15 days at home and 15 in the clinic are 15",
        days(NOV_2, *range(15)),
        "98975 1",
        "98985 1",
        "98977 0: 1 more data day by Dec 1",
        in_clinic=days(NOV_2, *range(14, 29)),
    ),
    Case(
        "a period that runs is in this month's report: 11 days, 8 left",
        NOV_2,
        NOV_24,
        ["98975 1", "98985 1", "98977 0: 5 more data days by Dec 1", *NO_MINUTES],
        days(NOV_2, *range(11)),
    ),
    Case(
        "read a month later, November's report leaves it to December's",
        NOV_2,
        DEC_2,
        NONE_CAME,
        days(NOV_2, *range(11)),
        month=NOV_1,
    ),
    # --- two periods
    Case(
        "two periods: set-up counts once, each has its own days",
        date(2026, 10, 3),  # to November 1; then November 2 to December 1
        DEC_1,
        ["98977 1", *NO_MINUTES],
        [*days(date(2026, 10, 3), 0, 1, 2), *days(NOV_2, *range(16))],
    ),
    Case(
        "two periods: the first had one day, so set-up is met in the second",
        date(2026, 10, 3),
        DEC_1,
        ["98975 1", "98985 1", "98977 0: 14 data days short", *NO_MINUTES],
        [date(2026, 10, 3), *days(NOV_2, 0, 29)],
    ),
    Case(
        "two periods that end in one month",
        date(2026, 4, 2),  # to May 1; then May 2 to May 31
        date(2026, 6, 2),
        [
            "98975 1",
            "98985 1",
            "98977 0: 14 data days short",
            "98985 1",
            "98977 0: 14 data days short",
            *NONE_CAME,
        ],
        [*days(date(2026, 4, 2), 0, 29), *days(date(2026, 5, 2), 0, 29)],
        month=date(2026, 5, 1),
    ),
    Case(
        "two periods that end in one month, a day before the first and a day in the second",
        NOV_2,  # to December 1; then December 2 to 31
        date(2027, 1, 5),
        [
            "98975 0: 1 data day short",
            "98985 0: 1 data day short",
            "98975 0: 1 data day short",
            "98985 0: 1 data day short",
            *NONE_CAME,
        ],
        [NOV_1, date(2026, 11, 7), DEC_2],
        month=DEC_1,
    ),
    # --- month ends
    Case(
        "January 31 to March 1 is one period over all of February",
        date(2026, 1, 31),
        date(2026, 3, 31),
        [
            "98975 1",
            "98985 1",
            "98977 0: 14 data days short",
            # the second, March 2 to March 31, is read on its last day
            "98985 0: 2 data days short",
            *NO_MINUTES,
        ],
        [date(2026, 1, 31), date(2026, 3, 1)],
    ),
    Case(
        "no period ends in that February",
        date(2026, 1, 31),
        date(2026, 3, 31),
        NONE_CAME,
        [date(2026, 1, 31), date(2026, 3, 1)],
        month=date(2026, 2, 1),
    ),
    Case(
        "over New Year: December 15 to January 13",
        date(2026, 12, 15),
        date(2027, 1, 20),
        [
            "98975 1",
            "98985 1",
            "98977 0: 14 data days short",
            "98985 0: 2 more data days by Feb 12",
            *NO_MINUTES,
        ],
        [date(2026, 12, 31), date(2027, 1, 1)],
    ),
    Case(
        "a course that ended on November 10 closes its period; the day after is not its day",
        NOV_2,
        DEC_1,
        ["98975 0: 1 data day short", "98985 0: 1 data day short", *NONE_CAME],
        [date(2026, 11, 9), date(2026, 11, 11)],
        month=NOV_1,
        ended=date(2026, 11, 10),
    ),
    # --- clocks change: a period is 30 dates, not 720 hours
    Case(
        "over the long night of November 1: October 20 to November 18",
        date(2026, 10, 20),
        NOV_30,
        [
            "98975 1",
            "98985 1",
            "98977 0: 14 data days short",
            # the second, November 19 to December 18, has one
            "98985 0: 1 more data day by Dec 18",
            *NO_MINUTES,
        ],
        [date(2026, 10, 20), date(2026, 11, 18), date(2026, 11, 19)],
    ),
    Case(
        "over the short night of March 8: March 1 to March 30",
        date(2026, 3, 1),
        date(2026, 3, 30),
        ["98975 1", "98985 1", "98977 0: 14 data days short", *NO_MINUTES],
        [date(2026, 3, 7), date(2026, 3, 8)],
    ),
    # --- minutes of a calendar month
    of_minutes(
        "9 minutes, talked by phone",
        [(NOV_2, 9, "phone")],
        "98979 0: 1 more minute",
        "98980 0: 11 more minutes",
    ),
    of_minutes(
        "9 minutes, not talked",
        [(NOV_2, 9, "")],
        f"98979 0: 1 more minute; {NOT_LIVE}",
        f"98980 0: 11 more minutes; {NOT_LIVE}",
    ),
    of_minutes(
        "10 minutes, 4 of them a talk by video",
        [(NOV_2, 4, "video"), (NOV_24, 6, "")],
        "98979 1",
        "98980 0: 10 more minutes",
    ),
    of_minutes(
        "10 minutes, not talked",
        [(NOV_2, 10, "")],
        f"98979 0: {NOT_LIVE}",
        f"98980 0: 10 more minutes; {NOT_LIVE}",
    ),
    of_minutes("19 minutes, talked", [(NOV_2, 19, "phone")], "98979 1", "98980 0: 1 more minute"),
    of_minutes(
        "19 minutes, not talked",
        [(NOV_2, 19, "")],
        f"98979 0: {NOT_LIVE}",
        f"98980 0: 1 more minute; {NOT_LIVE}",
    ),
    of_minutes(
        "20 minutes, talked: they replace the count of 10 to 19",
        [(NOV_2, 20, "phone")],
        "98980 1",
        "98981 0: 20 more minutes",
    ),
    of_minutes(
        "20 minutes, not talked",
        [(NOV_2, 20, "")],
        f"98980 0: {NOT_LIVE}",
        f"98981 0: 20 more minutes; {NOT_LIVE}",
    ),
    of_minutes("39 minutes, talked", [(NOV_2, 39, "phone")], "98980 1", "98981 0: 1 more minute"),
    of_minutes(
        "39 minutes, not talked",
        [(NOV_2, 39, "")],
        f"98980 0: {NOT_LIVE}",
        f"98981 0: 1 more minute; {NOT_LIVE}",
    ),
    of_minutes("40 minutes, talked", [(NOV_2, 40, "phone")], "98980 1", "98981 1"),
    of_minutes(
        "40 minutes, not talked", [(NOV_2, 40, "")], f"98980 0: {NOT_LIVE}", f"98981 0: {NOT_LIVE}"
    ),
    of_minutes("59 minutes, talked", [(NOV_2, 59, "phone")], "98980 1", "98981 1"),
    of_minutes("60 minutes, talked", [(NOV_2, 60, "phone")], "98980 1", "98981 2"),
    of_minutes(
        "October 31 and December 1 are of other months",
        [(date(2026, 10, 31), 30, "phone"), (NOV_2, 1, "phone"), (DEC_1, 30, "phone")],
        "98979 0: 9 more minutes",
        "98980 0: 19 more minutes",
    ),
    of_minutes(
        "November 1 and November 30 are of November",
        [(NOV_1, 10, ""), (NOV_30, 10, "phone")],
        "98980 1",
        "98981 0: 20 more minutes",
    ),
    of_minutes(
        "a talk in person is no live contact",
        [(NOV_2, 12, "in-person")],
        f"98979 0: {NOT_LIVE}",
        f"98980 0: 8 more minutes; {NOT_LIVE}",
    ),
    of_minutes(
        "a talk in person where the clinic counts it",
        [(NOV_2, 12, "in-person")],
        "98979 1",
        "98980 0: 8 more minutes",
        in_person_is_live=True,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_report_equals_what_was_counted_by_hand(patient, therapist, version, case):
    therapist.clinic.in_person_is_live = case.in_person_is_live
    Monitoring.objects.create(patient=patient, started_on=case.started, ended_on=case.ended)
    for on_date in case.done:
        enter_data(patient, noon(on_date))
    for on_date in case.in_clinic:
        log_in_clinic(patient, therapist, noon(on_date))
    for on_date, minutes, channel in case.minutes:
        add_minutes(patient, therapist, on_date, minutes, channel)
    assert read_report(therapist, case.read, case.month) == case.lines


def test_there_are_at_least_25_cases_and_no_two_share_a_name():
    assert len({case.name for case in CASES}) == len(CASES) >= 25
