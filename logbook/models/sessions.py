"""One time a patient works through the day's stretches."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Patient
from programs.models import ProgramVersion


def zero_to_ten(*names):
    """A constraint condition: each of these is unanswered or 0 to 10."""
    condition = Q()
    for name in names:
        condition &= Q(**{name: None}) | Q(**{f"{name}__range": (0, 10)})
    return condition


class Session(models.Model):
    """Unanswered is stored as unanswered (null), never as 0 or "no"."""

    class Place(models.TextChoices):
        HOME = "home", _("At home")
        CLINIC = "clinic", _("In the clinic")

    class State(models.TextChoices):
        OPEN = "open"
        FINISHED = "finished"
        # A new start closes the session before it, with what was logged.
        CLOSED = "closed"

    class Since(models.TextChoices):
        BETTER = "better", _("Better")
        SAME = "same", _("Same")
        WORSE = "worse", _("Worse")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="sessions")
    key = models.UUIDField()
    version = models.ForeignKey(ProgramVersion, models.PROTECT, related_name="sessions")
    number_of_day = models.PositiveSmallIntegerField(default=1)
    place = models.CharField(max_length=6, choices=Place, default=Place.HOME)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    finish_key = models.UUIDField(null=True, blank=True)
    zone = models.CharField(max_length=64)
    local_date = models.DateField()
    phone_time = models.DateTimeField(null=True, blank=True)
    pain_before = models.PositiveSmallIntegerField(null=True, blank=True)
    since_last = models.CharField(max_length=6, choices=Since, blank=True)
    pain_after = models.PositiveSmallIntegerField(_("pain after"), null=True, blank=True)
    effort = models.PositiveSmallIntegerField(_("effort"), null=True, blank=True)
    new_or_worse = models.BooleanField(_("new or worse pain"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "local_date"], name="session_patient_date")]
        constraints = [
            models.UniqueConstraint(fields=["patient", "key"], name="session_key"),
            models.UniqueConstraint(
                fields=["patient"], condition=Q(state="open"), name="session_one_open_per_patient"
            ),
            models.CheckConstraint(
                condition=zero_to_ten("pain_before", "pain_after", "effort"),
                name="session_scales_0_to_10",
            ),
            models.CheckConstraint(
                condition=~Q(state="finished") | Q(finished_at__isnull=False),
                name="session_finished_has_a_time",
            ),
        ]
