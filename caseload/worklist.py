"""The rows of the worklist, as a therapist asked to see them."""

from datetime import timedelta

from django.utils.translation import gettext as _

from caseload.forms import Show, Sort
from caseload.monitoring import days_left
from caseload.owners import owner_of

A_WEEK = timedelta(days=7)
SOON = 7
NEVER = "9999-12-31"


class Worklist:
    """All rows of a choice of patients, worst first, and of these the ones to show, in their order.

    `chips` are the ways to narrow the list, each with how many it would show. Rows with a safety
    flag have an `owner`: whose it is to close, and where it goes next.
    """

    def __init__(self, rows, chosen, desk, today, now, mine_of=None):
        self.desk, self.today, self.now = desk, today, now
        for row in rows:
            row.owner, row.has_come = self.owner_of(row), False
        self.every = every = [row for row in rows if not mine_of or self.is_for(row, mine_of)]
        self.show, self.sort = Show(chosen["show"]), Sort(chosen["sort"])
        self.of = {
            Show.ALL: every,
            Show.NEED_YOU: [row for row in every if row.why.needs_you],
            Show.NOT_STARTED: [row for row in every if not row.own_sessions],
            Show.VISIT: [row for row in every if self.visits(row)],
        }
        if desk.clinic.monitoring:
            self.of[Show.PERIOD_ENDS] = [row for row in every if period_ends(row)]
        self.rows = self.of.get(self.show, every)
        if self.sort != Sort.NEED_YOU:
            self.rows = sorted(self.rows, key=SORTS[self.sort])

    def visits(self, row):
        """Today, or on one of the six days after it."""
        return bool(row.next_visit_on and self.today <= row.next_visit_on < self.today + A_WEEK)

    @property
    def chips(self):
        if self.show == Show.DISCHARGED:
            return [(Show.ALL, Show.ALL.label, ""), (self.show, self.show.label, len(self.every))]
        known = [(show, show.label, len(rows)) for show, rows in self.of.items()]
        return [*known, (Show.DISCHARGED, Show.DISCHARGED.label, "")]

    @property
    def is_grouped(self):
        return self.sort == Sort.NEED_YOU and self.show != Show.DISCHARGED

    @property
    def need_you(self):
        return len(self.of[Show.NEED_YOU])

    @property
    def on_track(self):
        return len(self.every) - self.need_you

    def groups(self, rows):
        """These rows under their headings: (heading, how many there are in all, rows)."""
        if not self.is_grouped:
            return [("", 0, rows)]
        need_you = [row for row in rows if row.why.needs_you]
        on_track = [row for row in rows if not row.why.needs_you]
        both = ((_("Need you"), self.need_you, need_you), (_("On track"), self.on_track, on_track))
        return [group for group in both if group[-1]]

    def therapists_of(self, row):
        members = (self.desk.members.get(member) for member in row.therapist_ids)
        return [member for member in members if member]

    def owner_of(self, row):
        """By the flag that waits longest: a newer one takes no flag back from who has it now."""
        if not row.flagged_since or row.discharged_at:
            return None
        return owner_of(row.flagged_since, self.therapists_of(row), self.desk, self.now)

    def is_for(self, row, me):
        """The own patients, those of whom the member covers for, and flags that came to the member.

        `row.has_come` is a row that is here for its flag alone.
        """
        row.has_come = not any(
            me in (member, self.desk.cover.get(member.pk)) for member in self.therapists_of(row)
        )
        return not row.has_come or bool(row.owner and row.owner.is_of(me))


def period_ends(row):
    """Whether the last day of the monitoring period is within a week."""
    return bool(row.period and days_left(row.period, row.local_today) <= SOON)


SORTS = {
    Sort.NAME: lambda row: (row.name.casefold(), row.pk),
    Sort.LAST_SESSION: lambda row: (
        bool(row.last_session),
        row.last_session.local_date.isoformat() if row.last_session else "",
        row.name,
    ),
    Sort.VISIT: lambda row: (
        row.next_visit_on.isoformat() if row.next_visit_on else NEVER,
        row.name,
    ),
}
