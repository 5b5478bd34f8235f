"""How much: the numbers that parameters, prescriptions and template items share."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class Kind(models.TextChoices):
    """Joints are moved with repetitions; muscles are held (source: clinical.md)."""

    MOBILITY = "mobility", _("Mobility")
    MUSCLE = "muscle", _("Muscle")


MOBILITY_FIELDS = ("reps", "seconds_on", "seconds_off")
MUSCLE_FIELDS = ("hold_seconds", "rest_seconds")
DOSAGE_FIELDS = ("sets", *MOBILITY_FIELDS, *MUSCLE_FIELDS)
# The least and the most the database takes.
DOSAGE_LIMITS = {
    "sets": (1, 10),
    "reps": (1, 100),
    "seconds_on": (1, 10),
    "seconds_off": (1, 10),
    "hold_seconds": (5, 300),
    "rest_seconds": (0, 300),
}


def dosage_fields(kind):
    """The fields a stretch of this kind is dosed with, in the order people read them."""
    return ("sets", *(MOBILITY_FIELDS if kind == Kind.MOBILITY else MUSCLE_FIELDS))


class Dosage(models.Model):
    """Repetitions in and out, or holds: a row carries exactly the numbers of its kind."""

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    sets = models.PositiveSmallIntegerField(_("sets"))
    reps = models.PositiveSmallIntegerField(_("repetitions"), null=True, blank=True)
    seconds_on = models.PositiveSmallIntegerField(_("seconds on"), null=True, blank=True)
    seconds_off = models.PositiveSmallIntegerField(_("seconds off"), null=True, blank=True)
    hold_seconds = models.PositiveSmallIntegerField(_("hold, seconds"), null=True, blank=True)
    rest_seconds = models.PositiveSmallIntegerField(_("rest, seconds"), null=True, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def constraints_for(model):
        """Each model names its own copies: constraint names are unique in a database."""
        mobility = Q(kind=Kind.MOBILITY, hold_seconds=None, rest_seconds=None)
        muscle = Q(kind=Kind.MUSCLE, reps=None, seconds_on=None, seconds_off=None)
        for name in MOBILITY_FIELDS:
            mobility &= Q(**{f"{name}__isnull": False, f"{name}__range": DOSAGE_LIMITS[name]})
        for name in MUSCLE_FIELDS:
            muscle &= Q(**{f"{name}__isnull": False, f"{name}__range": DOSAGE_LIMITS[name]})
        return [
            models.CheckConstraint(condition=mobility | muscle, name=f"{model}_dosage_of_its_kind"),
            models.CheckConstraint(
                condition=Q(sets__range=DOSAGE_LIMITS["sets"]), name=f"{model}_sets_1_to_10"
            ),
        ]

    def dosage(self):
        """The numbers as a dict, ready to copy onto another row."""
        return {name: getattr(self, name) for name in DOSAGE_FIELDS}

    @property
    def target(self):
        """What one set asks for: repetitions, or seconds held."""
        return self.reps if self.kind == Kind.MOBILITY else self.hold_seconds

    @property
    def set_seconds(self):
        """How long one set on one side takes at the prescribed tempo, rest included."""
        if self.kind == Kind.MOBILITY:
            return self.reps * (self.seconds_on + self.seconds_off)  # type: ignore[operator]
        return self.hold_seconds + self.rest_seconds  # type: ignore[operator]

    @property
    def amount_text(self):
        """As patients read it: "1 set of 10", "2 holds of 30 seconds"."""
        if self.kind == Kind.MOBILITY:
            text = ngettext("%(sets)s set of %(reps)s", "%(sets)s sets of %(reps)s", self.sets)
        else:
            text = ngettext(
                "%(sets)s hold of %(hold)s seconds", "%(sets)s holds of %(hold)s seconds", self.sets
            )
        return text % {"sets": self.sets, "reps": self.reps, "hold": self.hold_seconds}
