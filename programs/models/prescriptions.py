"""One stretch, in one variation, on one side or both, with its dose, in one program version."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.dosage import DOSAGE_FIELDS, Dosage, Kind
from exercises.models import Variation
from people.models import Patient
from programs import weekdays

from .versions import ProgramVersion


class Side(models.TextChoices):
    NONE = "none", _("No side")
    LEFT = "left", _("Left")
    RIGHT = "right", _("Right")
    BOTH = "both", _("Each side")


# Between sides and between stretches (source: clinical.md, "Stretching parameters").
SIDE_CHANGE_SECONDS = 15
NEXT_STRETCH_SECONDS = 20


def session_minutes(rows):
    """About how long doing all of these once takes, in whole minutes: moving, resting, one change
    of sides for each stretch done on both, and getting ready for the next stretch.
    """
    rows = list(rows)
    seconds = sum(len(row.slots) * row.set_seconds for row in rows)
    seconds += sum(len(row.sides) - 1 for row in rows) * SIDE_CHANGE_SECONDS
    seconds += max(len(rows) - 1, 0) * NEXT_STRETCH_SECONDS
    return round(seconds / 60)


class Schedule(Dosage):
    """A dose with its side, weekdays and times a day: what templates and prescriptions share."""

    side = models.CharField(_("side"), max_length=5, choices=Side)
    weekdays = models.PositiveSmallIntegerField(_("days"), default=weekdays.MONDAY_TO_FRIDAY)
    times_a_day = models.PositiveSmallIntegerField(_("times a day"), default=1)
    note = models.TextField(_("note to patient"), max_length=2000, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    @staticmethod
    def constraints_for(model):
        return [
            *Dosage.constraints_for(model),
            models.CheckConstraint(
                condition=Q(weekdays__range=(1, weekdays.EVERY_DAY)), name=f"{model}_weekdays"
            ),
            models.CheckConstraint(
                condition=Q(times_a_day__range=(1, 6)), name=f"{model}_times_a_day"
            ),
            models.CheckConstraint(condition=Q(side__in=Side.values), name=f"{model}_side"),
        ]

    def schedule(self, without=frozenset()):
        """All that a copy takes over, as a dict."""
        names = (*DOSAGE_FIELDS, "kind", "side", "weekdays", "times_a_day", "note", "position")
        return {name: getattr(self, name) for name in names if name not in without}

    def overlaps(self, side):
        """Whether doing the same on this side would do a side twice: only left and right fit."""
        return {self.side, side} != {Side.LEFT, Side.RIGHT}

    @property
    def sides(self):
        """The sides a set is done on, in the order they are done."""
        return [Side.LEFT, Side.RIGHT] if self.side == Side.BOTH else [Side(self.side)]

    @property
    def only_right(self):
        """Whether its picture, drawn for the left side, must be shown mirrored."""
        return self.side == Side.RIGHT

    @property
    def slots(self):
        """Every (side, set number) of one session; with two sides each side counts its own sets."""
        return [(side, number) for number in range(1, self.sets + 1) for side in self.sides]

    def is_due(self, date, number=1):
        """Whether the n-th session of this date goes through it."""
        return weekdays.includes(self.weekdays, date) and self.times_a_day >= number

    def sets_on(self, date):
        """How many sets this asks for on a date: each side and each time of the day counts."""
        return len(self.slots) * self.times_a_day if self.is_due(date) else 0

    @property
    def minutes(self):
        """How long one session of this takes, moving and resting, in minutes."""
        return len(self.slots) * self.set_seconds / 60

    @property
    def dosage_text(self):
        """As patients read it: "2 sets of 10, each side"."""
        if self.side == Side.NONE:
            return self.amount_text
        where = {
            Side.BOTH: gettext("each side"),
            Side.LEFT: gettext("left side"),
            Side.RIGHT: gettext("right side"),
        }[Side(self.side)]
        return f"{self.amount_text}, {where}"

    @property
    def days_text(self):
        return weekdays.as_text(self.weekdays)


class PrescriptionQuerySet(models.QuerySet):
    def in_region_order(self):
        """Upper back, lower back, hips, always; the therapist's order inside a region."""
        return self.select_related("variation__exercise__region").order_by(
            "variation__exercise__region__order", "position", "id"
        )


class SentNeverChanges(Exception):
    """A prescription of a sent version was about to be changed or deleted."""


class Prescription(Schedule):
    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="prescriptions")
    version = models.ForeignKey(ProgramVersion, models.PROTECT, related_name="prescriptions")
    variation = models.ForeignKey(Variation, models.PROTECT, related_name="prescriptions")
    precaution_reason = models.TextField(
        _("why it is right for this patient"), max_length=2000, blank=True
    )
    # Easier and floor-free ways the patient may swap to on a bad day.
    swaps = models.ManyToManyField(Variation, blank=True, related_name="swapped_from")
    # The same row in the version before: what "was 2" is read from.
    copied_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="copies"
    )
    revision = models.PositiveIntegerField(default=1)

    objects = PrescriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            *Schedule.constraints_for("prescription"),
            # Left and right fit side by side; every overlap is refused.
            models.UniqueConstraint(
                fields=["version", "variation"],
                condition=~Q(side="right"),
                name="prescription_once_but_right",
            ),
            models.UniqueConstraint(
                fields=["version", "variation"],
                condition=~Q(side="left"),
                name="prescription_once_but_left",
            ),
        ]

    def __str__(self):
        return self.dosage_text

    @property
    def exercise(self):
        return self.variation.exercise

    def copy_for(self, version):
        """The same prescription for another version of the same patient's program, not yet saved
        and without its swaps."""
        return Prescription(
            patient_id=version.patient_id,
            version=version,
            variation_id=self.variation_id,
            precaution_reason=self.precaution_reason,
            copied_from=self,
            **self.schedule(),
        )

    def as_json(self):
        """All of it but whose it is: what a draft is restored from. Reads `swaps`."""
        names = ("variation_id", "copied_from_id", "precaution_reason", "revision")
        values = self.schedule() | {name: getattr(self, name) for name in names}
        return values | {
            "code": str(self.code),
            "swaps": sorted(way.pk for way in self.swaps.all()),
        }

    def save(self, *args, **kwargs):
        self.refuse_if_sent()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self.refuse_if_sent()
        return super().delete(*args, **kwargs)

    def refuse_if_sent(self):
        if self.version.status == ProgramVersion.Status.SENT:
            raise SentNeverChanges(f"{self.version} was sent; open a draft to change it.")

    @property
    def tempo_text(self):
        """For staff: "2 s on, 2 s off" or "10 s rest"."""
        if self.kind == Kind.MOBILITY:
            return gettext("%(on)s s on, %(off)s s off") % {
                "on": self.seconds_on,
                "off": self.seconds_off,
            }
        return gettext("%(rest)s s rest") % {"rest": self.rest_seconds}
