"""The week as seven dots, and how many weeks in a row held three sessions or more."""

from datetime import timedelta

from django.utils.dates import WEEKDAYS
from django.utils.formats import get_format
from django.utils.functional import cached_property

from logbook.models import PatientDay
from programs import weekdays

ENOUGH = 3  # sessions a week; design: "count weeks with 3 or more sessions, never days"
WEEKS_BACK = 52


def first_of_week(date):
    """The first day of this date's week, where the reader lives."""
    first_day = (get_format("FIRST_DAY_OF_WEEK") - 1) % 7  # Django counts from Sunday
    return date - timedelta(days=(date.weekday() - first_day) % 7)


class Week:
    """The seven days around `today`, from the first day of the week where the reader lives.

    `rows` are the prescriptions of the version the patient follows. One query.
    """

    def __init__(self, patient, today, rows):
        self.today = today
        self.prescribed = 0
        for row in rows:
            self.prescribed |= row.weekdays
        self.starts_on = first_of_week(today)
        since = self.starts_on - timedelta(weeks=WEEKS_BACK)
        self.sessions = dict(
            PatientDay.objects.filter(
                patient=patient, local_date__gte=since, sessions__gt=0
            ).values_list("local_date", "sessions")
        )

    def count(self, starts_on):
        days = (starts_on + timedelta(days=day) for day in range(7))
        return sum(self.sessions.get(day, 0) for day in days)

    @cached_property
    def done(self):
        return self.count(self.starts_on)

    @property
    def has_rest_days(self):
        return self.prescribed != weekdays.EVERY_DAY

    @cached_property
    def in_a_row(self):
        """Whole weeks with enough sessions up to now; this week counts once it has them."""
        weeks = int(self.done >= ENOUGH)
        starts_on = self.starts_on - timedelta(weeks=1)
        while self.count(starts_on) >= ENOUGH:
            weeks += 1
            starts_on -= timedelta(weeks=1)
        return weeks

    @property
    def days(self):
        """(state names, day of the week) of each day; states are done, today and rest."""
        for number in range(7):
            day = self.starts_on + timedelta(days=number)
            states = {
                "done": day in self.sessions,
                "today": day == self.today,
                "rest": day not in self.sessions and not weekdays.includes(self.prescribed, day),
            }
            yield [name for name, holds in states.items() if holds], WEEKDAYS[day.weekday()]
