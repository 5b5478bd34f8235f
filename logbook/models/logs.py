"""What was done: one StretchLog and its SetLogs a stretch. Append-only: a correction points to the
row it replaces and `current` moves, so the history keeps both."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Patient
from programs.models import Prescription
from programs.models.prescriptions import Side

from .sessions import Session, zero_to_ten


class Reason(models.TextChoices):
    """Why a set was cut short (source: clinical.md)."""

    PAIN = "pain", _("Pain")
    TIRED = "tired", _("Tired")
    NO_TIME = "no-time", _("No time")
    DID_NOT_UNDERSTAND = "did-not-understand", _("Did not get it")
    OTHER = "other", _("Other")


class StretchLog(models.Model):
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="stretch_logs")
    session = models.ForeignKey(Session, models.PROTECT, related_name="stretch_logs")
    prescription = models.ForeignKey(Prescription, models.PROTECT, related_name="stretch_logs")
    key = models.UUIDField()
    as_planned = models.BooleanField(default=False)
    pain = models.PositiveSmallIntegerField(_("pain"), null=True, blank=True)
    lowest_place_felt = models.CharField(max_length=12, blank=True)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    skipped = models.BooleanField(default=False)
    logged_at = models.DateTimeField()
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "key"], name="stretch_log_key"),
            models.UniqueConstraint(
                fields=["session", "prescription"],
                condition=Q(current=True),
                name="stretch_log_slot",
            ),
            models.CheckConstraint(condition=zero_to_ten("pain"), name="stretch_log_pain_0_to_10"),
        ]


class SetLog(models.Model):
    # An index costs with every set: (patient, local_date) and the unique keys are all reads need.
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="set_logs", db_index=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="set_logs", db_index=False)
    prescription = models.ForeignKey(
        Prescription, models.PROTECT, related_name="set_logs", db_index=False
    )
    key = models.UUIDField()
    side = models.CharField(max_length=5, choices=Side)
    number = models.PositiveSmallIntegerField()
    reps = models.PositiveSmallIntegerField(null=True, blank=True)
    held_seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    target = models.PositiveSmallIntegerField()
    logged_at = models.DateTimeField()
    local_date = models.DateField()
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    current = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "local_date"], name="set_log_patient_date")]
        constraints = [
            models.UniqueConstraint(fields=["patient", "key"], name="set_log_key"),
            models.UniqueConstraint(
                fields=["session", "prescription", "side", "number"],
                condition=Q(current=True),
                name="set_log_slot",
            ),
            models.CheckConstraint(
                condition=Q(reps__range=(0, 200), held_seconds=None)
                | Q(reps=None, held_seconds__range=(0, 600)),
                name="set_log_reps_or_held_seconds",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="set_log_number_from_1"),
        ]

    @property
    def done(self):
        """Repetitions, or seconds held."""
        return self.held_seconds if self.reps is None else self.reps

    @property
    def cut_short(self):
        return self.done < self.target
