"""A clinic's counts of one calendar month, for whoever bills: one row a course of monitoring."""

import calendar
from collections import defaultdict
from typing import NamedTuple

from django.utils.translation import gettext as _

from caseload.models import Monitoring, StaffMinutes
from caseload.monitoring import (
    SETUP,
    Count,
    Period,
    counts_of_month,
    counts_of_period,
    data_days,
    days_left,
)


class PeriodLine(NamedTuple):
    """A 30-day period with its data days; it stands in the report of the month it ends in."""

    period: Period
    days: int
    days_left: int
    counts: list[Count]


class MonthLine(NamedTuple):
    """The minutes of a calendar month."""

    minutes: int
    live: bool
    counts: list[Count]


class Row(NamedTuple):
    course: Monitoring
    periods: list[PeriodLine]
    # None where a later course of the same month has the minutes: they count once.
    month: MonthLine | None

    @property
    def lines(self):
        return [*self.periods, self.month] if self.month else self.periods

    @property
    def counts(self):
        return [count for line in self.lines for count in line.counts]


def month_of(first):
    """The first and the last date of a calendar month."""
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def report_of(membership, month):
    """The rows of this member's patients for the month that begins on `month`, by name.

    A period stands in the month it ends in, so that none is read twice; the one that still runs
    stands in this month's report as well, as far as it has come. Four queries for any number.
    """
    first, last = month_of(month)
    courses = list(Monitoring.objects.for_report(membership, last))
    patients = {course.patient_id for course in courses}
    minutes = StaffMinutes.objects.of_month(patients, membership.clinic, first, last)
    since = min((course.started_on for course in courses), default=first)
    dates = data_days(patients, since, last_period_day(courses, last))
    by_patient = defaultdict(list)
    for course in courses:
        by_patient[course.patient_id].append(course)
    rows = []
    for patient_id, own in by_patient.items():
        shown = [course for course in own if not course.ended_on or course.ended_on >= first]
        for course in shown:
            periods = period_lines(course, own, dates[patient_id], first, last)
            of_month = None
            if course == shown[-1]:
                spent, live = minutes.get(patient_id, (0, False))
                of_month = month_line(course, spent, live, last)
            if periods or of_month:
                rows.append(Row(course, periods, of_month))
    return rows


def last_period_day(courses, last):
    """Up to when days are read: a period that runs at the end of the month goes on after it."""
    periods = [course.period_on(min(last, course.ended_on or last)) for course in courses]
    return max((period.last for period in periods), default=last)


def period_lines(course, courses, dates, first, last):
    """The periods of a course that end in the month, and in this month the one that runs."""
    today = course.patient.today()
    sets_up = not any(
        met_setup(earlier, dates)
        for earlier in courses
        if earlier.started_on < course.started_on and same_episode(earlier, course)
    )
    lines = []
    for period in course.periods_until(min(today, last)):
        counts = counts_of_period(dates, period, today, sets_up=sets_up)
        sets_up = sets_up and not any(count.met for count in counts if count.code is SETUP)
        if first <= period.last <= last or (first <= today <= last and today <= period.last):
            days = sum(period.first <= day <= period.last for day in dates)
            lines.append(PeriodLine(period, days, days_left(period, today), counts))
    return lines


def met_setup(course, dates):
    """Whether a period of this course, which has ended, had the days that set-up counts."""
    periods = course.periods_until(course.ended_on or course.started_on)
    return any(
        sum(period.first <= day <= period.last for day in dates) >= SETUP.least
        for period in periods
    )


def same_episode(one, other):
    """Whether no episode of care began between the first days of two courses."""
    began = [episode.started_on for episode in one.patient.episodes.all()]
    return not any(one.started_on < date <= other.started_on for date in began)


def month_line(course, minutes, live, last):
    over = last < course.patient.today()
    return MonthLine(minutes, live, counts_of_month(minutes, live, over=over))


def table_of(rows, month, clinic):
    """The report as a table, a count a line under its column names; every cell on one line."""
    note = clinic.compliance_decision or _("Counts for your biller, not billing advice")
    yield [
        _("Patient"),
        _("Year of birth"),
        _("Monitoring since"),
        _("From"),
        _("To"),
        _("Data days"),
        _("Minutes"),
        _("Live contact"),
        _("Code"),
        _("Counts met"),
        _("Missing for this count"),
        _("Missing in the record"),
        _("Patient agreed on"),
        _("Who bills"),
        _("Modifiers"),
        _("Note"),
    ]
    for row in rows:
        course, patient = row.course, row.course.patient
        person = [patient.name, patient.birth_year or "", course.started_on.isoformat()]
        record = ["; ".join(course.gaps), course.consent_on or "", course.biller, course.modifiers]
        clocks = [
            ([line.period.first, line.period.last, line.days, "", ""], line.counts)
            for line in row.periods
        ]
        if row.month:
            live = _("yes") if row.month.live else _("no")
            clocks.append(([*month_of(month), "", row.month.minutes, live], row.month.counts))
        for clock, counts in clocks:
            for count in counts:
                told = [count.code.number, count.met, "; ".join(count.missing)]
                yield [on_one_line(cell) for cell in (*person, *clock, *told, *record, note)]


def on_one_line(cell):
    """Without line breaks, tabs or spaces around: a formula must not hide behind one."""
    return cell if isinstance(cell, int) else " ".join(str(cell).split())
