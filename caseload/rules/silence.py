"""Nothing logged. Silence has no moment of its own: it is counted in days when somebody reads.

The days begin anew when a pause ends and when a therapist has reviewed the patient.
"""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caseload.words import near_within

from .reasons import Level, Reason

# A rate of sessions is told from at least so many days with one, a week or more apart.
FEWEST_DAYS, SHORTEST_SPAN = 3, 7


def never_started(row):
    """A program for so many days, and nothing logged at home yet. A session done together in the
    clinic is no start at home; the days begin anew with it."""
    days, together = row.rules.never_started_days, row.last_session
    if not days or row.own_sessions or row.paused_since or not row.version_since:
        return None
    counted_from = row.counted_anew(
        max(row.program_since, together.local_date if together else row.program_since)
    )
    if (row.local_today - counted_from).days < days:
        return None
    detail = _("Program since %(day)s") % {"day": near_within(row.program_since, row.local_today)}
    at = row.midnight(counted_from + timedelta(days=days))
    return Reason(
        Level.SILENT,
        at,
        _("Never started"),
        with_new_start(row, detail, counted_from),
        "circle-dashed",
    )


def quiet(row):
    """No session for so many days, where a program asks for some and was started."""
    days, last = row.rules.quiet_days, row.last_session
    if not days or not row.own_sessions or row.paused_since or not row.version_since:
        return None
    counted_from = row.counted_anew(max(last.local_date, row.program_since))
    if (row.local_today - counted_from).days < days:
        return None
    silent = (row.local_today - last.local_date).days
    words = ngettext("No session for %(days)s day", "No session for %(days)s days", silent)
    detail = _("Since %(day)s") % {"day": near_within(last.local_date, row.local_today)}
    if counted_from != last.local_date:
        detail = with_new_start(row, detail, counted_from)
    elif rate := sessions_a_week(row.recent_sessions):
        detail = _("%(since)s, was %(rate)s a week") % {"since": detail, "rate": rate}
    at = row.midnight(counted_from + timedelta(days=days))
    return Reason(Level.SILENT, at, words % {"days": silent}, detail, "calendar-x-2")


def with_new_start(row, detail, counted_from):
    """What was counted from, where that is a review or the end of a pause."""
    if counted_from == row.seen_on:
        day = near_within(counted_from, row.local_today)
        return _("%(since)s, reviewed %(day)s") % {"since": detail, "day": day}
    if counted_from == row.resumed_on:
        day = near_within(counted_from, row.local_today)
        return _("%(since)s, paused until %(day)s") % {"since": detail, "day": day}
    return detail


def sessions_a_week(sessions):
    """Days with a session in seven, over the newest ones up to the last; None for too few."""
    dates = sorted({session.local_date for session in sessions})
    if len(dates) < FEWEST_DAYS or (dates[-1] - dates[0]).days < SHORTEST_SPAN:
        return None
    return max(1, round(7 * (len(dates) - 1) / (dates[-1] - dates[0]).days))
