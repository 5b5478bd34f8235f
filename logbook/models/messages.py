"""What patient and therapist write to each other, and whether the other side has read it."""

import uuid
import zoneinfo
from datetime import datetime, time, timedelta

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Membership, Patient

from .logs import FinishLog, Keyed, lock, the_first_answer

# More a day is no talk with a therapist: then the phone is the better way.
MOST_A_DAY = 30


class TooManyMessages(Exception):
    """This patient has written all that a day takes."""


class CareHasEnded(Exception):
    """Nobody reads what a discharged patient writes, so it is not taken."""


class MessageQuerySet(models.QuerySet):
    def by_patients(self):
        return self.filter(by=None)

    def by_staff(self):
        return self.filter(by__isnull=False)

    def unread(self):
        return self.filter(read_at=None)


class Message(Keyed, models.Model):
    """`by` is the therapist who wrote it; the patient where there is none. `read_at` is when the
    other side first saw it. A note of a session stays the session's own (`Session.note`); `session`
    says which one an answer is about."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="messages")
    session = models.ForeignKey(
        "Session", models.PROTECT, null=True, blank=True, related_name="messages"
    )
    key = models.UUIDField()
    by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    body = models.TextField(_("message"), max_length=2000)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["patient", "key"], name="message_key"),
            models.CheckConstraint(condition=~Q(body=""), name="message_says_something"),
        ]
        indexes = [
            models.Index(fields=["patient", "sent_at"], name="message_patient_sent"),
            models.Index(
                fields=["patient"], condition=Q(by=None, read_at=None), name="message_waiting"
            ),
        ]

    @property
    def author(self):
        """What patients call who wrote it: the first name; "" for the patient's own words."""
        return self.by.user.first_name if self.by_id else ""

    @classmethod
    @transaction.atomic
    def write(cls, patient, key, body, *, by=None, session=None, seen_until=None, now=None):
        """Send this; the same key gives the same message.

        What the other side wrote up to `seen_until`, when the writer's page was made, is read by
        that; all of it where no moment is named. Raises DifferentContent, and from a patient
        TooManyMessages and CareHasEnded.
        """
        patient = lock(patient.pk)
        if sent := patient.messages.filter(key=key).first():
            same = (sent.body, sent.by_id, sent.session_id) == (
                body,
                by and by.pk,
                session and session.pk,
            )
            return the_first_answer(sent, same)
        now = now or timezone.now()
        if by is None:
            cls._take_from(patient, now)
        cls._mark_read(patient, min(seen_until or now, now), now, by_staff=by is not None)
        return cls.objects.create(
            patient=patient, key=key, body=body, by=by, session=session, sent_at=now
        )

    @classmethod
    def _take_from(cls, patient, now):
        """Whether this patient may write now; raises why not."""
        if has_ended(patient):
            raise CareHasEnded
        here = now.astimezone(zoneinfo.ZoneInfo(patient.zone))
        midnight = datetime.combine(here.date(), time.min, here.tzinfo)
        today = patient.messages.by_patients().filter(
            sent_at__gte=midnight, sent_at__lt=midnight + timedelta(days=1)
        )
        if today.count() >= MOST_A_DAY:
            raise TooManyMessages

    @classmethod
    @transaction.atomic
    def read_by_patient(cls, patient, seen_until, now=None):
        """The patient has seen all that staff wrote up to that moment."""
        now = now or timezone.now()
        cls._mark_read(lock(patient.pk), min(seen_until, now), now, by_staff=False)

    @classmethod
    @transaction.atomic
    def read_by_staff(cls, patient, seen_until, now=None):
        """Somebody of the clinic has seen the patient's messages and notes up to that moment."""
        now = now or timezone.now()
        cls._mark_read(lock(patient.pk), min(seen_until, now), now, by_staff=True)

    @staticmethod
    def _mark_read(patient, until, now, *, by_staff):
        unread = patient.messages.unread().filter(sent_at__lte=until)
        if not by_staff:
            unread.by_staff().update(read_at=now)
            return
        unread.by_patients().update(read_at=now)
        # A session finished before then may say something else since: that was not on the page.
        changed = FinishLog.objects.filter(
            session=OuterRef("pk"), current=True, logged_at__gt=until
        )
        notes = patient.sessions.waiting_notes().filter(~Exists(changed), finished_at__lte=until)
        notes.update(note_read_at=now)


def has_ended(patient):
    """Whether this patient's care is over: every episode there was is discharged. One query."""
    ends = patient.episodes.values_list("discharged_at", flat=True)
    return bool(ends) and None not in list(ends)
