"""Remote therapeutic monitoring: who agreed to it, and the minutes staff spent on it.

Counts for a biller and record gaps, never a claim that a code may be billed (clinical.md). The days
are counted from what was logged when a report is read, so nothing here can drift from the logbook.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Membership, Patient


class Monitoring(models.Model):
    """One course of monitoring; its 30-day periods roll from its first day."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="monitorings")
    started_on = models.DateField(_("starts"))
    ended_on = models.DateField(_("ends"), null=True, blank=True)
    # None until the patient agreed.
    consent_on = models.DateField(_("patient agreed on"), null=True, blank=True)
    consent_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    copay_told = models.BooleanField(_("told of a possible co-pay"), default=False)
    educated_on = models.DateField(_("set-up and education on"), null=True, blank=True)
    plan_of_care = models.CharField(_("plan of care"), max_length=200, blank=True)
    biller = models.CharField(_("who bills"), max_length=120, blank=True)
    modifiers = models.CharField(_("modifiers"), max_length=20, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-started_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient"], condition=Q(ended_on=None), name="monitoring_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=models.F("started_on")),
                name="monitoring_ends_after_it_starts",
            ),
        ]


class StaffMinutes(models.Model):
    """Whole minutes one member spent on one patient's monitoring on one date, and on what."""

    class Channel(models.TextChoices):
        """How patient and member talked live; a message is never live (clinical.md)."""

        PHONE = "phone", _("Phone")
        VIDEO = "video", _("Video")
        IN_PERSON = "in-person", _("In person")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="staff_minutes")
    key = models.UUIDField()
    by = models.ForeignKey(Membership, models.PROTECT, related_name="staff_minutes")
    on_date = models.DateField(_("date"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    what = models.CharField(_("what for"), max_length=200)
    live_channel = models.CharField(_("talked live"), max_length=9, choices=Channel, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    # A wrong entry is struck out, never deleted.
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["on_date", "id"]
        constraints = [
            models.UniqueConstraint(fields=["patient", "key"], name="staff_minutes_key"),
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 480)), name="staff_minutes_1_to_480"
            ),
        ]
        indexes = [models.Index(fields=["patient", "on_date"], name="staff_minutes_on")]
