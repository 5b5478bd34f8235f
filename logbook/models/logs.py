"""What was done: one StretchLog and its SetLogs a stretch. Append-only: a correction points to the
row it replaces and `current` moves, so the history keeps both."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exercises.dosage import Kind
from exercises.models import Variation
from people.models import Patient
from programs.models import Prescription
from programs.models.prescriptions import Side

# The most the database takes for one set.
MOST_REPS = 200
MOST_SECONDS = 600


def zero_to_ten(*names):
    """A constraint condition: each of these is unanswered or 0 to 10."""
    condition = Q()
    for name in names:
        condition &= Q(**{name: None}) | Q(**{f"{name}__range": (0, 10)})
    return condition


class DifferentContent(Exception):
    """This key was saved before, with other answers."""


class Keyed:
    """What one post stores under its key. `already`: that very post had been stored before."""

    already = False


def lock(patient_id):
    """The patient, with the clinic; whoever else writes for this patient waits. One query, and one
    more for a record that was merged since it was read: what is written belongs to the other."""
    rows = Patient.objects.select_for_update(of=("self",)).select_related("clinic")
    patient = rows.get(pk=patient_id)
    return lock(patient.merged_into_id) if patient.merged_into_id else patient


def the_first_answer(posted, same):
    """The row this key stored, if what came under it now is the same."""
    if not same:
        raise DifferentContent
    posted.already = True
    return posted


class Reason(models.TextChoices):
    """Why a set was cut short (source: clinical.md)."""

    PAIN = "pain", _("Pain")
    TIRED = "tired", _("Tired")
    NO_TIME = "no-time", _("No time")
    DID_NOT_UNDERSTAND = "did-not-understand", _("Did not get it")
    OTHER = "other", _("Other")


class LowestPlace(models.TextChoices):
    """Where the lowest spot is that the patient feels it, from the top down (clinical.md)."""

    BACK = "back", _("Back")
    BUTTOCK = "buttock", _("Buttock")
    THIGH = "thigh", _("Thigh")
    BELOW_KNEE = "below-knee", _("Below the knee")
    FOOT = "foot", _("Foot")


def moved_down(before, now):
    """Whether it is felt lower than before. Not answered, or felt nowhere, is not lower."""
    places = LowestPlace.values
    return bool(before and now) and places.index(now) > places.index(before)


class StretchLog(Keyed, models.Model):
    """One stretch of one session, as the patient told it. Unanswered pain is null, never 0."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="stretch_logs")
    session = models.ForeignKey("Session", models.PROTECT, related_name="stretch_logs")
    prescription = models.ForeignKey(Prescription, models.PROTECT, related_name="stretch_logs")
    key = models.UUIDField()
    # The hash of all that was posted under this key: the same again, or something else?
    content_sha256 = models.CharField(max_length=64)
    # The easier way that was done instead of the prescribed one.
    done_as = models.ForeignKey(Variation, models.PROTECT, null=True, blank=True, related_name="+")
    as_planned = models.BooleanField(default=False)
    cut_short = models.BooleanField(default=False)
    skipped = models.BooleanField(default=False)
    pain = models.PositiveSmallIntegerField(_("pain"), null=True, blank=True)
    lowest_place_felt = models.CharField(
        _("lowest place felt"), max_length=12, choices=LowestPlace, blank=True
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    logged_at = models.DateTimeField()
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "key"], name="stretch_log_key"),
            models.UniqueConstraint(
                fields=["session", "prescription"],
                condition=Q(current=True),
                name="stretch_log_slot",
            ),
            models.CheckConstraint(condition=zero_to_ten("pain"), name="stretch_log_pain_0_to_10"),
        ]


class SetLog(Keyed, models.Model):
    # An index costs with every set: (patient, local_date) and the unique keys are all reads need.
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="set_logs", db_index=False)
    session = models.ForeignKey("Session", models.PROTECT, related_name="set_logs", db_index=False)
    prescription = models.ForeignKey(
        Prescription, models.PROTECT, related_name="set_logs", db_index=False
    )
    key = models.UUIDField()
    side = models.CharField(max_length=5, choices=Side)
    number = models.PositiveSmallIntegerField()
    reps = models.PositiveSmallIntegerField(null=True, blank=True)
    held_seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    target = models.PositiveSmallIntegerField()
    logged_at = models.DateTimeField()
    local_date = models.DateField()
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    current = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "local_date"], name="set_log_patient_date")]
        constraints = [
            models.UniqueConstraint(fields=["patient", "key"], name="set_log_key"),
            models.UniqueConstraint(
                fields=["session", "prescription", "side", "number"],
                condition=Q(current=True),
                name="set_log_slot",
            ),
            models.CheckConstraint(
                condition=Q(reps__range=(0, MOST_REPS), held_seconds=None, reps__isnull=False)
                | Q(reps=None, held_seconds__range=(0, MOST_SECONDS), held_seconds__isnull=False),
                name="set_log_reps_or_held_seconds",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="set_log_number_from_1"),
            # A share of the dose is done ÷ target.
            models.CheckConstraint(condition=Q(target__gte=1), name="set_log_target_from_1"),
        ]

    @property
    def done(self):
        """Repetitions, or seconds held."""
        return self.held_seconds if self.reps is None else self.reps

    @property
    def slot(self):
        return self.side, self.number

    @property
    def cut_short(self):
        return self.done < self.target

    @staticmethod
    def amount(kind, done):
        """The fields that hold this many repetitions or seconds."""
        return {"reps": done} if kind == Kind.MOBILITY else {"held_seconds": done}


class FinishLog(Keyed, models.Model):
    """What was answered at the end of a session. The session itself carries the newest answers."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="finish_logs")
    session = models.ForeignKey("Session", models.PROTECT, related_name="finish_logs")
    key = models.UUIDField()
    content_sha256 = models.CharField(max_length=64)
    pain_after = models.PositiveSmallIntegerField(null=True, blank=True)
    effort = models.PositiveSmallIntegerField(null=True, blank=True)
    new_or_worse = models.BooleanField()
    note = models.TextField(max_length=2000, blank=True)
    logged_at = models.DateTimeField()
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "key"], name="finish_log_key"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(current=True), name="finish_log_one_current"
            ),
            models.CheckConstraint(
                condition=zero_to_ten("pain_after", "effort"), name="finish_log_scales_0_to_10"
            ),
        ]
