"""What a patient can do again: own activities, each 0 (unable) to 10 (as before).

Source: clinical.md, "Measures": patient-specific activities in the patient's own words.
"""

import uuid
from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import Max, Prefetch, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Membership, Patient

from .logs import lock, zero_to_ten

MOST_ACTIVITIES = 5
# Stands for "never" where a date is read from a subquery, so that null can say "no activity".
NEVER = date(1900, 1, 1)


class TooManyActivities(Exception):
    """A patient has five activities at most."""


class AnsweredByPatient(Exception):
    """The patient answered this alone today; a therapist does not write over it."""


class FunctionActivityQuerySet(models.QuerySet):
    def on(self):
        """Those that were not taken off."""
        return self.filter(removed_on=None)

    def with_scores(self):
        """Each with `.scored`: its scores from the first to the newest. Two queries."""
        return self.prefetch_related(Prefetch("scores", to_attr="scored"))

    def longest_unasked(self):
        """For a subquery of one patient: the date of the newest score of the activity that was
        scored longest ago, NEVER where one was not scored at all; no row without an activity."""
        newest = self.on().order_by().values("pk").annotate(newest=Max("scores__on_date"))
        newest = newest.annotate(asked_on=Coalesce("newest", Value(NEVER)))
        return newest.order_by("asked_on").values("asked_on")[:1]


class FunctionActivity(models.Model):
    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="activities")
    words = models.CharField(_("activity, in the patient's words"), max_length=200)
    # 1 to 5; a slot is free again once its activity was taken off.
    position = models.PositiveSmallIntegerField()
    added_on = models.DateField()
    removed_on = models.DateField(null=True, blank=True)

    objects = FunctionActivityQuerySet.as_manager()

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

    def __str__(self):
        return self.words

    @classmethod
    @transaction.atomic
    def add(cls, patient, key, words):
        """Write one more activity down in the first free place. The same key adds it once."""
        patient = lock(patient.pk)
        code = uuid.uuid5(patient.code, str(key))
        if added := patient.activities.filter(code=code).first():
            return added
        taken = set(patient.activities.on().values_list("position", flat=True))
        free = [place for place in range(1, MOST_ACTIVITIES + 1) if place not in taken]
        if not free:
            raise TooManyActivities
        today = patient.today()
        return cls.objects.create(
            patient=patient, code=code, words=words, position=free[0], added_on=today
        )

    def take_off(self):
        """Ask about it no more; what was scored stays. Said twice, the first day holds."""
        mine = FunctionActivity.objects.filter(pk=self.pk, removed_on=None)
        return mine.update(removed_on=self.patient.today()) == 1

    @transaction.atomic
    def answer(self, score, by=None, now=None):
        """Today's score; a second answer of the same date replaces the first. Returns it.

        `by` is the therapist who asked. What the patient answered alone is not written over by
        staff: it raises AnsweredByPatient, but for the same score.
        """
        patient = lock(self.patient_id)
        now = now or timezone.now()
        today = patient.today()
        if said := self.scores.filter(on_date=today).first():
            if by and not said.by_id:
                if said.score != score:
                    raise AnsweredByPatient
                return said
            said.score, said.by, said.at = score, by, now
            said.save(update_fields=["score", "by", "at"])
            return said
        return self.scores.create(patient=patient, on_date=today, score=score, by=by, at=now)


class FunctionScore(models.Model):
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

    @classmethod
    def set_weeks(cls, patient, every_weeks):
        """Ask again every so many weeks; 0 never."""
        if every_weeks:
            cls.objects.update_or_create(patient=patient, defaults={"every_weeks": every_weeks})
        else:
            cls.objects.filter(patient=patient).delete()


def is_due(asked_on, every_weeks, today):
    """Whether to ask the patient today: about what was never scored, and again every so many
    weeks. `asked_on` is the day of the newest score, NEVER without one, None for no activity."""
    if asked_on is None:
        return False
    if asked_on == NEVER:
        return True
    return bool(every_weeks) and today >= asked_on + timedelta(weeks=every_weeks)
