"""Loads what the rows of the worklist are made of, for all of them at once: in one query all that
was told about each patient (`with_all_told`), which `take_in` reads; in another what stretches are
called. Two more are asked only where they are needed.
"""

from datetime import date, timedelta

from django.db.models import (
    Case,
    DateField,
    DateTimeField,
    Exists,
    JSONField,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.db.models.functions import JSONArray
from django.utils import timezone

from caseload.adherence import first_day
from caseload.monitoring import data_days, period_on
from caseload.rows import Day, Done, Pause, Version
from caseload.rows_of import RowsOf, as_date, moment
from exercises.models import Wording
from exercises.models.editing import own_or_shared
from exercises.words import FALLBACK_LANGUAGE
from logbook.models import Flag, Message, PatientDay, Session, StretchLog
from people.kept import kept
from people.models import Patient, PatientTherapist
from programs import weekdays
from programs.calendar import days_between, in_effect
from programs.models import Prescription, Program, ProgramPause, ProgramVersion
from programs.models.prescriptions import Side

from .models.monitoring import Monitoring
from .models.reviews import Review

# Sessions further back count in no "last n sessions"; the newest one is loaded however old.
SIX_WEEKS = timedelta(weeks=6)
# As many as the small picture of pain shows, where no rule counts more.
FEWEST_SESSIONS = 8


def with_all_told(patients, today, count):
    """These patients, each with all that their row is made of as `told`, for `take_in`: of sessions
    the newest `count`.

    `today` is the clinic's; patients a zone away may be a day off it, so one more day is loaded at
    the far end.
    """
    since = first_day(today) - timedelta(days=1)
    return patients.annotate(told=all_told(count, since=since, now=timezone.now()))


@kept(Patient, JSONField(), since=DateField(), now=DateTimeField())
def all_told(count, since, now):
    ended = theirs(Program).filter(status=Program.Status.ENDED).order_by("-ended_on")
    monitored = theirs(Monitoring).filter(ended_on=None)
    return JSONArray(
        RowsOf(newest_sessions()[:count], *session_fields()),
        days(since),
        pauses(since),
        versions(since),
        therapists(),
        RowsOf(theirs(Flag).asking(now), "at", "reason"),
        newest_message(),
        newest_note(),
        Subquery(theirs(Review).order_by("-seen_until").values("seen_until")[:1]),
        Subquery(ended.values("ended_on")[:1]),
        Subquery(monitored.values("started_on")[:1]),
    )


def theirs(model):
    """The rows of the patient at hand, in a subquery."""
    return model.objects.filter(patient=OuterRef("pk"))


def newest_sessions():
    return theirs(Session).order_by("-local_date", "-started_at", "-id")


def newest_message():
    unread = theirs(Message).by_patients().unread()
    return RowsOf(unread.order_by("-sent_at", "-id")[:1], "sent_at", "body")


def newest_note():
    unread = theirs(Session).waiting_notes()
    return RowsOf(unread.order_by("-finished_at", "-id")[:1], "finished_at", "note")


def session_fields():
    """What is read of a session, in the order of Done."""
    logs = StretchLog.objects.filter(session=OuterRef("pk"), current=True)
    was_cut = Q(cut_short=True) | Q(skipped=True)
    stretch = Case(When(was_cut, then="prescription__variation__exercise_id"))
    stopping = Flag.objects.filter(session=OuterRef("pk"), reason__in=Flag.STOPPING)
    return (
        *("local_date", "started_at", "finished_at", "state", "zone", "pain_before", "pain_after"),
        *("since_last", "new_or_worse", "logged_by_id"),
        Exists(stopping),
        Exists(logs),
        RowsOf(logs.filter(was_cut | Q(pain__isnull=False)), stretch, "pain"),
    )


def days(since):
    """What was done and asked for on a date: sessions, sets, dose."""
    rows = theirs(PatientDay).filter(local_date__gte=since)
    return RowsOf(rows, "local_date", "sessions", "sets_target", "dose")


def pauses(since):
    """From when until when the open program was or will be paused, and why."""
    rows = theirs(ProgramPause).since(since).filter(program__status=Program.Status.OPEN)
    return RowsOf(rows.order_by("from_date"), "from_date", "until", "reason")


def versions(since):
    """The sent ones of the open program that held on any day since then or hold later, oldest
    first, with their stretches."""
    sent = ProgramVersion.objects.sent().filter(program__status=Program.Status.OPEN)
    over = sent.filter(
        program=OuterRef("program"), number__gt=OuterRef("number"), effective_on__lte=since
    )
    rows = sent.filter(~Exists(over), patient=OuterRef("pk")).order_by("number")
    stretches = Prescription.objects.filter(version=OuterRef("pk"))
    asked = RowsOf(stretches, "side", "sets", "times_a_day", "weekdays")
    return RowsOf(rows, "number", "effective_on", "review_on", asked)


def therapists():
    """Who treats the patient, the first one first."""
    return RowsOf(
        theirs(PatientTherapist).filter(membership__ended_at=None).order_by("id"), "membership_id"
    )


def take_in(patient, today):
    """Set on a patient of `with_all_told` what their row reads."""
    sessions, days, pauses, versions, therapists, flags, message, note, *dates = patient.told
    patient.recent_sessions = recent(sessions, (today - SIX_WEEKS).isoformat())
    patient.recent_days = [Day(date.fromisoformat(on_date), *numbers) for on_date, *numbers in days]
    patient.recent_pauses = [
        Pause(date.fromisoformat(begin), as_date(until), reason) for begin, until, reason in pauses
    ]
    patient.versions = [version(*row) for row in versions if row[-1]]
    patient.therapist_ids = [member for (member,) in therapists]
    patient.flag_at, patient.flag_reason = newest(flags)
    patient.flagged_since = min((moment(at) for at, _reason in flags), default=None)
    patient.message_at, patient.message = newest(message)
    patient.note_at, patient.note = newest(note)
    seen_until, program_ended_on, monitored_since = dates
    patient.seen_until = moment(seen_until)
    patient.program_ended_on = as_date(program_ended_on)
    patient.monitored_since = as_date(monitored_since)


def newest(told):
    """The moment and the words of the first of these rows; None and None without any."""
    at, words = told[0] if told else (None, None)
    return moment(at), words


def recent(sessions, since):
    """The newest one and all from that date on, oldest first."""
    every = [Done._make(row) for row in sessions]
    return ([session for session in every if session.on_date >= since] or every[:1])[::-1]


def attach_own_sessions(patients):
    """Where a patient wrote down none of the newest sessions, add the newest one they did. One
    query, and none where nobody is so."""
    together = {p.pk: p for p in patients if p.recent_sessions and not p.own_sessions}
    if not together:
        return
    own = newest_sessions().filter(logged_by=None)[:1]
    rows = Patient.objects.filter(pk__in=together).values_list("pk", RowsOf(own, *session_fields()))
    for pk, sessions in rows:
        together[pk].recent_sessions[:0] = [Done._make(row) for row in sessions]
        del together[pk].own_sessions


def version(number, effective_on, review_on, stretches):
    sets = [0] * 7
    for side, times, times_a_day, days_of_week in stretches:
        times *= times_a_day * (2 if side == Side.BOTH else 1)
        for day in weekdays.to_days(days_of_week):
            sets[day] += times
    return Version(number, date.fromisoformat(effective_on), as_date(review_on), sets)


def stretch_names(clinic, language):
    """{stretch id: name}, the reader's language before English, the clinic's own words before the
    shared ones. One query."""
    words = Wording.objects.filter(
        own_or_shared(clinic), variation=None, language__in={language, FALLBACK_LANGUAGE}
    )
    rows = words.order_by().values_list("language", "clinic_id", "exercise_id", "name")
    ranked = sorted(rows, key=lambda row: (row[0] == language, row[1] is not None))
    return {stretch: name for _language, _clinic, stretch, name in ranked}


def attach_data_days(patients, today):
    """Set `period` and `data_days` in it on those who are monitored (`monitored_since`), None on
    the others. One query."""
    for patient in patients:
        since = patient.monitored_since
        patient.period = since and period_on(since, patient.local_today)
        patient.data_days = None
    monitored = [patient for patient in patients if patient.period]
    if not monitored:
        return
    first = min(patient.period.first for patient in monitored)
    dates = data_days(monitored, first, today + timedelta(days=1))
    for patient in monitored:
        period = patient.period
        patient.data_days = sum(
            period.first <= day <= period.last for day in dates.get(patient.pk, ())
        )


def targets_of(versions, first, last):
    """{date: sets prescribed} for every day from `first` to `last`, both included, of versions as
    `version` makes them; none before the first of them began."""
    days = days_between(first, last)
    newest = in_effect(versions, last)
    if newest and newest.effective_on <= first:  # as for most patients: it held all the time
        return {day: newest.sets[day.weekday()] for day in days}
    held = ((day, in_effect(versions, day)) for day in days)
    return {day: version.sets[day.weekday()] for day, version in held if version}
