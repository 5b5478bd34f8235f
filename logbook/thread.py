"""What patient and therapist said, by time: messages, notes of sessions, and new programs."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from django.db.models import Count, Q
from django.utils.functional import cached_property
from django.utils.translation import get_language

from exercises.words import attach_words
from logbook.changes import changes
from logbook.models import Message, Session
from programs.models import Prescription, ProgramVersion

# As many as one page shows; earlier ones are a link away.
A_PAGE = 20


@dataclass
class Entry:
    """One line of a thread. `kind` is "message", "note" or "program"; `mine` what the patient
    said."""

    kind: str
    at: datetime
    text: str = ""
    author: str = ""
    mine: bool = False
    read_at: datetime | None = None
    session: Session | None = None
    version: ProgramVersion | None = None
    changes: list = field(default_factory=list)


class Thread:
    """One patient's thread up to `before`, the newest last. Three queries."""

    def __init__(self, patient, before=None):
        self.patient = patient
        self.before = before
        self.is_cut = False
        self.entries = sorted(
            [*self._programs(), *self._notes(), *self._messages()], key=lambda entry: entry.at
        )
        self.is_cut = self.is_cut or len(self.entries) > A_PAGE
        self.entries = self.entries[-A_PAGE:]
        self._say_what_changed()

    def _newest(self, rows, at):
        """The last rows of one kind; one more is asked for, to know whether there are earlier."""
        if self.before:
            rows = rows.filter(**{f"{at}__lt": self.before})
        rows = list(rows.order_by(f"-{at}", "-id")[: A_PAGE + 1])
        self.is_cut = self.is_cut or len(rows) > A_PAGE
        return rows[:A_PAGE][::-1]

    def _messages(self):
        rows = Message.objects.filter(patient=self.patient).select_related("by__user", "session")
        for row in self._newest(rows, "sent_at"):
            yield Entry(
                "message",
                row.sent_at,
                text=row.body,
                author=row.author,
                mine=row.by_id is None,
                read_at=row.read_at,
                session=row.session,
            )

    def _notes(self):
        rows = Session.objects.noted().filter(patient=self.patient)
        cut = Count(
            "stretch_logs", filter=Q(stretch_logs__current=True, stretch_logs__cut_short=True)
        )
        for row in self._newest(rows.annotate(cut=cut), "finished_at"):
            yield Entry(
                "note",
                row.finished_at,
                text=row.note,
                mine=True,
                read_at=row.note_read_at,
                session=row,
            )

    def _programs(self):
        rows = ProgramVersion.objects.sent().filter(patient=self.patient)
        for row in self._newest(rows.select_related("sent_by__user"), "sent_at"):
            author = row.sent_by.user.first_name if row.sent_by else ""
            yield Entry("program", row.sent_at, author=author, version=row)

    def _say_what_changed(self):
        """Of each new version what is another than in the one before; two queries for all."""
        programs = [entry for entry in self.entries if entry.kind == "program"]
        if len(programs) < 2:
            return
        rows = Prescription.objects.filter(version__in=[entry.version for entry in programs])
        rows = list(rows.in_region_order())
        attach_words([row.variation for row in rows], self.patient.clinic, get_language())
        for older, newer in pairwise(programs):
            was, now = (
                [row for row in rows if row.version_id == entry.version.pk]
                for entry in (older, newer)
            )
            newer.changes = changes(was, now)

    @property
    def earlier(self):
        """The moment before which the earlier part of the thread lies; None at its beginning."""
        return self.entries[0].at if self.is_cut and self.entries else None

    @cached_property
    def unread_of_patient(self):
        return [entry for entry in self.entries if entry.mine and entry.read_at is None]

    @property
    def note_to_answer(self):
        """The session whose note is the last thing the patient said and nobody has read."""
        newest = self.unread_of_patient[-1] if self.unread_of_patient else None
        return newest.session if newest and newest.kind == "note" else None

    @cached_property
    def unread_of_staff(self):
        said = (entry for entry in self.entries if entry.kind == "message" and not entry.mine)
        return [entry for entry in said if entry.read_at is None]
