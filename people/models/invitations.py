"""Invitations by e-mail: a single-use link, kept only as a hash."""

import hashlib
import secrets
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .clinics import Clinic, Membership
from .patients import Patient

LASTS = timedelta(hours=72)


def hashed(token):
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet):
    def usable(self, token):
        """The invitation behind this token while it is neither used nor expired."""
        return self.filter(
            token_sha256=hashed(token), used_at=None, expires_at__gt=timezone.now()
        ).select_related("clinic", "patient")


class Invitation(models.Model):
    class Role(models.TextChoices):
        PATIENT = "patient"
        THERAPIST = "therapist"
        ADMIN = "admin"

    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Role)
    patient = models.ForeignKey(
        Patient, models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    invited_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role="patient", patient__isnull=False)
                | Q(role__in=["therapist", "admin"], patient__isnull=True),
                name="invitation_patient_exactly_for_patients",
            )
        ]

    @classmethod
    def issue(cls, **fields):
        """A new invitation and its token. The token leaves in the mail and is kept nowhere."""
        token = secrets.token_urlsafe(32)
        invitation = cls.objects.create(
            token_sha256=hashed(token), expires_at=timezone.now() + LASTS, **fields
        )
        return invitation, token
