"""Days, pauses, therapists, what sessions told, and the names of stretches: in one query.

Each row says what it is and whose (of a name, which stretch), two dates, two numbers, a share and a
name; what it has not got is null.
"""

from django.db.models import Case, CharField, DateField, FloatField, IntegerField, Q, Value, When
from django.db.models.functions import Cast

from exercises.models import Wording
from exercises.models.editing import own_or_shared
from exercises.words import FALLBACK_LANGUAGE
from logbook.models import Flag, PatientDay, StretchLog
from people.models import PatientTherapist
from programs.models import Program, ProgramPause

DAY, PAUSE, LINK, CUT, HURT, FLAGGED, NAME = range(7)
NO_DATE = Cast(Value(None), DateField())
NO_NUMBER = Cast(Value(None), IntegerField())
NO_SHARE = Cast(Value(None), FloatField())
NO_NAME = Cast(Value(None), CharField())
NO_DATES = (NO_DATE, NO_DATE)


def gathered(patients, sessions, clinic, language, since):
    """The rows: days from `since` on, and what was told in these sessions."""
    first, *others = (
        days(patients, since),
        pauses(patients, since),
        therapists(patients),
        *told_in_sessions(sessions),
        names(clinic, language),
    )
    return first.union(*others, all=True)


def days(patients, since):
    """What was done and asked for on a date: sessions, sets, dose."""
    rows = PatientDay.objects.filter(patient__in=patients, local_date__gte=since)
    numbers = ("sessions", "sets_target", "dose")
    return rows.values_list(Value(DAY), "patient_id", "local_date", NO_DATE, *numbers, NO_NAME)


def pauses(patients, since):
    """From when until when the open program was or will be paused, and why."""
    rows = ProgramPause.objects.since(since).filter(
        patient__in=patients, program__status=Program.Status.OPEN
    )
    nothing = (NO_NUMBER, NO_NUMBER, NO_SHARE)
    return rows.values_list(Value(PAUSE), "patient_id", "from_date", "until", *nothing, "reason")


def therapists(patients):
    """In which order who treats the patient."""
    rows = PatientTherapist.objects.filter(patient__in=patients, membership__ended_at=None)
    links = ("id", "membership_id")
    return rows.order_by().values_list(
        Value(LINK), "patient_id", *NO_DATES, *links, NO_SHARE, NO_NAME
    )


def told_in_sessions(sessions):
    """In which session which stretch was cut short or skipped (CUT, else HURT) and how much it
    hurt, and which session was stopped."""
    logs = StretchLog.objects.filter(session__in=sessions, current=True)
    was_cut = Q(cut_short=True) | Q(skipped=True)
    whose, stretch = ("patient_id", *NO_DATES, "session_id"), "prescription__variation__exercise_id"
    stopped = Flag.objects.filter(session__in=sessions, reason__in=Flag.STOPPING)
    return (
        logs.filter(was_cut | Q(pain__isnull=False)).values_list(
            Case(When(was_cut, then=CUT), default=HURT),
            *whose,
            stretch,
            Cast("pain", FloatField()),
            NO_NAME,
        ),
        stopped.values_list(Value(FLAGGED), *whose, NO_NUMBER, NO_SHARE, NO_NAME),
    )


def names(clinic, language):
    """What a stretch is called, whether by this clinic, and whether in this language."""
    words = Wording.objects.filter(
        own_or_shared(clinic), variation=None, language__in={language, FALLBACK_LANGUAGE}
    )
    is_theirs = Case(When(language=language, then=1), default=0)
    return words.order_by().values_list(
        Value(NAME), "exercise_id", *NO_DATES, "clinic_id", is_theirs, NO_SHARE, "name"
    )
