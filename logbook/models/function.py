"""What a patient can do again: own activities, each 0 (unable) to 10 (as before).

Source: clinical.md, "Measures": patient-specific activities in the patient's own words.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Membership, Patient

from .logs import Keyed, zero_to_ten

MOST_ACTIVITIES = 5


class FunctionActivity(models.Model):
    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="activities")
    words = models.CharField(_("activity, in the patient's words"), max_length=200)
    # 1 to 5; a slot is free again once its activity was taken off.
    position = models.PositiveSmallIntegerField()
    added_on = models.DateField()
    removed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "position"],
                condition=Q(removed_on=None),
                name="function_activity_five_at_most",
            ),
            models.CheckConstraint(
                condition=Q(position__range=(1, MOST_ACTIVITIES)), name="function_activity_position"
            ),
        ]


class FunctionScore(Keyed, models.Model):
    """One activity on one date; `by` is the therapist who asked, else the patient answered alone.
    A second answer of the same date replaces the first."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="function_scores")
    activity = models.ForeignKey(FunctionActivity, models.PROTECT, related_name="scores")
    on_date = models.DateField()
    score = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["on_date", "id"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "on_date"], name="function_score_a_day"),
            models.CheckConstraint(condition=zero_to_ten("score"), name="function_score_0_to_10"),
        ]


class FunctionPlan(models.Model):
    """How often the patient is asked again, in weeks; without a row, never."""

    patient = models.OneToOneField(Patient, models.PROTECT, related_name="function_plan")
    every_weeks = models.PositiveSmallIntegerField(_("ask again every"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(every_weeks__range=(1, 26)), name="function_plan_every_weeks"
            )
        ]
