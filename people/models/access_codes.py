"""The code on a patient's handout, and the phones it has opened."""

from django.db import models
from django.db.models import Q

from .patients import Patient


class AccessCode(models.Model):
    """One live code a patient; it survives every edit of the program, until it is revoked.

    Kept readable, since handouts are printed again (docs/security.md). With the year of birth it
    opens the patient's player on one device, and never shows name, notes or messages.
    """

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="access_codes")
    handout_code = models.CharField(max_length=8, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # Wrong years: all since a therapist last unlocked, and those of the hour that began then.
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    hour_began_at = models.DateTimeField(null=True, blank=True)
    tries_this_hour = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient"], condition=Q(revoked_at=None), name="access_code_one_live"
            )
        ]


class Device(models.Model):
    """A browser that a handout code has opened: it holds a token, and we only its hash."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="devices")
    access_code = models.ForeignKey(AccessCode, models.PROTECT, related_name="devices")
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
