"""What the rows of the worklist are made of, loaded for all of them at once.

Plain tuples, not models: some thousand are read for one page. Four queries for any number of rows:
sessions; days, pauses, therapists and cut stretches in one; programs; names of stretches.
"""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import (
    DateField,
    Exists,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    Value,
    Window,
)
from django.db.models.functions import Cast, RowNumber

from exercises.models import Wording
from exercises.models.editing import own_or_shared
from exercises.words import FALLBACK_LANGUAGE
from logbook.models import Flag, PatientDay, Session, StretchLog
from people.models import PatientTherapist
from programs import weekdays
from programs.calendar import days_between, in_effect
from programs.models import Prescription, Program, ProgramPause, ProgramVersion
from programs.models.prescriptions import Side

# Sessions further back count in no "last n sessions"; the newest one is loaded however old.
SIX_WEEKS = timedelta(weeks=6)
# As many as the small picture of pain shows, where no rule counts more.
FEWEST_SESSIONS = 8
UNCUT: frozenset = frozenset()

SESSION = (
    "id",
    "patient_id",
    "local_date",
    "state",
    "started_at",
    "finished_at",
    "zone",
    "pain_before",
    "pain_after",
    "since_last",
    "new_or_worse",
)


class Done(NamedTuple):
    """One session."""

    id: int
    patient_id: int
    local_date: object
    state: str
    started_at: object
    finished_at: object
    zone: str
    pain_before: int | None
    pain_after: int | None
    since_last: str
    new_or_worse: bool | None
    is_logged: bool
    # The highest pain of its stretches, whether it was stopped, and the stretches cut short.
    pain_during: int | None
    flagged: bool
    cut: frozenset

    State = Session.State
    is_open = Session.is_open
    is_finished = Session.is_finished
    is_at_hand = Session.is_at_hand
    minutes = Session.minutes

    @property
    def at(self):
        """When it was told."""
        return self.finished_at or self.started_at

    @property
    def highest_pain(self):
        """Of all its answers; None without any."""
        answers = (self.pain_before, self.pain_during, self.pain_after)
        return max((pain for pain in answers if pain is not None), default=None)


class Day(NamedTuple):
    """The numbers of one PatientDay that a row reads."""

    local_date: object
    sessions: int
    sets_target: int
    dose: float


class Pause(NamedTuple):
    from_date: object
    until: object

    holds_on = ProgramPause.holds_on


class Version(NamedTuple):
    """A sent version with its sets for Monday to Sunday."""

    number: int
    effective_on: object
    review_on: object
    sets: list


def attach_sessions(patients, today, count):
    """Set `recent_sessions`, the newest `count` ones of six weeks and in any case the newest one,
    oldest first. Needs `attach_days`. One query."""
    in_order = [F("local_date").desc(), F("started_at").desc(), F("id").desc()]
    newest = [patient.newest_session for patient in patients.values() if patient.newest_session]
    ranked = (
        Session.objects.filter(patient__in=patients, local_date__gte=today - SIX_WEEKS)
        .annotate(place_from_end=Window(RowNumber(), partition_by="patient_id", order_by=in_order))
        .filter(place_from_end__lte=count)
    )
    logs = StretchLog.objects.filter(session=OuterRef("pk"), current=True)
    sessions = (
        Session.objects.filter(Q(pk__in=ranked.values("pk")) | Q(pk__in=newest))
        .order_by("local_date", "started_at", "id")
        .values_list(*SESSION, Exists(logs))
    )
    for patient in patients.values():
        patient.recent_sessions = []
    for row in sessions:
        patient, key = patients[row[1]], row[0]
        done = Done(
            *row,
            patient.hurt_in.get(key),
            key in patient.flagged_in,
            patient.cut_in.get(key, UNCUT),
        )
        patient.recent_sessions.append(done)


# The parts of one query: each row says what it is, whose, two dates, two numbers and a share.
DAY, PAUSE, LINK, CUT, PAIN, FLAGGED = range(6)
NO_DATE = Cast(Value(None), DateField())
NO_NUMBER = Cast(Value(None), IntegerField())
NO_SHARE = Cast(Value(None), FloatField())


