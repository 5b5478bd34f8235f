"""What was done in a session, stretch by stretch and set by set, ready to read."""

from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _

from exercises.words import attach_words
from logbook.models import FinishLog, Session, SetLog, StretchLog
from programs.models import Prescription

# A rate stands out below what studies most often call satisfactory (source: clinical.md,
# "Measures"), once it fell short this many times; that number is ours and waits for a clinician.
SATISFACTORY = 0.8
OFTEN_SHORT = 3


@dataclass
class DoneSet:
    """One slot: the row that counts, and the rows it replaced, oldest first."""

    side: str
    number: int
    current: SetLog | None = None
    earlier: list[SetLog] = field(default_factory=list)

    @property
    def share(self):
        return min(self.current.done / self.current.target, 1) if self.current else 0


@dataclass
class DoneStretch:
    prescription: Prescription
    log: StretchLog | None
    earlier: list[StretchLog]
    sets: list[DoneSet]

    @property
    def short(self):
        """The sets that were logged and fell short."""
        return [row for row in self.sets if row.current and row.current.cut_short]

    @property
    def left_out(self):
        """Due, and neither logged nor skipped."""
        return self.log is None


def attach_logs(sessions, clinic, language):
    """Set on each session of one patient, for reading; four queries for any number of sessions.

    `.stretches` are DoneStretch in region order: what was due in that session or logged all the
    same. `.sets_target` counts their sets, each side for itself; `.sets_done` is whole sets,
    a set done in part counting in part.
    """
    prescriptions = list(
        Prescription.objects.filter(
            version__in={session.version_id for session in sessions}
        ).in_region_order()
    )
    attach_words([row.variation for row in prescriptions], clinic, language)
    logs = in_slots(
        StretchLog.objects.filter(session__in=sessions), "session_id", "prescription_id"
    )
    rows = SetLog.objects.filter(
        patient__in={session.patient_id for session in sessions},  # the index starts with these two
        local_date__in={session.local_date for session in sessions},
        session__in=sessions,
    )
    sets = in_slots(rows, "session_id", "prescription_id", "side", "number")
    for session in sessions:
        session.stretches = [
            done_stretch(session, prescription, logs, sets)
            for prescription in prescriptions
            if prescription.version_id == session.version_id
            and ((session.pk, prescription.pk) in logs or due(prescription, session))
        ]
        slots = [row for stretch in session.stretches for row in stretch.sets]
        session.sets_target = len(slots)
        session.sets_done = int(sum(row.share for row in slots) + 1e-6)
        session.corrected = any(
            stretch.earlier or any(row.earlier for row in stretch.sets)
            for stretch in session.stretches
        )
    return sessions


def in_slots(rows, *names):
    """{slot: its rows, oldest first}."""
    slots: dict = {}
    for row in rows.order_by("logged_at", "id"):
        slots.setdefault(tuple(getattr(row, name) for name in names), []).append(row)
    return slots


def due(prescription, session):
    return prescription.is_due(session.local_date, session.number_of_day)


def done_stretch(session, prescription, logs, sets):
    of_stretch = logs.get((session.pk, prescription.pk), [])
    return DoneStretch(
        prescription,
        log=next((row for row in of_stretch if row.current), None),
        earlier=[row for row in of_stretch if not row.current],
        sets=[
            done_set(side, number, sets.get((session.pk, prescription.pk, side, number), []))
            for side, number in prescription.slots
        ],
    )


def done_set(side, number, rows):
    return DoneSet(
        side,
        number,
        current=next((row for row in rows if row.current), None),
        earlier=[row for row in rows if not row.current],
    )


def attach_rates(prescriptions):
    """Set `.in_full`, `.of_sessions` and `.is_often_short` on the prescriptions of one version. One
    query.

    Of the home sessions in which the stretch was due or logged, how many had it done in full.
    """
    prescriptions = list(prescriptions)
    logs = StretchLog.objects.filter(
        prescription__in=prescriptions, current=True, session__place="home"
    ).select_related("session")
    sessions = {log.session_id: log.session for log in logs}
    for prescription in prescriptions:
        own = {log.session_id: log for log in logs if log.prescription_id == prescription.pk}
        prescription.in_full = sum(not (log.skipped or log.cut_short) for log in own.values())
        prescription.of_sessions = sum(
            pk in own or due(prescription, session) for pk, session in sessions.items()
        )
        short = prescription.of_sessions - prescription.in_full
        enough = SATISFACTORY * prescription.of_sessions
        prescription.is_often_short = short >= OFTEN_SHORT and prescription.in_full < enough
    return prescriptions


def finish_history(session):
    """(time, question, old answer, new answer) for each answer at the end that changed later."""
    changes = []
    for old, new in pairwise(FinishLog.objects.filter(session=session).order_by("logged_at", "id")):
        for name in ("new_or_worse", "pain_after", "effort", "note"):
            before, now = getattr(old, name), getattr(new, name)
            if before != now:
                question = Session._meta.get_field(name).verbose_name
                changes.append((new.logged_at, question, in_words(before), in_words(now)))
    return changes


def in_words(answer):
    if isinstance(answer, bool):
        return _("Yes") if answer else _("No")
    return _("No answer") if answer in (None, "") else answer
