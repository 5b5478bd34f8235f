"""The stretches of one session as a patient works down them: upper back, lower back, hips."""

from django.db.models import Exists, F, FilteredRelation, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from exercises.models import Variation
from programs.models import Prescription, ProgramPause, ProgramVersion
from programs.models.prescriptions import PrescriptionQuerySet

from .flags import Flag
from .logs import StretchLog

LOGGED = ("pk", "as_planned", "cut_short", "skipped", "pain", "reason", "lowest_place_felt")
LOGGED += ("done_as_id",)


class SpineQuerySet(PrescriptionQuerySet):
    def for_session(self, session):
        """Every stretch of the session's version with what was logged in it, and whether the
        patient ever logged this way of doing it. One query."""
        of_session = Q(stretch_logs__session=session, stretch_logs__current=True)
        ever_logged = StretchLog.objects.filter(
            patient=session.patient_id, prescription__variation=OuterRef("variation")
        )
        return (
            self.filter(patient=session.patient_id, version=session.version_id)
            .annotate(log=FilteredRelation("stretch_logs", condition=of_session))
            .annotate(**{f"log_{name}": F(f"log__{name}") for name in LOGGED})
            .annotate(known=Exists(ever_logged))
            .with_pause(session.patient.today())
            .in_region_order()
        )

    def for_today(self, patient, date):
        """Every stretch of the version in effect; none without a plan. One query."""
        followed = ProgramVersion.objects.begun(patient, date).values("pk")[:1]
        rows = self.filter(patient=patient, version=Subquery(followed))
        return rows.with_pause(date).in_region_order()

    def for_today_and_before(self, patient, date):
        """Those of for_today, and those of the version that the newest session followed: `follows`
        is the version in effect. One query."""
        followed = Subquery(ProgramVersion.objects.begun(patient, date).values("pk")[:1])
        done = patient.sessions.filter(place="home").order_by("-started_at", "-id")
        either = Q(version=followed) | Q(version=Subquery(done.values("version")[:1]))
        rows = self.filter(either, patient=patient).annotate(follows=followed)
        return rows.with_pause(date).in_region_order()

    def with_lowest_place(self, patient):
        """Each with `lowest_place_before`: where the patient felt it lowest, by the newest answer
        about this way of doing it; "" without one."""
        said = StretchLog.objects.filter(
            patient=patient, prescription__variation=OuterRef("variation"), current=True
        ).exclude(lowest_place_felt="")
        newest = said.order_by("-logged_at", "-id").values("lowest_place_felt")[:1]
        return self.annotate(lowest_place_before=Coalesce(Subquery(newest), Value("")))

    def with_swaps(self):
        """Each with the easier ways the patient may swap to. One more query."""
        return self.prefetch_related(
            Prefetch("swaps", Variation.objects.select_related("exercise").order_by("id"))
        )

    def with_pause(self, date):
        """Each with `paused_since`, `paused_until`, `paused_why` of the pause that its program is
        in on this date, and `stopped`: whether what the patient told stands behind it."""
        pauses = ProgramPause.objects.filter(program=OuterRef("version__program")).holding(date)
        told = Flag.objects.stopping().filter(pause__program=OuterRef("version__program"))
        return self.annotate(
            paused_since=Subquery(pauses.values("from_date")[:1]),
            paused_until=Subquery(pauses.values("until")[:1]),
            paused_why=Subquery(pauses.values("reason")[:1]),
            stopped=Exists(told),
        )


class SpineRow(Prescription):
    """A prescription with `log_…`: what was logged in this session, None while nothing was; and
    `known`: whether the patient has logged it before, in any session.
    """

    log_pk = log_as_planned = log_cut_short = log_skipped = None
    log_pain = log_reason = log_lowest_place_felt = log_done_as_id = None
    known = False
    follows = None
    paused_since = paused_until = paused_why = None
    stopped = False

    objects = SpineQuerySet.as_manager()

    class Meta:
        proxy = True

    @property
    def is_logged(self):
        return self.log_pk is not None

    @property
    def state(self):
        """The name of the bead: "", "done", "part" or "skipped"."""
        if not self.is_logged:
            return ""
        return "skipped" if self.log_skipped else "part" if self.log_cut_short else "done"

    @property
    def state_text(self):
        return {
            "": "",
            "done": _("Done"),
            "part": _("Saved, part done"),
            "skipped": _("Skipped today"),
        }[self.state]

    @property
    def asks_where(self):
        return self.exercise.asks_where

    @property
    def name(self):
        return self.variation.words.name

    def take(self, log):
        """Show this StretchLog as the one of the session."""
        for name in LOGGED:
            setattr(self, f"log_{name}", getattr(log, name))


def rows_of(rows, date, number):
    """Those of a version's rows that the n-th session of this date goes through.

    Rows of the weekday with that many times a day; for one session more than prescribed the rows
    of the weekday; on a rest day all of them. What is logged already stays in the list.
    """
    today = [row for row in rows if row.is_due(date)]
    listed = [row for row in rows if row.is_due(date, number)] or today or rows
    return [row for row in rows if row in listed or row.is_logged]


def next_to_do(rows, after=None):
    """The first stretch without a log, looking on from `after` and round again; else None."""
    at = next((i + 1 for i, row in enumerate(rows) if row == after), 0)
    return next((row for row in [*rows[at:], *rows[:at]] if not row.is_logged), None)


def needs_stop_signs(session):
    """Whether something told in this session stopped it, and nobody has answered it yet: the
    patient by taking it back, or the therapist by letting the program go on. One query."""
    return session.flags.stopping().exists()
