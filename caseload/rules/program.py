"""The program itself: none, a review that is due, a pause."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caseload.words import near, near_within
from programs.models import ProgramPause

from .reasons import Level, Reason


def no_program(row):
    """In care, and nothing to do at home: none yet, or the last one ended.

    After a review without a new one it is asked about again, after the days of "never started".
    """
    if row.program_since or row.paused_since:
        return None
    if row.program_ended_on:
        began, words = row.program_ended_on, _("Program ended")
        detail = _("%(day)s, and no new one") % {"day": near(began, row.local_today)}
    else:
        began, words = row.added_on, _("No program yet")
        detail = _("Added %(day)s") % {"day": near_within(began, row.local_today)}
    at = row.midnight(began)
    if row.seen_on and row.seen_on >= began:
        again = row.rules.never_started_days
        if not again or (row.local_today - row.seen_on).days < again:
            return None
        at = row.midnight(row.seen_on + timedelta(days=again))
        detail = _("%(since)s, reviewed %(day)s") % {
            "since": detail,
            "day": near_within(row.seen_on, row.local_today),
        }
    return Reason(Level.NO_PROGRAM, at, words, detail, "file-text")


def review_due(row):
    """The program's review date is so many days away or less, or past.

    It counts as new twice: when the days before it begin, and on the day itself.
    """
    within = row.rules.review_within_days
    if not within or not row.review_on:
        return None
    ahead = (row.review_on - row.local_today).days
    if ahead > within:
        return None
    began = row.review_on if ahead <= 0 else row.review_on - timedelta(days=within)
    if ahead > 0:
        detail = ngettext("In %(days)s day", "In %(days)s days", ahead) % {"days": ahead}
        words = _("Review due %(day)s") % {"day": near_within(row.review_on, row.local_today)}
    elif ahead == 0:
        words, detail = _("Review due today"), _("The program’s own date")
    else:
        detail = ngettext("%(days)s day ago", "%(days)s days ago", -ahead) % {"days": -ahead}
        words = _("Review was due %(day)s") % {"day": near_within(row.review_on, row.local_today)}
    return Reason(Level.REVIEW_DUE, row.midnight(began), words, detail, "calendar-check")


def paused(row):
    """Not a call to act: the row says why nothing is logged."""
    if not row.paused_since:
        return None
    pause = row.pause_now
    detail = ProgramPause.Reason(pause.reason).label
    if pause.until:
        day = near(pause.until, row.local_today)
        detail = _("%(reason)s, until %(day)s") % {"reason": detail, "day": day}
    at = row.midnight(pause.from_date)
    return Reason(Level.PAUSED, at, paused_since(row), str(detail), "circle-pause")


def paused_since(row):
    return _("Paused since %(day)s") % {"day": near_within(row.paused_since, row.local_today)}
