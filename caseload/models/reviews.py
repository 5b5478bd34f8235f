"""When a therapist last looked at a patient, and up to which moment."""

from django.db import models

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
