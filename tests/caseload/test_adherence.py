"""Frequency and dose over 14 days, against tables counted by hand.

Each table is a string of 14 days, the last one today:
    D  done in full (2 of 2 sets)    h  half of the sets (1 of 2)    c  cut short (1.5 of 2)
    -  prescribed, nothing done      .  rest day                     x  done on a rest day
    C  only in the clinic: a row of the day without a home session
"""

from datetime import date, timedelta

import pytest

from caseload.adherence import Mark, adherence, first_day
from logbook.models import PatientDay

TODAY = date(2026, 11, 22)
DOSE = {"D": 2, "h": 1, "c": 1.5, "x": 0, "C": 0}


def measure(table):
    dates = [TODAY - timedelta(days=13 - place) for place in range(14)]
    days = [
        PatientDay(
            local_date=day,
            sets_target=0 if mark == "x" else 2,
            dose=DOSE[mark],
            sessions=0 if mark == "C" else 1,
        )
        for day, mark in zip(dates, table, strict=True)
        if mark in DOSE
    ]
    targets = {day: 0 if mark in ".x" else 2 for day, mark in zip(dates, table, strict=True)}
    return adherence(days, targets, TODAY)


@pytest.mark.parametrize(
    ("table", "days_done", "days_prescribed", "sets_done", "sets_prescribed"),
    [
        ("DDDDD..DDDDD..", 10, 10, 20, 20),
        ("--DDD..D-DDD..", 7, 10, 14, 20),
        ("hhhhh..hhhhh..", 10, 10, 10, 20),  # every day, half the dose: never mixed
        ("D----..D----..", 2, 10, 4, 20),
        ("c.............", 1, 1, 1, 2),  # 1.5 sets read as 1: part of a set is not a set
        ("cc............", 2, 2, 3, 4),
        ("D-x...D-x.....", 4, 4, 4, 8),  # a rest day counts as a day done, not as dose
        ("..............", 0, 0, 0, 0),
        ("DDDDD..DDDDD.D", 11, 11, 22, 22),  # today counts once something is logged
        ("DDDDD..DDDDD.-", 10, 10, 20, 20),  # and is not missed before it is over
        ("DDDDD..DDDDD.h", 11, 11, 21, 22),
        ("CCCC-.........", 0, 5, 0, 10),  # what was done in the clinic is not home adherence
        ("...........CCC", 0, 2, 0, 4),
    ],
)
def test_frequency_and_dose(table, days_done, days_prescribed, sets_done, sets_prescribed):
    found = measure(table)

    assert (found.days_done, found.days_prescribed) == (days_done, days_prescribed)
    assert (found.sets_done, found.sets_prescribed) == (sets_done, sets_prescribed)


def test_marks_read_done_missed_and_rest():
    assert "".join(measure("D-.x.C.......-").marks) == "dmrdrmrrrrrrrr"


def test_shares_are_none_with_nothing_asked_for():
    nothing = measure("..............")

    assert nothing.frequency is None
    assert nothing.dose_share is None
    assert measure("Dh--..........").frequency == 0.5
    assert measure("Dh--..........").dose_share == pytest.approx(3 / 8)


def test_days_before_the_first_version_and_after_today_count_nowhere():
    targets = {TODAY - timedelta(days=2): 2, TODAY + timedelta(days=1): 2}
    tomorrow = PatientDay(local_date=TODAY + timedelta(days=1), sets_target=2, dose=2, sessions=1)
    long_ago = PatientDay(local_date=TODAY - timedelta(days=14), sets_target=2, dose=2, sessions=1)

    found = adherence([tomorrow, long_ago], targets, TODAY)

    assert (found.days_done, found.days_prescribed, found.sets_prescribed) == (0, 1, 2)


def test_a_day_with_a_row_takes_its_target_from_the_row():
    """The versions may say otherwise since: what was asked on that day was stored with it."""
    day = PatientDay(local_date=TODAY - timedelta(days=1), sets_target=6, dose=3, sessions=1)

    found = adherence([day], {TODAY - timedelta(days=1): 2}, TODAY)

    assert found.sets_prescribed == 6


def test_ten_tenths_are_one_set():
    day = PatientDay(local_date=TODAY, sets_target=1, dose=sum([0.1] * 10), sessions=1)

    assert day.dose < 1
    assert adherence([day], {}, TODAY).sets_done == 1


def test_the_window_is_14_days_with_today():
    assert first_day(TODAY) == date(2026, 11, 9)
    assert len(measure("..............").marks) == 14
    assert set(Mark) == {"d", "m", "r"}


def test_paused_days_count_nowhere_whatever_was_done_on_them():
    dates = [TODAY - timedelta(days=13 - place) for place in range(14)]
    done = [
        PatientDay(local_date=day, sets_target=2, dose=2, sessions=1)
        for day in (dates[0], dates[6], dates[13])
    ]
    paused = set(dates[6:10]) | {TODAY}

    found = adherence(done, dict.fromkeys(dates, 2), TODAY, paused)

    assert (found.days_done, found.days_prescribed) == (1, 9)
    assert (found.dose, found.sets_prescribed) == (2, 18)
    assert "".join(found.marks) == "dmmmmm" + "drrr" + "mmm" + "d"
