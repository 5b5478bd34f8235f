"""What a row of the worklist is made of: plain tuples, not models, since a page loads thousands."""

from typing import NamedTuple

from logbook.models import Session
from programs.models import ProgramPause

# What is read of a session, in the order of Done.
SESSION = (
    "id",
    "patient_id",
    "local_date",
    "state",
    "started_at",
    "finished_at",
    "zone",
    "pain_before",
    "pain_after",
    "since_last",
    "new_or_worse",
)


class Done(NamedTuple):
    """One session."""

    id: int
    patient_id: int
    local_date: object
    state: str
    started_at: object
    finished_at: object
    zone: str
    pain_before: int | None
    pain_after: int | None
    since_last: str
    new_or_worse: bool | None
    is_logged: bool
    # The highest pain of its stretches, whether it was stopped, and the stretches cut short.
    pain_during: int | None
    flagged: bool
    cut: frozenset

    State = Session.State
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

    local_date: object
    sessions: int
    sets_target: int
    dose: float


class Pause(NamedTuple):
    from_date: object
    until: object

    holds_on = ProgramPause.holds_on


class Version(NamedTuple):
    """A sent version with its sets for Monday to Sunday."""

    number: int
    effective_on: object
    review_on: object
    sets: list
