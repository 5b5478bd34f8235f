"""What a stretch says. Words are rows; a clinic's edit of a shared stretch is the clinic's row."""

import hashlib
import json

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from people.models import Clinic, Membership

from .editing import Editable, EditableQuerySet
from .library import Exercise, StretchParameters, Variation


class StepRole(models.TextChoices):
    SET_UP = "set-up", _("Set-up")
    MOVEMENT = "movement", _("Movement")
    CUE = "cue", _("Cue")
    CAUTION = "caution", _("Caution")


def sha256_of(content):
    """The hash of anything JSON can carry, the same for the same content."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


class WordingManager(models.Manager.from_queryset(EditableQuerySet)):
    def get_by_natural_key(self, exercise, variation, language):
        return self.get(
            exercise__slug=exercise,
            exercise__clinic=None,
            variation__slug=variation or None,
            clinic=None,
            language=language,
        )


class Wording(Editable, models.Model):
    """The words of a stretch (variation empty) or of one variation, in one language.

    `steps` is a list of {"role": one of StepRole, "text": str}; `precautions` a list of str.
    """

    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="wordings")
    variation = models.ForeignKey(
        Variation, models.PROTECT, null=True, blank=True, related_name="wordings"
    )
    clinic = models.ForeignKey(
        Clinic, models.PROTECT, null=True, blank=True, related_name="wordings"
    )
    language = models.CharField(max_length=10, default="en")
    name = models.CharField(_("name"), max_length=80)
    summary = models.TextField(_("description"), max_length=1000)
    felt = models.CharField(_("where it is felt"), max_length=200, blank=True)
    equipment = models.CharField(_("equipment"), max_length=120, blank=True)
    steps = models.JSONField(_("steps"), default=list)
    precautions = models.JSONField(_("precautions"), default=list)
    seed_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = WordingManager()
    history = HistoricalRecords(excluded_fields=["seed_sha256", "revision"])

    IDENTITY = ("exercise_id", "language", "variation_id")
    SEEDED = ("name", "summary", "felt", "equipment", "steps", "precautions")

    class Meta:
        verbose_name = _("stretch description")
        verbose_name_plural = _("stretch descriptions")
        constraints = [
            models.UniqueConstraint(
                fields=["exercise", "language"],
                condition=Q(variation=None, clinic=None),
                name="wording_shared_exercise",
            ),
            models.UniqueConstraint(
                fields=["variation", "language"],
                condition=Q(variation__isnull=False, clinic=None),
                name="wording_shared_variation",
            ),
            models.UniqueConstraint(
                fields=["exercise", "clinic", "language"],
                condition=Q(variation=None, clinic__isnull=False),
                name="wording_clinic_exercise",
            ),
            models.UniqueConstraint(
                fields=["variation", "clinic", "language"],
                condition=Q(variation__isnull=False, clinic__isnull=False),
                name="wording_clinic_variation",
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.exercise.slug, self.variation and self.variation.slug, self.language)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "exercises.exercise",
        "exercises.variation",
    ]

    def steps_in(self, role):
        return [step["text"] for step in self.steps if step["role"] == role]

    @property
    def set_up(self):
        return self.steps_in(StepRole.SET_UP)

    @property
    def movement(self):
        return self.steps_in(StepRole.MOVEMENT)

    @property
    def how_to(self):
        """Set-up and movement steps in the order written: the numbered list patients follow."""
        wanted = (StepRole.SET_UP, StepRole.MOVEMENT)
        return [step["text"] for step in self.steps if step["role"] in wanted]

    @property
    def cues(self):
        return self.steps_in(StepRole.CUE)

    @property
    def cautions(self):
        return self.steps_in(StepRole.CAUTION)


class ParametersWordingManager(models.Manager):
    def get_by_natural_key(self, kind, exercise, language):
        parameters = StretchParameters.objects.get_by_natural_key(kind, exercise)
        return self.get(parameters=parameters, language=language)


class ParametersWording(models.Model):
    """What a kind of stretching aims at, why and how: the words beside the numbers."""

    parameters = models.ForeignKey(StretchParameters, models.PROTECT, related_name="wordings")
    language = models.CharField(max_length=10, default="en")
    target = models.CharField(_("what it works on"), max_length=200)
    why = models.TextField(_("why"), max_length=600)
    how = models.TextField(_("how"), max_length=600)
    cue = models.CharField(_("cue"), max_length=120)
    seed_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = ParametersWordingManager()
    history = HistoricalRecords(excluded_fields=["seed_sha256"])

    SEEDED = ("target", "why", "how", "cue")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["parameters", "language"], name="parameters_wording_per_language"
            )
        ]

    def __str__(self):
        return self.cue

    def natural_key(self):
        return (*self.parameters.natural_key(), self.language)

    natural_key.dependencies = ["exercises.stretchparameters"]  # type: ignore[attr-defined]


class SignOff(models.Model):
    """A clinician of the clinic has reviewed these steps, precautions and parameters.

    It holds for the content it names: as soon as any of them changes, by whomever, the stretch
    reads "not yet reviewed by your clinic" again (see exercises/words.py).
    """

    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="sign_offs")
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="sign_offs")
    content_sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="sign_offs")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "exercise", "content_sha256"], name="sign_off_once_per_content"
            )
        ]

    @classmethod
    def give(cls, exercise, by):
        """`by` signs off what `exercise` says today (.content_sha256); twice is once."""
        return cls.objects.get_or_create(
            clinic=by.clinic,
            exercise=exercise,
            content_sha256=exercise.content_sha256,
            defaults={"by": by},
        )[0]
