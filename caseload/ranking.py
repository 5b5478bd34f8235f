"""Who comes first on the caseload, and the words that say why."""

from dataclasses import dataclass
from enum import IntEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from logbook.models import Flag

from .flags import WORDS
from .words import near

# About 2 points is a change that matters to people (source: clinical.md, "Measures").
PAIN_CHANGE = 2
QUIET_DAYS = 7


class Level(IntEnum):
    """Worst first."""

    STOPPED = 0
    MOVED_DOWN = 1
    PAIN_AT_LIMIT = 2
    PAIN_UP = 3
    SILENT = 4
    NO_PROGRAM = 5
    ON_TRACK = 6


@dataclass(frozen=True)
class Why:
    level: Level
    words: str = ""
    detail: str = ""
    icon: str = ""

    @property
    def tone(self):
        return "stop" if self.level <= Level.PAIN_UP else "note"

    @property
    def needs_you(self):
        return self.level < Level.ON_TRACK


def why_now(row):
    """Why a patient stands where they stand: the first of the rules that holds.

    `row` has discharged_at, flag_reason, flagged_on, paused_since, pain, pain_limit_now,
    program_since, adherence, local_today and days_quiet; any date, the reason and the last are None
    where there is nothing.
    """
    pain = row.pain
    if row.discharged_at:
        return Why(Level.ON_TRACK)
    if row.flag_reason:
        return flagged(row)
    if pain.highest is not None and pain.highest >= row.pain_limit_now and not pain.flagged:
        return Why(
            Level.PAIN_AT_LIMIT,
            _("Pain reached %(pain)s") % {"pain": pain.highest},
            _("The limit is %(limit)s") % {"limit": row.pain_limit_now},
            "octagon-alert",
        )
    if pain.change >= PAIN_CHANGE:
        return Why(
            Level.PAIN_UP,
            _("Pain up from %(before)s to %(now)s") % {"before": pain.before, "now": pain.now},
            _("Over the last %(sessions)s sessions") % {"sessions": len(pain.series)},
            "trending-up",
        )
    if row.paused_since:
        return Why(Level.ON_TRACK, paused_since(row), "", "circle-pause")
    if not row.program_since:
        return Why(Level.NO_PROGRAM, _("No program yet"), "", "file-text")
    if row.adherence.days_prescribed and row.days_quiet is None:
        since = _("Program since %(day)s") % {"day": near(row.program_since, row.local_today)}
        return Why(Level.SILENT, _("Never started"), since, "circle-dashed")
    if row.adherence.days_prescribed and row.days_quiet >= QUIET_DAYS:
        words = ngettext(
            "No session for %(days)s day", "No session for %(days)s days", row.days_quiet
        )
        return Why(Level.SILENT, words % {"days": row.days_quiet}, "", "calendar-x-2")
    return Why(Level.ON_TRACK)


def flagged(row):
    """What the gravest flag of this patient says, and when it was told."""
    told = near(row.flagged_on, row.local_today)
    words = str(WORDS[row.flag_reason])
    if row.flag_reason == Flag.Reason.MOVED_DOWN:
        return Why(Level.MOVED_DOWN, words, told, "arrow-down")
    if row.paused_since and row.paused_since != row.flagged_on:
        told = _("%(told)s. %(paused)s") % {"told": told, "paused": paused_since(row)}
    elif row.paused_since:
        told = _("%(told)s. Paused since then") % {"told": told}
    return Why(Level.STOPPED, words, told, "octagon-alert")


def paused_since(row):
    return _("Paused since %(day)s") % {"day": near(row.paused_since, row.local_today)}


def rank(row):
    """A sort key, worst first: the rule that holds, then what was told last, then frequency, then
    dose, then the name.

    With nothing prescribed yet there is nothing to be behind with.
    """
    frequency, dose = row.adherence.frequency, row.adherence.dose_share
    newest_first = -row.flag_at.timestamp() if row.flag_at else 0
    return (
        row.why.level,
        newest_first,
        1 if frequency is None else frequency,
        1 if dose is None else dose,
        row.name,
    )
