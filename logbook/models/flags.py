"""What a patient told that a therapist must see, and the pause it puts on the program."""

import zoneinfo
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Membership, Patient
from programs.models import Prescription, ProgramPause

from .logs import Keyed

# Nothing settles "felt lower down" yet, so it asks for a week, like any report before it.
MOVED_DOWN_ASKS = timedelta(days=7)


class FlagQuerySet(models.QuerySet):
    def standing(self):
        """Those the patient did not take back."""
        return self.filter(withdrawn_at=None)

    def stopping(self):
        """Standing ones that lead to the stop signs, until the program goes on again."""
        return self.standing().filter(reason__in=Flag.STOPPING, pause__until=None)

    def asking(self, now):
        """Those a therapist has yet to answer, the first one the gravest: stopping ones, newest
        first, then those felt lower down in the last week.

        A program has one running pause at most, so a patient's stopping flags share it.
        """
        lower = Q(reason=Flag.Reason.MOVED_DOWN, at__gte=now - MOVED_DOWN_ASKS)
        stopping = Q(reason__in=Flag.STOPPING, pause__until=None)
        return (
            self.standing()
            .filter(stopping | lower)
            .order_by(F("pause").asc(nulls_last=True), "-at", "reason", "id")
        )


class Flag(Keyed, models.Model):
    """One reason told by one act. `key` is that act's, so an act sent twice raises it once."""

    class Reason(models.TextChoices):
        NEW_OR_WORSE = "new-or-worse", _("Something new or worse")
        PAIN_AT_LIMIT = "pain-at-limit", _("Pain at the limit")
        SHARP_PAIN = "sharp-pain", _("Stopped: sharp, new or worse pain")
        MOVED_DOWN = "moved-down", _("Felt lower down than before")

    class Outcome(models.TextChoices):
        CALLED = "called", _("Called and talked")
        EMERGENCY = "emergency", _("Sent to emergency care")
        KNOWN = "known", _("Known and checked")
        MISTAKEN = "mistaken", _("Mistaken yes")

    # Source: clinical.md, "Stop signs". Pain that moves down ends that stretch alone.
    STOPPING = (Reason.NEW_OR_WORSE, Reason.PAIN_AT_LIMIT, Reason.SHARP_PAIN)

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="flags")
    session = models.ForeignKey("Session", models.PROTECT, related_name="flags")
    prescription = models.ForeignKey(
        Prescription, models.PROTECT, null=True, blank=True, related_name="flags"
    )
    key = models.UUIDField()
    reason = models.CharField(max_length=14, choices=Reason)
    at = models.DateTimeField()
    # A mistaken yes, taken back by the patient; the row stays and says so.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    pause = models.ForeignKey(
        ProgramPause, models.PROTECT, null=True, blank=True, related_name="flags"
    )

    # How a therapist closed it. `asked` holds what each emergency sign was answered with.
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    finding = models.TextField(_("what you found"), max_length=2000, blank=True)
    asked = models.JSONField(default=dict, blank=True)
    closed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="closed_flags"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", closed_at=None, closed_by=None)
                | ~Q(outcome="") & Q(closed_at__isnull=False, closed_by__isnull=False),
                name="flag_closed_with_an_outcome",
            ),
            models.UniqueConstraint(
                fields=["patient", "key", "reason"], name="flag_key_and_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["patient", "at"], condition=Q(withdrawn_at=None), name="flag_standing"
            )
        ]

    @property
    def stops(self):
        return self.reason in self.STOPPING

    @property
    def is_taken_back(self):
        return self.withdrawn_at is not None

    @classmethod
    def raise_for(cls, session, reason, key, at, prescription=None):
        """Flag the patient, once for this act, and pause the program if the reason asks for it.

        The pause begins on the day of the act, which a phone without a network tells later. An act
        sent again pauses nothing again. The caller holds the lock on the patient's row and is in a
        transaction.
        """
        patient = session.patient
        if raised := cls.objects.filter(patient=patient, key=key, reason=reason).first():
            return raised
        pause = None
        if reason in cls.STOPPING:
            day = timezone.localdate(at, zoneinfo.ZoneInfo(patient.zone))
            pause = session.version.program.pause(
                min(day, patient.today()), ProgramPause.Reason.STOP_SIGNS
            )
        return cls.objects.create(
            patient=patient,
            session=session,
            prescription=prescription,
            key=key,
            reason=reason,
            at=at,
            pause=pause,
        )

    def withdraw(self, at=None):
        """Take this one back. Its pause ends unless another flag stands on it.

        The caller holds the lock on the patient's row and is in a transaction.
        """
        Flag.objects.filter(pk=self.pk, withdrawn_at=None).update(withdrawn_at=at or timezone.now())
        made_by_flags = self.pause and self.pause.reason == ProgramPause.Reason.STOP_SIGNS
        if made_by_flags and not self.pause.flags.standing().exists():
            self.pause.end(self.patient.today())
