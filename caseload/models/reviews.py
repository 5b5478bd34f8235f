"""When a therapist last looked at a patient, and up to which moment."""

from django.db import models, transaction
from django.utils import timezone

from logbook.models import Message
from logbook.models.logs import lock
from people.models import Membership, Patient


class Review(models.Model):
    """`seen_until` is when the page that was reviewed was made: what came later was not seen."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="reviews")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="reviews")
    at = models.DateTimeField(auto_now_add=True)
    seen_until = models.DateTimeField()

    class Meta:
        ordering = ["-seen_until", "-id"]
        constraints = [
            # The button pressed twice on one page is one review.
            models.UniqueConstraint(
                fields=["patient", "by", "seen_until"], name="review_once_a_page"
            )
        ]
        indexes = [models.Index(fields=["patient", "-seen_until"], name="review_newest")]

    @classmethod
    @transaction.atomic
    def mark(cls, patient, by, seen_until, now=None):
        """This member has seen the patient up to that moment, and the words written until then.

        It clears what the worklist counted by then, and no safety flag. The same page marked twice
        is one review. Nobody has seen what is yet to come: a later moment counts as now.
        """
        lock(patient.pk)
        now = now or timezone.now()
        seen_until = min(seen_until, now)
        Message.read_by_staff(patient, seen_until, now)
        return cls.objects.get_or_create(patient=patient, by=by, seen_until=seen_until)[0]
