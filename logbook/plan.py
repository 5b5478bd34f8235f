"""What the guided session needs to know, as numbers and opaque ids: what it does without a network
is this. Five queries at most, however long the program."""

from django.utils import timezone

from logbook.models import Session, SpineRow
from logbook.models.spine import rows_of
from logbook.replies import Reply
from logbook.today import care_of, therapist_of

DOSAGE = ("kind", "sets", "reps", "seconds_on", "seconds_off", "hold_seconds", "rest_seconds")


class Plan:
    """The session this patient is in, else the next one.

    `state` is "due", or why nothing is asked for now: "done" for today, "rest" day, "paused", or
    "none" without a program. The rows are there in each state but "none": a patient may do more.
    """

    def __init__(self, patient):
        self.patient = patient
        at_hand = Session.objects.at_hand(patient)
        self.session = at_hand if at_hand and at_hand.is_open else None
        if self.session:
            self.date, self.number = self.session.local_date, self.session.number_of_day
            rows = SpineRow.objects.for_session(self.session)
        else:
            self.date = patient.today()
            self.number = at_hand.number_of_day + 1 if at_hand else 1
            rows = SpineRow.objects.for_today_and_before(patient, self.date)
        rows = rows.select_related("version__program").with_lowest_place(patient)
        rows = list(rows.with_swaps())
        # What the session before this one followed, where that was another version.
        self.past = [] if self.session else [r for r in rows if r.version_id != r.follows]
        self.prescribed = [row for row in rows if row not in self.past]
        self.rows = rows_of(self.prescribed, self.date, self.number)

    @property
    def state(self):
        if not self.rows:
            return "none"
        if self.rows[0].paused_since:
            return "paused"
        if self.session or any(row.is_due(self.date, self.number) for row in self.prescribed):
            return "due"
        return "rest" if self.number == 1 else "done"

    @property
    def version(self):
        """What the phone names the version with, to find it again; it means nothing to it."""
        if not self.rows:
            return ""
        version = self.rows[0].version
        return f"{version.program.code}/{version.number}"

    def as_json(self):
        patient = self.patient
        care = care_of(patient)
        reply = Reply.of(care, patient)
        return {
            "owner": patient.code,
            "now": timezone.now(),
            "version": self.version,
            "date": self.date,
            "number_of_day": self.number,
            "pain_limit": patient.pain_limit_now,
            "look": patient.look,
            "state": self.state,
            "rows": [row_as_json(row) for row in self.rows],
            "session": self.session and session_as_json(self.session, self.rows),
            "therapist": therapist_of(care),
            "reply": reply and reply.as_json(),
            "notes": {} if patient.by_handout else notes_of(self.rows),
        }


def notes_of(rows):
    return {str(row.code): row.note for row in rows if row.note}


def row_as_json(row):
    return {
        "code": row.code,
        "stretch": row.variation.opaque_id,
        "sides": row.sides,
        "swaps": [way.opaque_id for way in row.swaps.all()],
        "lowest_place_before": row.lowest_place_before,
        **{name: getattr(row, name) for name in DOSAGE},
    }


def session_as_json(session, rows):
    """How far it is: the sets logged one by one, and the stretches that are through. One query."""
    codes = {row.pk: row.code for row in rows}
    logs = session.set_logs.filter(patient=session.patient_id, current=True).order_by("id")
    return {
        "key": session.key,
        "started_at": session.started_at,
        "sets": [
            {
                "prescription": codes[log.prescription_id],
                "side": log.side,
                "number": log.number,
                "done": log.done,
            }
            for log in logs
            if log.prescription_id in codes
        ],
        "stretches": [
            {"prescription": row.code, "state": row.state} for row in rows if row.is_logged
        ],
    }
