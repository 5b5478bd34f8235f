"""What the patient's first page shows on this day. Five queries, however long the program."""

import zoneinfo
from datetime import timedelta

from django.db.models import F, Max, OuterRef, Subquery
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from exercises.words import attach_words
from logbook.changes import changes
from logbook.models import FunctionActivity, FunctionPlan, Session, SpineRow
from logbook.models.function import is_due
from logbook.models.spine import next_to_do, rows_of
from logbook.replies import Reply, newest_reply
from logbook.week import Week
from people.models import Episode, PatientTherapist
from programs import weekdays
from programs.models import Program, ProgramPause, ProgramVersion
from programs.models.prescriptions import session_minutes


def care_of(patient):
    """The patient's episode, the open one first, with `.therapist_name`, `.therapist_credentials`,
    `.reply` (for Reply.of), `.every_weeks` and `.asked_on` (for is_due); None without one. One
    query. No names for a handout's phone.
    """
    therapist = PatientTherapist.objects.filter(patient=OuterRef("patient")).order_by("id")
    if patient.by_handout:
        therapist = therapist.none()
    plan = FunctionPlan.objects.filter(patient=OuterRef("patient"))
    activities = FunctionActivity.objects.filter(patient=OuterRef("patient"))
    return (
        Episode.objects.filter(patient=patient)
        .annotate(
            therapist_name=Subquery(therapist.values("membership__user__name")[:1]),
            therapist_credentials=Subquery(therapist.values("membership__credentials")[:1]),
            reply=Subquery(newest_reply(OuterRef("patient"))),
            every_weeks=Subquery(plan.values("every_weeks")[:1]),
            asked_on=Subquery(activities.longest_unasked()),
        )
        .order_by(F("discharged_at").desc(nulls_first=True), "-id")
        .first()
    )


def therapist_of(care):
    """What patients call their therapist: the first name."""
    return (care.therapist_name or "").split(" ")[0] if care else ""


class Today:
    def __init__(self, patient, anyway=False):
        self.patient = patient
        self.now = timezone.localtime(timezone=zoneinfo.ZoneInfo(patient.zone))
        self.date = self.now.date()
        self.session = Session.objects.at_hand(patient)
        past: list = []
        if self.session:
            self.session.patient = patient
            self.plan = list(SpineRow.objects.for_session(self.session))
        else:
            rows = list(SpineRow.objects.for_today_and_before(patient, self.date))
            self.plan = [row for row in rows if row.version_id == row.follows]
            past = [row for row in rows if row.version_id != row.follows]
        shown = [row.variation for row in [*self.plan, *past]]
        attach_words(shown, patient.clinic, patient.language)
        # Until a session of the new version is begun.
        self.changes = changes(past, self.plan) if past and self.plan else []
        self.care = care_of(patient)
        self.reply = Reply.of(self.care, patient)
        self.week = Week(patient, self.date, self.plan)
        self.stop = self.paused_since is not None
        self.next_number = self.session.number_of_day + 1 if self.session else 1
        self.is_rest_day = not (self.session or self.due or anyway or self.stop)
        if self.session and self.session.is_finished and self.due and not self.stop:
            self.session = None  # the next one of the day is what the page is about
            for row in self.plan:
                row.log_pk = None

    @property
    def paused_since(self):
        """The local date since when the program asks for nothing, or None."""
        return self.plan[0].paused_since if self.plan else None

    @property
    def shows_session(self):
        """Whether the page is about a session, with the way to start it or to go on."""
        return bool(self.plan) and not self.is_rest_day and bool(self.session or not self.stop)

    @property
    def pause_is_planned(self):
        """Whether a therapist paused it, and nothing the patient told stands behind it."""
        first = self.plan[0] if self.plan else None
        return bool(
            first
            and first.paused_since
            and first.paused_why != ProgramPause.Reason.STOP_SIGNS
            and not first.stopped
        )

    @property
    def pause(self):
        """(reason, the day it goes on by itself or None) of the pause the program is in."""
        return self.plan[0].paused_why, self.plan[0].paused_until

    @cached_property
    def coming(self):
        """The first version of the program, while it was sent and has not begun; else None."""
        return ProgramVersion.objects.first_to_begin(self.patient)

    @cached_property
    def ended_on(self):
        """The day the program ended, while there is no other; else None."""
        if Program.objects.filter(patient=self.patient, status=Program.Status.OPEN).exists():
            return None
        return Program.objects.filter(patient=self.patient).aggregate(day=Max("ended_on"))["day"]

    @property
    def due(self):
        """Whether a session of today is still to come."""
        return any(row.is_due(self.date, self.next_number) for row in self.plan)

    @cached_property
    def rows(self):
        if self.session:
            return rows_of(self.plan, self.session.local_date, self.session.number_of_day)
        return rows_of(self.plan, self.date, self.next_number)

    @property
    def greeting(self):
        if self.patient.by_handout:
            return _("Your stretches today")
        if self.now.hour < 12:
            return _("Good morning, %(name)s") % {"name": self.patient.first_name}
        if self.now.hour < 18:
            return _("Good afternoon, %(name)s") % {"name": self.patient.first_name}
        return _("Good evening, %(name)s") % {"name": self.patient.first_name}

    @property
    def asks_activities(self):
        """Whether the therapist wants to know today how the patient's own activities go."""
        care = self.care
        if not care or care.discharged_at:
            return False
        return is_due(care.asked_on, care.every_weeks, self.date)

    @property
    def therapist(self):
        return therapist_of(self.care)

    @property
    def done(self):
        return sum(row.is_logged for row in self.rows)

    @property
    def next_row(self):
        return next_to_do(self.rows)

    @property
    def minutes(self):
        return max(1, session_minutes(self.rows))

    @property
    def next_day(self):
        """The next date with a session, after today; None without a plan."""
        days = (self.date + timedelta(days=number) for number in range(1, 8))
        return next((day for day in days if weekdays.includes(self.week.prescribed, day)), None)

    @property
    def next_day_rows(self):
        return rows_of(self.plan, self.next_day, 1)

    @property
    def next_day_minutes(self):
        return max(1, session_minutes(self.next_day_rows))

    @property
    def next_visit(self):
        """The date of the next visit while it is still to come."""
        shown = self.care and not self.care.discharged_at and not self.patient.by_handout
        date = shown and self.care.next_visit_on
        return date if date and date >= self.date else None
