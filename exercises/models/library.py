"""What a stretch is: its region, kind, sides and variations. What it says is in words.py."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from exercises.dosage import DOSAGE_FIELDS, Dosage, Kind
from people.models import Clinic, PrecautionTag

from .editing import Editable, EditableQuerySet, own_or_shared

REGION_NAMES = {
    "upper-back": _("Upper back"),
    "lower-back": _("Lower back"),
    "hips": _("Hips"),
}


class RegionManager(models.Manager):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Region(models.Model):
    """A part of the body, always in the order upper back, lower back, hips (clinical.md)."""

    slug = models.SlugField(unique=True)
    order = models.PositiveSmallIntegerField(unique=True)

    objects = RegionManager()

    class Meta:
        ordering = ["order"]

    def __str__(self):
        return str(self.name)

    @property
    def name(self):
        return REGION_NAMES[self.slug]

    def natural_key(self):
        return (self.slug,)


class ExerciseQuerySet(models.QuerySet):
    def for_clinic(self, clinic):
        """The shared stretches and, for a clinic, its own. `clinic` may be None."""
        return self.filter(own_or_shared(clinic))

    def in_order(self):
        """Upper back, lower back, hips; the shipped order inside a region."""
        return self.select_related("region").order_by("region__order", "position", "id")


class ExerciseManager(models.Manager.from_queryset(ExerciseQuerySet)):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug, clinic=None)


class Exercise(models.Model):
    """The identity of a stretch. Region, kind and sides never change: programs rely on them."""

    slug = models.SlugField(_("address"))
    clinic = models.ForeignKey(
        Clinic, models.PROTECT, null=True, blank=True, related_name="exercises"
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="exercises")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    sided = models.BooleanField(_("has a left and a right"), default=False)
    position = models.PositiveSmallIntegerField(default=0)
    video = models.URLField(_("video link"), blank=True)

    objects = ExerciseManager()

    FIXED = ("region_id", "kind", "sided")

    class Meta:
        verbose_name = _("stretch")
        verbose_name_plural = _("stretches")
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=Q(clinic=None), name="exercise_shared_slug"
            ),
            models.UniqueConstraint(
                fields=["clinic", "slug"],
                condition=Q(clinic__isnull=False),
                name="exercise_slug_per_clinic",
            ),
        ]

    def __str__(self):
        return self.slug

    @property
    def asks_where(self):
        """Whether where it is felt says if this stretch helps (source: clinical.md)."""
        return self.slug == "press-up"

    def natural_key(self):
        return (self.slug,)

    natural_key.dependencies = ["exercises.region"]  # type: ignore[attr-defined]

    def save(self, *args, **kwargs):
        if self.pk:
            old = Exercise.objects.filter(pk=self.pk).values(*self.FIXED).first()
            if old and any(old[name] != getattr(self, name) for name in self.FIXED):
                raise ValidationError(_("Region, kind and sides of a stretch never change."))
        super().save(*args, **kwargs)


class VariationManager(models.Manager):
    def get_by_natural_key(self, slug, exercise):
        return self.get(slug=slug, exercise__slug=exercise, exercise__clinic=None)


class Variation(models.Model):
    """One way to do a stretch; exactly one of them is the standard way."""

    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="variations")
    slug = models.SlugField(_("address"))
    is_standard = models.BooleanField(default=False)
    floor_free = models.BooleanField(_("without the floor"), default=False)
    pose = models.CharField(_("figure"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    precautions = models.ManyToManyField(PrecautionTag, blank=True, related_name="variations")

    objects = VariationManager()

    class Meta:
        ordering = ["exercise", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["exercise", "slug"], name="variation_slug"),
            models.UniqueConstraint(
                fields=["exercise"],
                condition=Q(is_standard=True),
                name="variation_one_standard_per_exercise",
            ),
        ]

    def __str__(self):
        return f"{self.exercise}/{self.slug}"

    def natural_key(self):
        return (self.slug, self.exercise.slug)

    @property
    def opaque_id(self):
        """12 hex digits that name it on a phone without saying which stretch it is."""
        name = f"{self.exercise.clinic_id or ''}/{self.exercise.slug}/{self.slug}"
        return hashlib.sha256(name.encode()).hexdigest()[:12]

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "exercises.exercise",
        "people.precautiontag",
    ]


class StretchParametersManager(models.Manager.from_queryset(EditableQuerySet)):
    def get_by_natural_key(self, kind, exercise):
        of_exercise = {"exercise__slug": exercise} if exercise else {"exercise": None}
        return self.get(kind=kind, clinic=None, **of_exercise)


class StretchParameters(Editable, Dosage):
    """Start values: of a kind, or of one stretch that differs; a clinic may have its own."""

    clinic = models.ForeignKey(
        Clinic, models.PROTECT, null=True, blank=True, related_name="stretch_parameters"
    )
    exercise = models.ForeignKey(
        Exercise, models.PROTECT, null=True, blank=True, related_name="parameters"
    )
    seed_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = StretchParametersManager()
    history = HistoricalRecords(excluded_fields=["seed_sha256", "revision"])

    IDENTITY = ("kind", "exercise_id")
    SEEDED = DOSAGE_FIELDS

    class Meta:
        verbose_name = verbose_name_plural = _("stretching parameters")
        constraints = [
            *Dosage.constraints_for("parameters"),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(clinic=None, exercise=None),
                name="parameters_shared_kind",
            ),
            models.UniqueConstraint(
                fields=["exercise"],
                condition=Q(clinic=None, exercise__isnull=False),
                name="parameters_shared_exercise",
            ),
            models.UniqueConstraint(
                fields=["clinic", "kind"],
                condition=Q(clinic__isnull=False, exercise=None),
                name="parameters_clinic_kind",
            ),
            models.UniqueConstraint(
                fields=["clinic", "exercise"],
                condition=Q(clinic__isnull=False, exercise__isnull=False),
                name="parameters_clinic_exercise",
            ),
        ]

    def __str__(self):
        return f"{self.exercise or self.get_kind_display()}"

    def natural_key(self):
        return (self.kind, self.exercise and self.exercise.slug)

    natural_key.dependencies = ["exercises.exercise"]  # type: ignore[attr-defined]

    @transaction.atomic
    def rewrite(self, clinic, revision, words=None):
        """As Editable.rewrite; `words` is the edited ParametersWording, saved beside the numbers.

        The numbers are saved even when only words changed: a version is both (see history.py).
        """
        super().rewrite(clinic, revision)
        if words:
            stored = self.wordings.get(language=words.language)
            words.pk, words.parameters, words.seed_sha256 = stored.pk, self, stored.seed_sha256
            words.save()

    def copy_for(self, clinic, revision):
        copy = super().copy_for(clinic, revision)
        for words in self.wordings.all():
            words.pk = None
            words._state.adding = True
            words.parameters, words.seed_sha256 = copy, ""
            words._history_user = None
            words.save()
        return copy


class Picture(models.Model):
    """A clinic's or the library's own picture, stored re-encoded under the hash of its bytes."""

    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="pictures")
    clinic = models.ForeignKey(
        Clinic, models.PROTECT, null=True, blank=True, related_name="pictures"
    )
    sha256 = models.CharField(max_length=64, editable=False)
    thumbnail_sha256 = models.CharField(max_length=64, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(_("what the picture shows, in words"), max_length=300)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-added_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(alt=""), name="picture_alt_required"),
        ]

    def __str__(self):
        return self.alt
