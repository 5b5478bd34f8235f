"""How the sessions went: a stretch that is cut short again and again, or all of them done well."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caseload.words import near_within
from logbook.models import Session

from .reasons import Level, Reason


def cut_short(row):
    """One stretch cut short or skipped in so many of the last sessions.

    A stretch is the same one across versions, sides and easier ways. Sessions in which nothing was
    logged are not counted. Of several, the one cut most often.
    """
    times, of_last = row.rules.cut_short_times, row.rules.cut_short_sessions
    if not times or row.paused_since:
        return None
    done = [session for session in row.own_sessions if session.is_logged][-of_last:]
    counted = Counter(stretch for session in done for stretch in session.cut)
    often = [(count, stretch) for stretch, count in counted.items() if count >= times]
    if not often:
        return None
    count, stretch = max(often, key=lambda found: (found[0], -found[1]))
    newest = next(s for s in reversed(done) if stretch in s.cut)
    words = _("%(stretch)s cut short") % {"stretch": row.stretch_names.get(stretch, "")}
    detail = ngettext(
        "%(count)s of the last %(sessions)s session",
        "%(count)s of the last %(sessions)s sessions",
        len(done),
    )
    detail %= {"count": count, "sessions": len(done)}
    return Reason(Level.CUT_SHORT, newest.at, words, detail, "scissors")


def ready_to_progress(row):
    """So many sessions in a row done in full, without pain above a number, nothing worse.

    Counted since the newest dose took effect and since the last review: who was looked at and left
    as is has shown nothing new before as many more sessions (source of a low pain: clinical.md,
    "How the body answers").
    """
    often, most = row.rules.ready_sessions, row.rules.ready_pain_at_most
    if not often or row.paused_since or not row.version_since:
        return None
    newest = [session for session in row.own_sessions if session.is_logged][-often:]
    if len(newest) < often or not all(is_good(session, most) for session in newest):
        return None
    first = newest[0]
    if first.local_date < row.version_since or (row.seen_until and first.at <= row.seen_until):
        return None
    detail = ngettext(
        "%(sessions)s full session since %(day)s, pain at most %(pain)s",
        "%(sessions)s full sessions since %(day)s, pain at most %(pain)s",
        often,
    )
    detail %= {
        "sessions": often,
        "day": near_within(first.local_date, row.local_today),
        "pain": max(session.highest_pain for session in newest),
    }
    return Reason(Level.READY, newest[-1].at, _("Ready for more"), detail, "arrow-up")


def is_good(session, most_pain):
    """Finished, nothing cut short, pain told and low, nothing new or worse."""
    return (
        session.is_finished
        and not session.cut
        and session.highest_pain is not None
        and session.highest_pain <= most_pain
        and not session.new_or_worse
        and session.since_last != Session.Since.WORSE
    )
