"""A patient's day in numbers, recomputed from the set rows with every log, never counted up."""

from django.db import models
from django.db.models import Exists, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from people.models import Patient
from programs.models import Prescription, ProgramVersion

from .logs import StretchLog

NUMBERS = (
    "sets_done",
    "sets_target",
    "dose",
    "seconds",
    "sessions",
    "pain_max",
    "pain_sum",
    "pain_n",
)


class PatientDay(models.Model):
    """What was done at home on one local date; what was done in the clinic is never adherence.

    `dose` is Σ min(done ÷ target, 1) over the sets, in sets, at most `sets_target`. `seconds` is
    time moving or holding. The pains are all answers of the day: before, during and after.
    """

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

    @classmethod
    def recompute(cls, patient, local_date):
        """Count this day anew and store it. The caller holds the lock on the patient's row."""
        day = PatientDay(patient=patient, local_date=local_date, **numbers_of(patient, local_date))
        PatientDay.objects.bulk_create(
            [day],
            update_conflicts=True,
            unique_fields=["patient", "local_date"],
            update_fields=NUMBERS,
        )
        return day

    def numbers(self):
        return {name: getattr(self, name) for name in NUMBERS}


def numbers_of(patient, local_date):
    """The numbers of one day from its rows. Three queries."""
    sets_target = sum(row.sets_on(local_date) for row in prescribed(patient, local_date))
    done = list(done_sets(patient, local_date))
    dose = sum(min(amount / target, 1) for _session, amount, target, _seconds in done)
    pains = pain_answers(patient, local_date)
    return {
        "sets_done": sum(amount > 0 for _session, amount, _target, _seconds in done),
        "sets_target": sets_target,
        "dose": min(dose, sets_target),
        "seconds": sum(seconds for *_rest, seconds in done),
        "sessions": len({session for session, amount, *_rest in done if amount}),
        "pain_max": max(pains, default=None),
        "pain_sum": sum(pains),
        "pain_n": len(pains),
    }


def prescribed(patient, local_date):
    """The prescriptions of the version this day was about. One query.

    That is the version of the day's newest session with anything told in it: a version sent later
    the same day asks for nothing more of who is done, and counting anew finds the same. A day
    without one has the version that held then, also of a program ended since.
    """
    told = Exists(StretchLog.objects.filter(session=OuterRef("pk"))) | Q(state="finished")
    followed = patient.sessions.filter(told, local_date=local_date).order_by("-started_at", "-id")
    held = ProgramVersion.objects.sent().filter(patient=patient, effective_on__lte=local_date)
    held = held.order_by("-program_id", "-number")
    version = Coalesce(Subquery(followed.values("version")[:1]), Subquery(held.values("pk")[:1]))
    return Prescription.objects.filter(patient=patient, version=version)


def done_sets(patient, local_date):
    """(session, done, target, seconds moving or holding) of each set done at home on this date."""
    rows = patient.set_logs.filter(
        local_date=local_date, current=True, session__place="home"
    ).values_list(
        "session_id",
        "reps",
        "held_seconds",
        "target",
        "prescription__seconds_on",
        "prescription__seconds_off",
    )
    for session, reps, held, target, on, off in rows:
        if reps is None:
            yield session, held, target, held
        else:
            yield session, reps, target, reps * (on + off)


def pain_answers(patient, local_date):
    """Every pain the patient named at home on this date."""
    rows = (
        patient.sessions.filter(local_date=local_date, place="home")
        .annotate(log=FilteredRelation("stretch_logs", condition=Q(stretch_logs__current=True)))
        .values_list("pk", "pain_before", "pain_after", "log__pain")
    )
    pains = []
    seen = set()
    for session, before, after, during in rows:  # one row a stretch, so its session comes often
        pains.append(during)
        if session not in seen:
            pains += [before, after]
            seen.add(session)
    return [pain for pain in pains if pain is not None]
