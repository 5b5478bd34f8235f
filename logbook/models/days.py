"""A patient's day in numbers, recomputed from the set rows with every log, never counted up."""

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce

from people.models import Patient
from programs import weekdays
from programs.models import Prescription, ProgramPause, ProgramVersion
from programs.models.prescriptions import Side

from .logs import SetLog, StretchLog

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

    @classmethod
    def recount_since(cls, patient, date):
        """Count anew the days from this date on that are counted already: what they were asked
        for has changed. The caller holds the lock on the patient's row."""
        stored = cls.objects.filter(patient=patient, local_date__gte=date)
        for local_date in stored.values_list("local_date", flat=True):
            cls.recompute(patient, local_date)

    def numbers(self):
        return {name: getattr(self, name) for name in NUMBERS}


def numbers_of(patient, local_date):
    """The numbers of one day from its rows. One query."""
    sets, pains, sets_target = [], [], 0
    rows = done_sets(patient, local_date).union(
        pains_of_sessions(patient, local_date),
        pains_of_stretches(patient, local_date),
        sets_asked_for(patient, local_date),
        all=True,
    )
    for what, *numbers in rows:
        if what == SET:
            sets.append(numbers)
        elif what == PAIN:
            pains += [pain for pain in numbers if pain is not None]
        else:
            sets_target += numbers[0] * numbers[1] * numbers[2]
    dose = sum(min(done / target, 1) for _session, done, target, _seconds in sets)
    return {
        "sets_done": sum(done > 0 for _session, done, _target, _seconds in sets),
        "sets_target": sets_target,
        "dose": min(dose, sets_target),
        "seconds": sum(seconds for *_rest, seconds in sets),
        "sessions": len({session for session, done, *_rest in sets if done}),
        "pain_max": max(pains, default=None),
        "pain_sum": sum(pains),
        "pain_n": len(pains),
    }


# The parts of that query. Each row says what it is and has four numbers.
SET, PAIN, ASKED = range(3)
NO_NUMBER = Cast(Value(None), models.IntegerField())


def done_sets(patient, local_date):
    """SET, session, done, target and seconds moving or holding, of each set done at home."""
    seconds_each = F("prescription__seconds_on") + F("prescription__seconds_off")
    return patient.set_logs.filter(
        local_date=local_date, current=True, session__place="home"
    ).values_list(
        Value(SET),
        "session_id",
        Coalesce("reps", "held_seconds"),
        "target",
        Coalesce(F("reps") * seconds_each, "held_seconds", output_field=models.IntegerField()),
    )


def pains_of_sessions(patient, local_date):
    """PAIN and the pain before and after, of each session at home."""
    sessions = patient.sessions.filter(local_date=local_date, place="home")
    return sessions.values_list(Value(PAIN), "pain_before", "pain_after", NO_NUMBER, NO_NUMBER)


def pains_of_stretches(patient, local_date):
    """PAIN and the pain during each stretch logged at home."""
    logs = StretchLog.objects.filter(
        session__in=patient.sessions.filter(local_date=local_date, place="home"), current=True
    )
    return logs.values_list(Value(PAIN), "pain", NO_NUMBER, NO_NUMBER, NO_NUMBER)


def sets_asked_for(patient, local_date):
    """ASKED, sets, sides and times a day, of each stretch asked for on this date; the same as
    Prescription.sets_on. A paused program asks for nothing."""
    sides = Case(When(side=Side.BOTH, then=2), default=1)
    paused = ProgramPause.objects.since(local_date).filter(
        program=OuterRef("version__program"), from_date__lte=local_date
    )
    rows = prescribed(patient, local_date).alias(
        on_this_day=F("weekdays").bitand(weekdays.from_days([local_date.weekday()]))
    )
    return rows.filter(~Exists(paused), on_this_day__gt=0).values_list(
        Value(ASKED), "sets", sides, "times_a_day", NO_NUMBER
    )


def told():
    """Whether a session has anything told in it: a set, a stretch, an answer at the end."""
    of_session = {"session": OuterRef("pk"), "current": True}
    return (
        Exists(SetLog.objects.filter(**of_session))
        | Exists(StretchLog.objects.filter(**of_session))
        | Q(state="finished")
    )


def prescribed(patient, local_date):
    """The prescriptions of the version this day was about.

    That is the version of the day's newest session at home with anything told in it: a version sent
    later the same day asks for nothing more of who is done, and counting anew finds the same. A day
    without one has the version that held then, also of a program ended since.
    """
    at_home = patient.sessions.filter(told(), local_date=local_date, place="home")
    followed = at_home.order_by("-started_at", "-id")
    begun = ProgramVersion.objects.filter(patient=patient).begun_by(local_date)
    held = begun.exclude(program__ended_on__lte=local_date).order_by("-program_id", "-number")
    version = Coalesce(Subquery(followed.values("version")[:1]), Subquery(held.values("pk")[:1]))
    return Prescription.objects.filter(patient=patient, version=version)
