"""How much of the program was done at home: two numbers side by side, never mixed.

Frequency is days with a session ÷ days prescribed, dose is sets done ÷ sets prescribed. Adherence
has no agreed definition, and one number made of both would hide which of the two is short
(source: clinical.md, "Measures").
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from programs.calendar import days_between

WINDOW = 14


class Mark(StrEnum):
    """What a day was: with a session, prescribed without one, or nothing asked and nothing done."""

    DONE = "d"
    MISSED = "m"
    REST = "r"


@dataclass(frozen=True)
class Adherence:
    """`dose` is in sets: a set of 5 where 10 were asked for is half a set."""

    days_done: int
    days_prescribed: int
    dose: float
    sets_prescribed: int
    marks: tuple[Mark, ...]

    @property
    def sets_done(self):
        """Whole sets for people to read: 9.9 of 10 is not yet 10."""
        return int(self.dose + 1e-6)

    @property
    def frequency(self):
        """0 to 1, above for more days than were asked for; None with nothing asked."""
        return self.days_done / self.days_prescribed if self.days_prescribed else None

    @property
    def dose_share(self):
        return self.dose / self.sets_prescribed if self.sets_prescribed else None


def first_day(today):
    """The first of the 14 days that end today."""
    return today - timedelta(days=WINDOW - 1)


def adherence(days, targets, today, paused=(), is_over=False):
    """Frequency and dose over the 14 days that end today.

    `days` are the patient's PatientDay rows, which hold what was done at home and nothing else;
    `targets` is {date: sets prescribed}, asked for days without a row. Days after today, and days
    before the first version, count nowhere, and neither do the `paused` dates, whatever was done on
    them before the pause began. Today counts as prescribed once something is logged: before that
    the day is not over, and nobody is behind at breakfast; unless `is_over` says that it is.
    """
    known = {day.local_date: day for day in days}
    days_done = days_prescribed = sets_prescribed = 0
    dose = 0.0
    marks = []
    for date in days_between(first_day(today), today):
        day = known.get(date)
        done = bool(day and day.sessions)
        if date in paused:
            marks.append(Mark.DONE if done else Mark.REST)
            continue
        target = day.sets_target if day else targets.get(date, 0)
        if date == today and not done and not is_over:
            target = 0
        days_done += done
        days_prescribed += target > 0
        sets_prescribed += target
        dose += day.dose if done else 0
        marks.append(Mark.DONE if done else Mark.MISSED if target else Mark.REST)
    return Adherence(days_done, days_prescribed, dose, sets_prescribed, tuple(marks))
