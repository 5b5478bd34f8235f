"""A reason why somebody should look at a patient now."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class Level(IntEnum):
    """Worst first. From CUT_SHORT on, nobody needs to act today: the row says why, on track."""

    STOPPED = 0
    MOVED_DOWN = 1
    PAIN_AT_LIMIT = 2
    PAIN_UP = 3
    WORSE = 4
    NOTE = 5
    SILENT = 6
    NO_PROGRAM = 7
    REVIEW_DUE = 8
    CUT_SHORT = 9
    READY = 10
    PAUSED = 11
    ON_TRACK = 12


# What a review does not clear: flags need an outcome, words a reader, and a pause is no news.
SETTLED_ELSEWHERE = frozenset({Level.STOPPED, Level.MOVED_DOWN, Level.NOTE, Level.PAUSED})


@dataclass(frozen=True, slots=True)
class Reason:
    """`detail` names the window and what was counted; `at` is the newest thing counted."""

    level: Level
    at: datetime | None = None
    words: str = ""
    detail: str = ""
    icon: str = ""

    @property
    def tone(self):
        if self.level <= Level.WORSE:
            return "stop"
        return "note" if self.needs_you else "plain"

    @property
    def needs_you(self):
        return self.level <= Level.REVIEW_DUE


NOTHING = Reason(Level.ON_TRACK)
