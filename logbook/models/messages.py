"""What patient and therapist write to each other."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Membership, Patient

from .logs import Keyed


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

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["patient", "key"], name="message_key"),
            models.CheckConstraint(condition=~Q(body=""), name="message_says_something"),
        ]
        indexes = [models.Index(fields=["patient", "sent_at"], name="message_patient_sent")]
