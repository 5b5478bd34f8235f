"""Patients as the inbox lists them: who said what last, and whose words wait."""

from django.db.models import BigIntegerField, BooleanField, DateField, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.functional import cached_property

from people.kept import kept
from people.models import Episode, Patient
from people.models.break_glass import looked_after_by
from people.models.patients import PatientQuerySet

from .messages import Message
from .sessions import Session


def waits():
    """Whether nobody of the clinic has read a message or a note. After discharge patients are told
    that nobody reads their logs, so a note alone does not wait then."""
    messages = Message.objects.by_patients().unread().filter(patient=OuterRef("pk"))
    notes = Session.objects.waiting_notes().filter(patient=OuterRef("pk"))
    episodes = Episode.objects.filter(patient=OuterRef("pk"))
    in_care = ~Exists(episodes) | Exists(episodes.filter(discharged_at=None))
    return Exists(messages) | Exists(notes) & in_care


@kept(Patient, BooleanField(), membership=BigIntegerField(), today=DateField())
def waits_for(membership, today):
    """Whether a patient waits for this member: asked on every page of staff."""
    return looked_after_by(membership, today) & waits()


class CorrespondentQuerySet(PatientQuerySet):
    def looked_after_by(self, membership):
        """Whom this member answers."""
        return self.filter(looked_after_by(membership, membership.clinic.today()))

    def waiting(self):
        return self.filter(waits())

    def waiting_for(self, membership):
        """Those who wait for this member."""
        today = membership.clinic.today()
        return self.filter(waits_for(membership=membership.pk, today=today))

    def for_inbox(self):
        """Each who wrote or was written to, waiting ones first, the newest word first; with
        `waits`, `said_at`, `said` (that word) and `said_by` (who wrote it; None is the patient).
        """
        messages = Message.objects.filter(patient=OuterRef("pk")).order_by("-sent_at", "-id")
        notes = Session.objects.noted().filter(patient=OuterRef("pk"))
        notes = notes.order_by("-finished_at", "-id")
        return (
            self.annotate(
                message_at=Subquery(messages.values("sent_at")[:1]),
                message=Subquery(messages.values("body")[:1]),
                message_by=Subquery(messages.values("by__user__name")[:1]),
                note_at=Subquery(notes.values("finished_at")[:1]),
                newest_note=Subquery(notes.values("note")[:1]),
                waits=Exists(Correspondent.objects.waiting().filter(pk=OuterRef("pk"))),
            )
            .filter(Q(message_at__isnull=False) | Q(note_at__isnull=False))
            .annotate(
                said_at=Greatest(
                    Coalesce("message_at", "note_at"), Coalesce("note_at", "message_at")
                )
            )
            .order_by("-waits", "-said_at", "-id")
        )


class Correspondent(Patient):
    waits = False
    message_at = message = message_by = note_at = newest_note = None

    objects = CorrespondentQuerySet.as_manager()

    class Meta:
        proxy = True

    @cached_property
    def said_in_message(self):
        return self.note_at is None or (
            self.message_at is not None and self.message_at >= self.note_at
        )

    @property
    def said(self):
        return self.message if self.said_in_message else self.newest_note

    @property
    def said_by(self):
        """The name of the member of staff who had the last word; "" for the patient."""
        return (self.message_by or "") if self.said_in_message else ""
