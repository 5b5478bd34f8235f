"""What the page of one patient reads, loaded once, whatever number of sessions there are."""

from django.db.models import Q

from caseload.drawing import pain_chart
from caseload.flags import flags_of
from caseload.function import changes_of
from caseload.insight import insight_of
from caseload.monitoring_facts import facts_of
from caseload.owners import Desk, owner_of, therapists_of
from caseload.places import lowest_by_session, places_told
from caseload.quick_edit import DoseForm
from caseload.sessions import attach_logs, attach_rates
from caseload.stretch_days import DAYS, days_of, stretch_days
from caseload.timeline import Timeline
from exercises.words import attach_words
from programs.calendar import in_effect
from programs.models import Prescription, ProgramPause, ProgramVersion
from programs.models.prescriptions import session_minutes

CHART_SESSIONS = 60


class Record:
    """Of a patient with the row of `for_worklist`, in one language. `made_at` is from before
    anything was read: what came later may not be on the page. `number` is the timeline's page."""

    def __init__(self, patient, language, made_at, number=1):
        self.patient = patient
        self.language = language
        self.made_at = made_at
        self.flags = flags_of(patient, language)
        self.asking = sorted((f for f in self.flags if f.asks), key=lambda flag: not flag.stops)
        self.answered = [flag for flag in self.flags if not flag.asks]
        self.find_program()
        self.pause = ProgramPause.objects.of(patient)
        self.timeline = Timeline(patient, self.sent, self.flags)
        self.page = self.timeline.page(number)
        self.find_sessions()
        self.find_pain()
        self.lowest = lowest_by_session(places_told(patient))

    def find_program(self):
        versions = list(ProgramVersion.objects.of_open_program(self.patient))
        self.sent = [version for version in versions if not version.is_draft]
        self.draft = next((version for version in versions if version.is_draft), None)
        today = self.patient.local_today
        self.current = in_effect(self.sent, today)
        ahead = [v for v in self.sent if v.waits_on(today) and v.number > self.followed]
        # The next phase: the earliest, of one day the newest. Those after it are on the builder.
        self.waiting = min(ahead, key=lambda v: (v.effective_on, -v.number), default=None)
        self.earlier = [v for v in self.sent if v != self.current and v not in ahead]
        self.program = program_rows(self.current or self.waiting, self.patient, self.language)
        self.minutes = session_minutes(self.program)
        # A dose is changed here only where nothing else is under way; see the builder otherwise.
        nothing_else = not (self.waiting or self.draft or self.patient.discharged_at)
        self.may_quick_edit = bool(self.current and nothing_else)
        if self.may_quick_edit:
            for row in self.program:
                row.version = self.current
                row.dose_form = DoseForm(row)
        self.week = self.sent and weeks_since(self.sent[-1].effective_on, today)

    def find_sessions(self):
        """Those of the day map and those on this page of the timeline, loaded together."""
        self.dates = days_of(self.patient.local_today)
        shown = [item.thing.pk for item in self.page if item.kind == "session"]
        of_map = Q(local_date__gte=self.dates[0], local_date__lte=self.dates[-1])
        sessions = list(
            self.patient.sessions.filter(of_map | Q(pk__in=shown)).order_by("local_date", "id")
        )
        attach_logs(sessions, self.patient.clinic, self.language)
        told = [flag for flag in self.flags if not flag.is_taken_back]
        for session in sessions:
            session.told = [flag for flag in told if flag.session_id == session.pk]
        self.by_pk = {session.pk: session for session in sessions}
        lately = [s for s in sessions if self.dates[0] <= s.local_date <= self.dates[-1]]
        self.lately = lately
        self.day_map = stretch_days(lately, self.program, self.dates)
        self.insight = insight_of(lately, DAYS) if self.program else None

    @property
    def followed(self):
        return self.current.number if self.current else 0

    @property
    def items(self):
        """What this page of the timeline shows: (item, its session or row)."""
        return [
            (item, self.by_pk[item.thing.pk] if item.kind == "session" else item.thing)
            for item in self.page
        ]

    def find_pain(self):
        painful = self.patient.sessions.exclude(Q(pain_before=None) & Q(pain_after=None))
        painful = list(painful.order_by("-local_date", "-id")[:CHART_SESSIONS])[::-1]
        before = [session.pain_before for session in painful if session.pain_before is not None]
        self.painful = painful
        self.chart = pain_chart(painful)
        self.before_first = before[0] if before else None
        self.before_last = before[-1] if before else None

    def owner(self, today):
        """Whose the open flags are; None without one."""
        told_at = min((flag.at for flag in self.asking), default=None)
        if told_at is None:
            return None
        desk = Desk(self.patient.clinic, today)
        return owner_of(told_at, therapists_of(self.patient), desk, self.made_at)

    @property
    def paused_by_signs(self):
        """Whether it is stop signs that hold the program, and not an illness or a journey."""
        return bool(self.pause) and self.pause.reason == ProgramPause.Reason.STOP_SIGNS

    @property
    def monitoring(self):
        return facts_of(self.patient)

    @property
    def function(self):
        return changes_of(self.patient)


def weeks_since(begin, today):
    """The week of the program, from 1; 0 before it begins."""
    return max(0, (today - begin).days // 7 + (today >= begin))


def program_rows(version, patient, language):
    """The rows of one version in region order, each with words and rates."""
    if version is None:
        return []
    rows = attach_rates(Prescription.objects.filter(version=version).in_region_order())
    attach_words([row.variation for row in rows], patient.clinic, language)
    return rows
