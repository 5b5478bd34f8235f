"""Loads what the rows of the worklist are made of, for all of them at once, in three queries: what
is gathered, sessions, programs. A fourth counts data days, where a clinic wants them.
"""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import get_language

from caseload.gathered import CUT, DAY, FLAGGED, HURT, LINK, NAME, PAUSE, gathered
from caseload.monitoring import data_days, period_on
from caseload.one_of import OneOf
from caseload.rows import SESSION, Day, Done, Pause, Version
from logbook.models import Session, StretchLog
from programs import weekdays
from programs.calendar import days_between, in_effect
from programs.models import Prescription, Program, ProgramVersion
from programs.models.prescriptions import Side

# Sessions further back count in no "last n sessions"; the newest one is loaded however old.
SIX_WEEKS = timedelta(weeks=6)
# As many as the small picture of pain shows, where no rule counts more.
FEWEST_SESSIONS = 8


def attach_sessions(patients, today, count):
    """Set `recent_sessions`, the newest `count` ones of six weeks and in any case the newest one
    and the newest that the patient wrote down, oldest first. Returns them by id. One query."""
    in_order = [F("local_date").desc(), F("started_at").desc(), F("id").desc()]
    newest = {
        pk
        for patient in patients.values()
        for pk in (patient.newest_session, patient.newest_own_session)
        if pk
    }
    ranked = (
        Session.objects.filter(patient__in=OneOf(patients), local_date__gte=today - SIX_WEEKS)
        .annotate(place_from_end=Window(RowNumber(), partition_by="patient_id", order_by=in_order))
        .filter(place_from_end__lte=count)
    )
    logs = StretchLog.objects.filter(session=OuterRef("pk"), current=True)
    rows = (
        Session.objects.filter(Q(pk__in=ranked.values("pk")) | Q(pk__in=OneOf(newest)))
        .order_by("local_date", "started_at", "id")
        .values_list("patient_id", *SESSION, Exists(logs))
    )
    for patient in patients.values():
        patient.recent_sessions = []
    sessions = {}
    for owner, *row in rows:
        done = sessions[row[0]] = Done(*row)
        patients[owner].recent_sessions.append(done)
    return sessions


def attach_days(patients, sessions, clinic, since):
    """Set `recent_days`, `recent_pauses` and `therapist_ids`, what the stretches and flags of these
    sessions tell, and `stretch_names`, the same for all. One query."""
    names: dict = {}
    for patient in patients.values():
        patient.recent_days, patient.recent_pauses, patient.links = [], [], []
        patient.stretch_names = names
    words = []
    for row in gathered(OneOf(patients), OneOf(sessions), clinic, get_language(), since):
        if row[0] == NAME:
            words.append((row[5], row[4] is not None, row[1], row[7]))
        elif row[0] in OF_SESSIONS:
            OF_SESSIONS[row[0]](sessions[row[4]], row)
        else:
            OF_PATIENTS[row[0]](patients[row[1]], row)
    # The reader's language before English, the clinic's own words before the shared ones.
    names.update({stretch: name for _language, _own, stretch, name in sorted(words)})
    for patient in patients.values():
        patient.recent_pauses.sort(key=lambda pause: pause.from_date)
        patient.therapist_ids = [member for _link, member in sorted(patient.links)]


# Where a row that was gathered belongs.
OF_PATIENTS = {
    DAY: lambda patient, row: patient.recent_days.append(Day(row[2], *row[4:7])),
    PAUSE: lambda patient, row: patient.recent_pauses.append(Pause(row[2], row[3], row[7])),
    LINK: lambda patient, row: patient.links.append((row[4], row[5])),
}
OF_SESSIONS = {
    CUT: lambda session, row: session.add_cut(row[5], row[6]),
    HURT: lambda session, row: session.add_pain(row[6]),
    FLAGGED: lambda session, row: session.add_flag(),
}


def attach_versions(patients, since):
    """Set `versions`, the sent ones of the open program that held on any day since then or hold
    later, oldest first. One query."""
    for patient in patients.values():
        patient.versions = []
    sent = ProgramVersion.objects.sent().filter(program__status=Program.Status.OPEN)
    over = sent.filter(
        program=OuterRef("program"), number__gt=OuterRef("number"), effective_on__lte=since
    )
    version = sent.filter(~Exists(over), patient__in=OneOf(patients))
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


def attach_data_days(patients, today):
    """Set `period` and `data_days` in it on those who are monitored (`monitored_since`), None on
    the others. One query."""
    for patient in patients.values():
        since = patient.monitored_since
        patient.period = since and period_on(since, patient.local_today)
        patient.data_days = None
    monitored = [patient for patient in patients.values() if patient.period]
    if not monitored:
        return
    first = min(patient.period.first for patient in monitored)
    dates = data_days(monitored, first, today + timedelta(days=1))
    for patient in monitored:
        period = patient.period
        patient.data_days = sum(
            period.first <= date <= period.last for date in dates.get(patient.pk, ())
        )


def targets_of(versions, first, last, paused=()):
    """{date: sets prescribed} for every day from `first` to `last`, both included, of versions as
    `attach_versions` sets them; the `paused` dates and days before the first are 0."""
    targets = {}
    steady = all(version.effective_on <= first for version in versions)
    version = in_effect(versions, first)
    for date in days_between(first, last):
        if not steady:
            version = in_effect(versions, date)
        asks = version and date not in paused
        targets[date] = version.sets[date.weekday()] if asks else 0
    return targets
