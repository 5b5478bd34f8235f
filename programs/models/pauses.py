"""Days on which a program asks for nothing: stop signs, an illness, a journey."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import Membership, Patient

from .programs import Program


class ProgramPauseQuerySet(models.QuerySet):
    def running(self):
        """Those without an end: nobody has ended them, and no day ends them by itself."""
        return self.filter(until=None)

    def holding(self, date):
        """Those that ask for nothing on this local date, those without an end first."""
        return self.filter(Q(until=None) | Q(until__gt=date), from_date__lte=date).order_by(
            F("until").desc(nulls_first=True), "from_date", "id"
        )

    def of(self, patient):
        """The pause this patient's program is in today, or None. One query."""
        open_ones = self.filter(patient=patient, program__status=Program.Status.OPEN)
        return open_ones.holding(patient.today()).first()

    def since(self, date):
        """Those that held on any day from this local date on."""
        return self.filter(Q(until=None) | Q(until__gt=date))


class ProgramPause(models.Model):
    """From its first local date up to, and without, `until`; None while nobody ended it.

    One without an end never begins after the day it was made: a stop sign must find no other.
    """

    class Reason(models.TextChoices):
        STOP_SIGNS = "stop-signs", _("New, worse or strong pain")
        ILL = "ill", _("Ill")
        AWAY = "away", _("Away")
        OTHER = "other", _("Other")

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="pauses")
    program = models.ForeignKey(Program, models.PROTECT, related_name="pauses")
    from_date = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=12, choices=Reason)
    # Who decided it; the patient's own answers otherwise.
    by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")

    # Whether this very object began it or ended it: then what its days ask for has changed.
    has_changed = False

    objects = ProgramPauseQuerySet.as_manager()

    class Meta:
        constraints = [
            # One lifted on its first day held on no day.
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("from_date")),
                name="program_pause_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["program"], condition=Q(until=None), name="program_pause_one_running"
            ),
        ]

    def holds_on(self, date):
        return self.from_date <= date and (self.until is None or date < self.until)

    def change(self, reason, *, until=None, by=None):
        """Another reason or end for a pause that holds. The caller holds the patient's lock."""
        self.reason, self.until, self.by, self.has_changed = reason, until, by, True
        self.save(update_fields=["reason", "until", "by"])

    def end(self, on):
        """Go on with the program from this local date. One that has ended stays as it is."""
        mine = ProgramPause.objects.filter(Q(until=None) | Q(until__gt=on), pk=self.pk)
        self.has_changed = bool(mine.update(until=max(on, self.from_date)))