def attach_days(patients, since, today):
    """Set `recent_days` and `recent_pauses`, `therapist_ids`, `cut_in` ({session: the stretches cut
    short or skipped in it}), `hurt_in` ({session: the highest pain of its stretches}) and
    `flagged_in` (the sessions that were stopped). One query."""
    for patient in patients.values():
        patient.recent_days, patient.recent_pauses, patient.therapist_ids = [], [], []
        patient.cut_in, patient.hurt_in, patient.flagged_in = {}, {}, set()
    parts = days_and_pauses(patients, since) + told_in_sessions(patients, today - SIX_WEEKS)
    for what, owner, first, until, one, two, share in parts[0].union(*parts[1:], all=True):
        patient = patients[owner]
        if what == DAY:
            patient.recent_days.append(Day(first, one, two, share))
        elif what == PAUSE:
            patient.recent_pauses.append(Pause(first, until))
        elif what == LINK:
            patient.therapist_ids.append((one, two))
        elif what == CUT:
            patient.cut_in.setdefault(one, set()).add(two)
        elif what == PAIN:
            patient.hurt_in[one] = max(two, patient.hurt_in.get(one, 0))
        else:
            patient.flagged_in.add(one)
    for patient in patients.values():
        patient.recent_pauses.sort(key=lambda pause: pause.from_date)
        patient.therapist_ids = [member for _link, member in sorted(patient.therapist_ids)]


def days_and_pauses(patients, since):
    mine = Q(patient__in=patients)
    days = PatientDay.objects.filter(mine, local_date__gte=since)
    pauses = ProgramPause.objects.since(since).filter(mine, program__status=Program.Status.OPEN)
    links = PatientTherapist.objects.filter(mine, membership__ended_at=None).order_by()
    return [
        days.values_list(
            Value(DAY), "patient_id", "local_date", NO_DATE, "sessions", "sets_target", "dose"
        ),
        pauses.values_list(
            Value(PAUSE), "patient_id", "from_date", "until", NO_NUMBER, NO_NUMBER, NO_SHARE
        ),
        links.values_list(
            Value(LINK), "patient_id", NO_DATE, NO_DATE, "id", "membership_id", NO_SHARE
        ),
    ]


def told_in_sessions(patients, since):
    mine = Q(session__patient__in=patients, session__local_date__gte=since)
    logs = StretchLog.objects.filter(mine, current=True)
    stretch = "prescription__variation__exercise_id"
    stopped = Flag.objects.filter(mine, reason__in=Flag.STOPPING)
    return [
        logs.filter(Q(cut_short=True) | Q(skipped=True)).values_list(
            Value(CUT), "patient_id", NO_DATE, NO_DATE, "session_id", stretch, NO_SHARE
        ),
        logs.filter(pain__isnull=False).values_list(
            Value(PAIN), "patient_id", NO_DATE, NO_DATE, "session_id", "pain", NO_SHARE
        ),
        stopped.values_list(
            Value(FLAGGED), "patient_id", NO_DATE, NO_DATE, "session_id", NO_NUMBER, NO_SHARE
        ),
    ]


def attach_versions(patients, since):
    """Set `versions`, the sent ones of the open program that held on any day since then or hold
    later, oldest first. One query."""
    for patient in patients.values():
        patient.versions = []
    sent = ProgramVersion.objects.sent().filter(program__status=Program.Status.OPEN)
    over = sent.filter(
        program=OuterRef("program"), number__gt=OuterRef("number"), effective_on__lte=since
    )
    version = sent.filter(~Exists(over), patient__in=patients)
    rows = Prescription.objects.filter(version__in=version).order_by("version__number", "version")
    rows = rows.values_list(
        "patient_id",
        "version__number",
        "version__effective_on",
        "version__review_on",
        "side",
        "sets",
        "times_a_day",
        "weekdays",
    )
    for owner, number, effective_on, review_on, side, sets, times, days in rows:
        versions = patients[owner].versions
        if not versions or versions[-1].number != number:
            versions.append(Version(number, effective_on, review_on, [0] * 7))
        sets *= times * (2 if side == Side.BOTH else 1)
        for day in weekdays.to_days(days):
            versions[-1].sets[day] += sets


def attach_stretch_names(patients, clinic, language):
    """Set `stretch_names`, {stretch: name} in the clinic's words, of those that were cut short. One
    query, none if there are none."""
    cut = {
        stretch
        for patient in patients.values()
        for stretches in patient.cut_in.values()
        for stretch in stretches
    }
    names = {}
    if cut:
        wordings = Wording.objects.filter(
            own_or_shared(clinic),
            exercise__in=cut,
            variation=None,
            language__in={language, FALLBACK_LANGUAGE},
        ).values_list("exercise_id", "name", "language", "clinic_id")
        ranked = sorted(wordings, key=lambda row: (row[2] == language, row[3] is not None))
        names = {stretch: name for stretch, name, *_rest in ranked}
    for patient in patients.values():
        patient.stretch_names = names


def targets_of(versions, first, last, paused=()):
    """{date: sets prescribed} for every day from `first` to `last`, both included, of versions as
    `attach_versions` sets them; the `paused` dates and days before the first are 0."""
    targets = {}
    for date in days_between(first, last):
        version = None if date in paused else in_effect(versions, date)
        targets[date] = version.sets[date.weekday()] if version else 0
    return targets
