"""What a draft was before each change, so that the last ones can be taken back."""

from django.db import models

from people.models import Membership, Patient

from .versions import ProgramVersion


class DraftStep(models.Model):
    """The whole draft as it stood before one change; undoing takes the newest step."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="draft_steps")
    version = models.ForeignKey(ProgramVersion, models.PROTECT, related_name="steps")
    by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    before = models.JSONField()

    class Meta:
        ordering = ["-id"]
