"""All that happened with a patient in one line of time, the newest first, a page at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from logbook.models import Message

from .models import Review

ITEMS_A_PAGE = 12


@dataclass(frozen=True)
class Item:
    """`kind` is session, message, sent, closed or review; `thing` the row it is about, of flags
    those that were closed together."""

    at: datetime
    kind: str
    thing: Any

    @property
    def template(self):
        return f"caseload/timeline_{self.kind}.html"


class Timeline:
    """Three queries, beside the versions and flags that the page has already."""

    def __init__(self, patient, versions, flags):
        self.patient = patient
        facts = ("pk", "started_at", "finished_at", "note", "logged_by_id")
        self.sessions = list(patient.sessions.values_list(*facts, named=True))
        self.messages = list(
            Message.objects.filter(patient=patient).select_related("by__user").order_by("sent_at")
        )
        self.reviews = list(Review.objects.filter(patient=patient).select_related("by__user"))
        self.flags = flags
        self.items = sorted(
            [
                *(Item(row.started_at, "session", row) for row in self.sessions),
                *(Item(message.sent_at, "message", message) for message in self.messages),
                *(Item(version.sent_at, "sent", version) for version in versions),
                *(Item(at, "closed", closed) for at, closed in closed_together(flags)),
                *(Item(review.at, "review", review) for review in self.reviews),
            ],
            key=lambda item: item.at,
            reverse=True,
        )

    @property
    def review(self):
        """The newest one, or None."""
        return self.reviews[0] if self.reviews else None

    def page(self, number):
        return Paginator(self.items, ITEMS_A_PAGE).get_page(number)

    @property
    def news(self):
        """What came since the newest review, or ever: "3 sessions, 1 note, 1 flag"; "" if nothing.
        A note is what the patient wrote, in a session or beside it; what staff wrote down is no
        news."""
        since = self.review and self.review.seen_until

        def new(at):
            return since is None or (at is not None and at > since)

        own = [row for row in self.sessions if row.logged_by_id is None]
        sessions = [row for row in own if new(row.finished_at or row.started_at)]
        notes = sum(bool(row.note) for row in sessions)
        notes += sum(new(message.sent_at) for message in self.messages if message.by_id is None)
        flags = len({flag.key for flag in self.flags if new(flag.at) and not flag.is_taken_back})
        parts = [
            (len(sessions), ngettext("%(n)s session", "%(n)s sessions", len(sessions))),
            (notes, ngettext("%(n)s note", "%(n)s notes", notes)),
            (flags, ngettext("%(n)s flag", "%(n)s flags", flags)),
        ]
        return _(", ").join(words % {"n": count} for count, words in parts if count)


def closed_together(flags):
    """[(when, the flags closed by one press)]."""
    pressed: dict = {}
    for flag in flags:
        if flag.is_closed:
            pressed.setdefault((flag.closed_at, flag.closed_by_id), []).append(flag)
    return [(at, closed) for (at, _by), closed in pressed.items()]
