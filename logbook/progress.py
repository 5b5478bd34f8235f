"""What a patient has done and felt so far: a sentence, a month, pain, minutes. Four queries."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils.dates import WEEKDAYS
from django.utils.functional import cached_property

from logbook.models import PatientDay
from logbook.today import care_of, therapist_of
from logbook.week import ENOUGH, first_of_week
from programs import weekdays
from programs.calendar import in_effect
from programs.models import ProgramPause, ProgramVersion

# As many as fit side by side on a small phone.
SESSIONS_DRAWN = 20
WEEKS_DRAWN = 4


class Progress:
    """Since the episode of care began, on this local date. What was done in the clinic is no
    home session and stands nowhere here."""

    def __init__(self, patient):
        self.patient = patient
        self.today = patient.today()
        self.care = care_of(patient)
        self.therapist = therapist_of(self.care)
        days = PatientDay.objects.filter(
            patient=patient, sessions__gt=0, local_date__lte=self.today
        )
        if self.care:
            days = days.filter(local_date__gte=self.care.started_on)
        self.days = {day.local_date: day for day in days.order_by("local_date")}

    @property
    def since(self):
        return next(iter(self.days), None)

    @property
    def sessions(self):
        return sum(day.sessions for day in self.days.values())

    @cached_property
    def painful(self):
        """The sessions at home that say how much it hurt, the oldest first. One query."""
        told = self.patient.sessions.filter(place="home", local_date__gte=self.since).exclude(
            Q(pain_before=None) & Q(pain_after=None)
        )
        return list(told.order_by("local_date", "started_at", "id"))

    @property
    def drawn(self):
        return self.painful[-SESSIONS_DRAWN:]

    @cached_property
    def before(self):
        """(the first, the newest) pain before a session; None without two of them."""
        pains = [s.pain_before for s in self.painful if s.pain_before is not None]
        return (pains[0], pains[-1]) if len(pains) > 1 else None

    @cached_property
    def weeks(self):
        """(first day, sessions, minutes) of every week since the first, the newest last."""
        weeks = []
        starts_on = first_of_week(self.since)
        while starts_on <= self.today:
            days = [self.days.get(starts_on + timedelta(days=n)) for n in range(7)]
            done = [day for day in days if day]
            seconds = sum(day.seconds for day in done)
            weeks.append((starts_on, sum(day.sessions for day in done), round(seconds / 60)))
            starts_on += timedelta(weeks=1)
        return weeks

    @property
    def full_weeks(self):
        """How many weeks held three sessions or more, in a row or not: nothing is ever lost."""
        return sum(sessions >= ENOUGH for _starts_on, sessions, _minutes in self.weeks)


class Month:
    """One month as rows of weeks: what was done, and which days ask for nothing. Three queries."""

    def __init__(self, progress, asked=""):
        self.progress = progress
        self.first = self._first(asked)
        self.last = first_of_next(self.first) - timedelta(days=1)
        patient = progress.patient
        sent = ProgramVersion.objects.sent().filter(patient=patient, effective_on__lte=self.last)
        self.versions = list(sent.prefetch_related("prescriptions"))
        pauses = ProgramPause.objects.since(self.first).filter(patient=patient)
        self.pauses = list(pauses.filter(from_date__lte=self.last))

    def _first(self, asked):
        """The month that "2026-10" asks for, between the first session's and this one."""
        this = self.progress.today.replace(day=1)
        try:
            wanted = date.fromisoformat(f"{asked}-01")
        except ValueError:
            return this
        return min(max(wanted, self.progress.since.replace(day=1)), this)

    @property
    def before(self):
        """The month before, back to that of the first session; else None."""
        before = (self.first - timedelta(days=1)).replace(day=1)
        return before if before >= self.progress.since.replace(day=1) else None

    @property
    def after(self):
        after = first_of_next(self.first)
        return after if after <= self.progress.today else None

    def state(self, day):
        """ "done", "paused", "rest", or "" for a day that asks or asked for a session."""
        if day in self.progress.days:
            return "done"
        if any(pause.holds_on(day) for pause in self.pauses):
            return "paused"
        version = in_effect(self.versions, day)
        asks = version and any(
            weekdays.includes(row.weekdays, day) for row in version.prescriptions.all()
        )
        return "" if asks or version is None else "rest"

    @cached_property
    def weeks(self):
        """Rows of seven: (date, state), None outside the month."""
        rows, day = [], first_of_week(self.first)
        while day <= self.last:
            days = (day + timedelta(days=number) for number in range(7))
            rows.append([(d, self.state(d)) if d.month == self.first.month else None for d in days])
            day += timedelta(weeks=1)
        return rows

    @cached_property
    def states(self):
        return {cell[1] for row in self.weeks for cell in row if cell}

    @property
    def day_names(self):
        starts_on = first_of_week(self.first)
        return [WEEKDAYS[(starts_on + timedelta(days=number)).weekday()] for number in range(7)]


def first_of_next(first):
    return (first + timedelta(days=31)).replace(day=1)
