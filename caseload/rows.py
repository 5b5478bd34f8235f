"""What a row of the worklist is made of: plain rows, not models, since a page loads thousands."""

from datetime import date
from typing import NamedTuple

from caseload.rows_of import as_date, moment
from logbook.models import Session

NOTHING_CUT: frozenset = frozenset()


class Done(NamedTuple):
    """One session as the query tells it: dates and moments are text until a rule asks for one.

    The last three are told by its flags and stretches: whether it was stopped, whether any stretch
    was logged, and (stretch, pain) of those that hurt or were cut short or skipped, the stretch
    None where it only hurt.
    """

    on_date: str
    started: str
    finished: str | None
    state: str
    zone: str
    pain_before: int | None
    pain_after: int | None
    since_last: str
    new_or_worse: bool | None
    logged_by_id: int | None
    flagged: bool = False
    is_logged: bool = False
    told: list | tuple = ()

    State = Session.State
    is_open = Session.is_open
    is_finished = Session.is_finished
    is_at_hand = Session.is_at_hand
    minutes = Session.minutes

    @property
    def local_date(self):
        return as_date(self.on_date)

    @property
    def started_at(self):
        return moment(self.started)

    @property
    def finished_at(self):
        return moment(self.finished)

    @property
    def at(self):
        """When it was told."""
        return moment(self.finished or self.started)

    @property
    def cut(self):
        """The stretches that were cut short or skipped."""
        if not self.told:
            return NOTHING_CUT
        return frozenset(stretch for stretch, _pain in self.told if stretch)

    @property
    def pain_during(self):
        """The highest pain of a stretch; None without any."""
        return max((pain for _stretch, pain in self.told if pain is not None), default=None)

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
