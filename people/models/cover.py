"""Who looks after a caseload while its therapist is away, and handing one over for good."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .clinics import Clinic, Membership
from .patients import Patient


class CoverQuerySet(models.QuerySet):
    def holding_on(self, day):
        """Covers in force on this day: who is away, and the colleague who sees to the patients."""
        return self.not_over(day).filter(from_date__lte=day)

    def not_over(self, day):
        """Covers in force on this day or later, unless ended by hand or by somebody's leaving."""
        return self.filter(
            to_date__gte=day, ended_at=None, away__ended_at=None, by__ended_at=None
        ).select_related("away__user", "by__user")


class Cover(models.Model):
    """A colleague sees to somebody's patients from one date to another, both included.

    It ends by itself after its last day, or at once by hand. The dates are the clinic's.
    """

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="covers")
    away = models.ForeignKey(Membership, models.PROTECT, related_name="absences")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="covers")
    from_date = models.DateField(_("first day away"))
    to_date = models.DateField(_("last day away"))
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CoverQuerySet.as_manager()

    class Meta:
        ordering = ["from_date", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date__gte=F("from_date")), name="cover_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(away=F("by")), name="cover_by_somebody_else"),
        ]


class HandOver(models.Model):
    """Patients offered by one therapist to another, who takes them or does not."""

    class State(models.TextChoices):
        OFFERED = "offered", _("Offered")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="hand_overs")
    giver = models.ForeignKey(Membership, models.PROTECT, related_name="given_hand_overs")
    taker = models.ForeignKey(Membership, models.PROTECT, related_name="taken_hand_overs")
    patients = models.ManyToManyField(Patient, related_name="hand_overs")
    offered_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=9, choices=State, default=State.OFFERED)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-offered_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("taker")), name="hand_over_to_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(state="offered", answered_at=None)
                | ~Q(state="offered") & Q(answered_at__isnull=False),
                name="hand_over_answered_has_a_time",
            ),
        ]
