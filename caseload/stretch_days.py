"""What was done at home, stretch by stretch and day by day. A stretch is the same one in every
version, on either side and in each of its ways."""

from dataclasses import dataclass
from datetime import date as day
from enum import StrEnum

from programs.calendar import days_between

DAYS = 21


class State(StrEnum):
    """How a stretch went on one day; NONE is a day without it."""

    ALL = "all"
    PART = "part"
    SKIPPED = "skipped"
    NONE = "none"


@dataclass(frozen=True)
class StretchRow:
    """`states` is one a date of the map; `first_of_region` draws a gap above."""

    name: str
    states: tuple[State, ...]
    first_of_region: bool

    def cells(self, dates):
        return list(zip(dates, self.states, strict=True))


@dataclass(frozen=True)
class DayMap:
    dates: list[day]
    rows: list[StretchRow]

    @property
    def table(self):
        return [(row, row.cells(self.dates)) for row in self.rows]


def days_of(today, days=DAYS):
    """The last so many dates, the last one today."""
    return days_between(day.fromordinal(today.toordinal() - days + 1), today)


def stretch_days(sessions, program, dates):
    """The DayMap of these dates. `sessions` are one patient's with `attach_logs`, those in the
    clinic are passed over; `program` the rows followed now, with words. No query."""
    found: dict = {}
    rows = {row.exercise.pk: row for row in program}
    for session in sessions:
        if session.place != session.Place.HOME:
            continue
        for stretch in session.stretches:
            exercise = stretch.prescription.exercise
            rows.setdefault(exercise.pk, stretch.prescription)
            state = state_of(stretch, session)
            found.setdefault((exercise.pk, session.local_date), []).append(state)
    now = {row.exercise.pk for row in program}
    order = sorted(rows.values(), key=lambda row: in_order(row, now))
    drawn, region = [], None
    for row in order:
        of_days = (together(found.get((row.exercise.pk, date), [])) for date in dates)
        here = row.exercise.region_id
        drawn.append(StretchRow(row.variation.words.name, tuple(of_days), here != region))
        region = here
    return DayMap(dates, drawn)


def in_order(row, now):
    """Down the body; inside a region what is done now first, in its order."""
    exercise = row.exercise
    return exercise.region.order, exercise.pk not in now, row.position, row.pk


def state_of(stretch, session):
    """How one stretch of one session went: what its sets say, not what was said about them.

    While a session goes on, what is not logged yet is no news.
    """
    shares = [row.share for row in stretch.sets]
    if shares and all(share >= 1 for share in shares):
        return State.ALL
    if any(shares):
        return State.PART
    if stretch.log is None and session.is_open and session.is_at_hand:
        return State.NONE
    return State.SKIPPED


def together(states):
    """Of all that was done of a stretch on one day: all only where nothing is missing."""
    told = [state for state in states if state != State.NONE]
    if not told:
        return State.NONE
    if len(set(told)) == 1:
        return told[0]
    return State.PART
