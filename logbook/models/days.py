"""A patient's day in numbers, recomputed from the set rows with every log, never counted up."""

from django.db import models

from people.models import Patient


class PatientDay(models.Model):
    """`dose` is Σ min(done ÷ target, 1) over the sets done, in sets, capped at `sets_target`."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="days")
    local_date = models.DateField()
    sets_done = models.PositiveSmallIntegerField(default=0)
    sets_target = models.PositiveSmallIntegerField(default=0)
    dose = models.FloatField(default=0)
    seconds = models.PositiveIntegerField(default=0)
    sessions = models.PositiveSmallIntegerField(default=0)
    pain_max = models.PositiveSmallIntegerField(null=True, blank=True)
    pain_sum = models.PositiveIntegerField(default=0)
    pain_n = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "local_date"], name="patient_day_once")
        ]
