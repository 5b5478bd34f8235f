"""Counts of remote therapeutic monitoring: days on one clock, minutes on another.

Counts met and record gaps for a biller, never a claim that a code may be billed. Source of the
codes, their clocks and numbers: clinical.md, "Remote therapeutic monitoring" (US billing from
January 1, 2026); they wait for a biller's sign-off. Nothing here is stored: each count is computed
from the logbook and the staff's minutes when it is read.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from logbook.models import FunctionScore, Session
from logbook.models.days import told

PERIOD_DAYS = 30


class Code(NamedTuple):
    """A code, what it counts, and the least and most of it (None: no upper end)."""

    number: str
    name: str | Promise
    least: int
    most: int | None


# Data days: set-up in the first 30 days of an episode, supply in each period of 30 days.
SETUP = Code("98975", gettext_lazy("Set-up"), 2, None)
FEW_DAYS = Code("98985", gettext_lazy("Supply, 2 to 15 days"), 2, 15)
MANY_DAYS = Code("98977", gettext_lazy("Supply, 16 to 30 days"), 16, 30)
# Minutes of a calendar month with a live contact; the add-on is each further 20.
TEN_MINUTES = Code("98979", gettext_lazy("Management, 10 to 19 minutes"), 10, 19)
TWENTY_MINUTES = Code("98980", gettext_lazy("Management, first 20 minutes"), 20, None)
FURTHER_MINUTES = Code("98981", gettext_lazy("Management, each further 20 minutes"), 20, None)


class Period(NamedTuple):
    number: int
    first: date
    last: date


class Count(NamedTuple):
    """How often the numbers of one code are met, and in words what the numbers lack for it."""

    code: Code
    met: int
    missing: list[str]


def period_on(started_on, on_date):
    """The rolling period of 30 days that this date is in, from 1; None before the first day."""
    days = (on_date - started_on).days
    if days < 0:
        return None
    number = days // PERIOD_DAYS
    first = started_on + timedelta(days=number * PERIOD_DAYS)
    return Period(number + 1, first, first + timedelta(days=PERIOD_DAYS - 1))


def days_left(period, today):
    """Days of the period that can still bring data, today among them."""
    return max(0, (period.last - max(today, period.first)).days + 1)


def data_days(patients, first, last):
    """{patient id: the dates with data} from first to last, of patients or their ids. One query.

    A data day is a distinct local calendar date on which the patient entered data at home: a set,
    a stretch (skipped ones are told, too), an answer before or after a session, or a score of an
    own activity. Two sessions on one date are one day. The date is that of the session's start
    where the patient's phone was, so a session past midnight and a correction made days later
    belong to the day it began. A session opened without any answer is no data. Nothing counts
    that was done in the clinic or written down by staff; and a message is not data.
    """
    at_home = Session.objects.filter(
        told()
        | Q(pain_before__isnull=False)
        | Q(new_or_worse_before__isnull=False)
        | ~Q(since_last=""),
        patient__in=patients,
        place=Session.Place.HOME,
        logged_by=None,
        local_date__range=(first, last),
    )
    scored = FunctionScore.objects.filter(
        patient__in=patients, by=None, on_date__range=(first, last)
    )
    dates = defaultdict(set)
    rows = at_home.values_list("patient_id", "local_date").order_by()
    for patient_id, on_date in rows.union(scored.values_list("patient_id", "on_date").order_by()):
        dates[patient_id].add(on_date)
    return dates


def counts_of_period(dates, period, today, *, sets_up=True):
    """The counts of the data days among these dates in one period.

    16 days or more exclude the count of 2 to 15 days in the same period. `sets_up`: set-up, which
    counts once an episode, was not met before it.
    """
    days = sum(period.first <= day <= period.last for day in dates)
    to_come = days_left(period, today) - (today in dates)
    many = days >= MANY_DAYS.least
    codes = [SETUP] if sets_up else []
    codes += [MANY_DAYS] if many else [FEW_DAYS]
    if days >= FEW_DAYS.least and not many:
        codes.append(MANY_DAYS)
    return [
        Count(code, int(days >= code.least), lacking_days(code.least - days, period.last, to_come))
        for code in codes
    ]


def lacking_days(lacks, last, to_come):
    """What the data days lack: "5 more data days by Dec 1", or by how many they fell short."""
    if lacks <= 0:
        return []
    if lacks <= to_come:
        text = ngettext(
            "%(lacks)s more data day by %(day)s", "%(lacks)s more data days by %(day)s", lacks
        )
    else:
        text = ngettext("%(lacks)s data day short", "%(lacks)s data days short", lacks)
    return [text % {"lacks": lacks, "day": date_format(last, "M j")}]


def counts_of_month(minutes, live, *, over=False):
    """The counts of a calendar month's minutes; `live`: there was a live contact in it.

    20 minutes replace the count of 10 to 19; each further 20 count once more.
    """
    short = minutes < TWENTY_MINUTES.least
    further = max(0, minutes - TWENTY_MINUTES.least) // FURTHER_MINUTES.least
    no_contact = [] if live else [_("No live contact this month")]
    counts = []
    if short:
        missing = lacking_minutes(TEN_MINUTES.least - minutes, over) + no_contact
        counts.append(Count(TEN_MINUTES, int(not missing), missing))
    missing = lacking_minutes(TWENTY_MINUTES.least - minutes, over) + no_contact
    counts.append(Count(TWENTY_MINUTES, int(not missing), missing))
    if not short:
        next_at = TWENTY_MINUTES.least + (further + 1) * FURTHER_MINUTES.least
        missing = lacking_minutes(next_at - minutes, over) if not further else []
        counts.append(Count(FURTHER_MINUTES, further if live else 0, missing + no_contact))
    return counts


def lacking_minutes(lacks, over):
    """What a month's minutes lack: "3 more minutes", or by how many they fell short."""
    if lacks <= 0:
        return []
    if over:
        text = ngettext("%(lacks)s minute short", "%(lacks)s minutes short", lacks)
    else:
        text = ngettext("%(lacks)s more minute", "%(lacks)s more minutes", lacks)
    return [text % {"lacks": lacks}]
