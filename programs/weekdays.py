"""Sets of weekdays as one number: Monday is 1, Sunday is 64."""

from django.utils.dates import WEEKDAYS_ABBR

EVERY_DAY = 0b1111111
MONDAY_TO_FRIDAY = 0b0011111


def includes(weekdays, date):
    """Whether the date's weekday is in the set."""
    return bool(weekdays >> date.weekday() & 1)


def from_days(days):
    """The set of these weekdays, 0 for Monday to 6 for Sunday."""
    return sum(1 << day for day in set(days))


def to_days(weekdays):
    return [day for day in range(7) if weekdays >> day & 1]


def count(weekdays):
    return weekdays.bit_count()


def as_text(weekdays):
    """ "Mon to Fri", "Mon, Wed, Fri": runs of three or more are drawn together."""
    days = to_days(weekdays)
    if len(days) >= 3 and days[-1] - days[0] == len(days) - 1:
        return f"{WEEKDAYS_ABBR[days[0]]}–{WEEKDAYS_ABBR[days[-1]]}"
    return ", ".join(str(WEEKDAYS_ABBR[day]) for day in days)
