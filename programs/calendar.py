"""How many sets the patient is asked for, day by day, as the program changed over time."""

from datetime import timedelta
from functools import lru_cache


def in_effect(versions, date):
    """The newest of these sent versions that holds on this date, or None before the first."""
    begun = [version for version in versions if version.effective_on <= date]
    return max(begun, key=lambda version: version.number, default=None)


@lru_cache(maxsize=64)
def days_between(first, last):
    """Every date from `first` to `last`, both included. A list of patients asks for the same ones
    again and again."""
    return tuple(first + timedelta(days=days) for days in range((last - first).days + 1))


def paused_days(pauses, first, last):
    """The dates from `first` to `last`, both included, on which one of these pauses holds."""
    return {
        date for date in days_between(first, last) if any(pause.holds_on(date) for pause in pauses)
    }


def targets_by_day(versions, first, last, paused=()):
    """{date: sets prescribed} for every day from `first` to `last`, both included; rest days and
    the `paused` dates are 0.

    `versions` are one patient's sent versions in any order, with their prescriptions loaded
    (`prefetch_related("prescriptions")`): this function asks the database nothing. A version holds
    from its `effective_on` until the day the next one takes over. Each side counts its own sets,
    and each time of the day counts again.
    """
    versions = list(versions)
    targets = {}
    sums: dict = {}  # a version asks for the same on every Monday
    for date in days_between(first, last):
        version = None if date in paused else in_effect(versions, date)
        same = version and (version.number, date.weekday())
        if version and same not in sums:
            sums[same] = sum(row.sets_on(date) for row in version.prescriptions.all())
        targets[date] = sums[same] if version else 0
    return targets
