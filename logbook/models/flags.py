"""What a patient told that a therapist must see, and the pause it puts on the program."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Patient
from programs.models import Prescription, ProgramPause


class FlagQuerySet(models.QuerySet):
    def standing(self):
        """Those the patient did not take back."""
        return self.filter(withdrawn_at=None)

    def stopping(self):
        """Standing ones that lead to the stop signs."""
        return self.standing().filter(reason__in=Flag.STOPPING)


class Flag(models.Model):
    """One reason told by one act. `key` is that act's, so an act sent twice raises it once."""

    class Reason(models.TextChoices):
        NEW_OR_WORSE = "new-or-worse", _("Something new or worse")
        PAIN_AT_LIMIT = "pain-at-limit", _("Pain at the limit")
        SHARP_PAIN = "sharp-pain", _("Stopped: sharp, new or worse pain")
        MOVED_DOWN = "moved-down", _("Felt lower down than before")

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

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "key", "reason"], name="flag_key_and_reason")
        ]
        indexes = [
            models.Index(
                fields=["patient", "at"], condition=Q(withdrawn_at=None), name="flag_standing"
            )
        ]

    @property
    def stops(self):
        return self.reason in self.STOPPING

    @classmethod
    def raise_for(cls, session, reason, key, at, prescription=None):
        """Flag the patient, once for this act, and pause the program if the reason asks for it.

        The caller holds the lock on the patient's row and is in a transaction.
        """
        pause = None
        if reason in cls.STOPPING:
            pause = session.version.program.pause(
                session.patient, session.patient.today(), ProgramPause.Reason.STOP_SIGNS
            )
        return cls.objects.get_or_create(
            patient=session.patient,
            key=key,
            reason=reason,
            defaults={"session": session, "prescription": prescription, "at": at, "pause": pause},
        )[0]

    def withdraw(self, at=None):
        """The patient pressed yes by mistake. Its pause ends unless another flag stands on it.

        The caller holds the lock on the patient's row and is in a transaction.
        """
        Flag.objects.filter(pk=self.pk, withdrawn_at=None).update(withdrawn_at=at or timezone.now())
        if self.pause and not self.pause.flags.standing().exists():
            self.pause.end(self.patient.today())
