"""Who comes first on the caseload, and the words that say why."""

from dataclasses import dataclass
from enum import IntEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .words import near

# About 2 points is a change that matters to people (source: clinical.md, "Measures").
PAIN_CHANGE = 2
QUIET_DAYS = 7


class Level(IntEnum):
    """Worst first."""

    NEW_OR_WORSE = 0
    PAIN_AT_LIMIT = 1
    PAIN_UP = 2
    SILENT = 3
    NO_PROGRAM = 4
    ON_TRACK = 5


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

    `row` has discharged_at, worse_on, pain, pain_limit_now, program_since, adherence, local_today
    and days_quiet; the last and both dates are None where there is nothing yet.
    """
    pain = row.pain
    if row.discharged_at:
        return Why(Level.ON_TRACK)
    if row.worse_on:
        said = near(row.worse_on, row.local_today)
        return Why(Level.NEW_OR_WORSE, _("New or worse pain"), said, "octagon-alert")
    if pain.highest is not None and pain.highest >= row.pain_limit_now:
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


def rank(row):
    """A sort key, worst first: the rule that holds, then frequency, then dose, then the name.

    With nothing prescribed yet there is nothing to be behind with.
    """
    frequency, dose = row.adherence.frequency, row.adherence.dose_share
    return (
        row.why.level,
        1 if frequency is None else frequency,
        1 if dose is None else dose,
        row.name,
    )
