"""Pain, 0 to 10, and "worse since last time", over the newest sessions that answered."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caseload.words import near, near_within
from logbook.models import Session

from .reasons import Level, Reason


def pain_at_limit(row):
    """The newest answer is at the patient's limit, and no flag speaks for it: the limit was lowered
    since. Always on (source: clinical.md, "Stop signs")."""
    pain, session = row.pain, row.pain.newest
    if pain.highest is None or pain.highest < row.pain_limit_now or pain.flagged:
        return None
    detail = _("%(day)s. The limit is %(limit)s") % {
        "day": near(session.local_date, row.local_today),
        "limit": row.pain_limit_now,
    }
    words = _("Pain reached %(pain)s") % {"pain": pain.highest}
    return Reason(Level.PAIN_AT_LIMIT, session.at, words, detail, "octagon-alert")


def pain_up(row):
    """Now at least so many points above the lowest of the last sessions.

    About 2 points matter to people (source: clinical.md, "Measures"). Counted from the last time it
    was that low, so "over the last 2 sessions" says how fast.
    """
    rules = row.rules
    if not rules.pain_rise_points or rules.pain_rise_sessions < 2:
        return None
    series = row.pain.series[-rules.pain_rise_sessions :]
    if len(series) < 2 or series[-1] - min(series) < rules.pain_rise_points:
        return None
    lowest = min(series)
    sessions = series[::-1].index(lowest) + 1
    words = _("Pain up from %(before)s to %(now)s") % {"before": lowest, "now": series[-1]}
    detail = ngettext(
        "Over the last %(sessions)s session", "Over the last %(sessions)s sessions", sessions
    )
    at = row.pain.newest.at
    return Reason(Level.PAIN_UP, at, words, detail % {"sessions": sessions}, "trending-up")


def worse_in_a_row(row):
    """ "Worse since last time", so many times one after the other; sessions without an answer are
    passed over (source: clinical.md, "How the body answers")."""
    often = row.rules.worse_in_a_row
    answered = [session for session in row.own_sessions if session.since_last]
    newest = answered[-often:]
    worse = Session.Since.WORSE
    if not often or len(newest) < often or any(s.since_last != worse for s in newest):
        return None
    first = next((n for n, s in enumerate(reversed(answered)) if s.since_last != worse), None)
    times = len(answered) if first is None else first
    words = ngettext("Worse since last time", "Worse %(times)s times in a row", times)
    since = near_within(answered[-times].local_date, row.local_today)
    detail = ngettext(
        "The last answer, %(day)s", "The last %(times)s answers, since %(day)s", times
    )
    detail %= {"times": times, "day": since}
    return Reason(Level.WORSE, newest[-1].at, words % {"times": times}, detail, "trending-up")
