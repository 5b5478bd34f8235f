"""What a row of the worklist is made of: plain rows, not models, since a page loads thousands."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, NamedTuple

from logbook.models import Session

NOTHING_CUT: frozenset = frozenset()

# What is read of a session, in the order of Done.
SESSION = (
    "local_date",
    "started_at",
    "finished_at",
    "id",
    "state",
    "zone",
    "pain_before",
    "pain_after",
    "since_last",
    "new_or_worse",
    "logged_by_id",
)


@dataclass(slots=True)
class Done:
    """One session. The last four are told by its flags and stretches: whether it was stopped,
    whether any stretch was logged, the highest pain of one, and which were cut short or skipped."""

    local_date: date
    started_at: datetime
    finished_at: datetime | None
    id: int
    state: str
    zone: str
    pain_before: int | None
    pain_after: int | None
    since_last: str
    new_or_worse: bool | None
    logged_by_id: int | None
    flagged: bool = False
    is_logged: bool = False
    pain_during: int | None = None
    cut: frozenset = NOTHING_CUT

    State: ClassVar = Session.State
    is_open = Session.is_open
    is_finished = Session.is_finished
    is_at_hand = Session.is_at_hand
    minutes = Session.minutes

    @property
    def at(self):
        """When it was told."""
        return self.finished_at or self.started_at

    @property
    def highest_pain(self):
        """Of all its answers; None without any."""
        answers = (self.pain_before, self.pain_during, self.pain_after)
        return max((pain for pain in answers if pain is not None), default=None)


class Day(NamedTuple):
    """The numbers of one PatientDay that a row reads."""

    local_date: date
    sessions: int
    sets_target: int
    dose: float


class Pause(NamedTuple):
    from_date: date
    until: date | None
    reason: str

    def holds_on(self, day):
        return self.from_date <= day and (self.until is None or day < self.until)


class Version(NamedTuple):
    """A sent version with its sets for Monday to Sunday."""

    number: int
    effective_on: date | None  # drafts have none, and none of them is here
    review_on: date | None
    sets: list
