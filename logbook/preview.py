"""What a patient will see: their own first page with another version of the program, and no act."""

from datetime import datetime, time, timedelta

from django.utils.functional import cached_property

from exercises.words import attach_words
from logbook.models import SpineRow
from logbook.today import Today, care_of
from logbook.week import Week

DAYS_SHOWN = 7


class Preview(Today):
    """`Today` on a date, as if this version were followed and nothing were logged yet."""

    session = None
    stop = False
    paused_since = None
    next_number = 1

    def __init__(self, patient, version, date):
        self.patient, self.date = patient, date
        self.now = datetime.combine(date, time(8))
        self.plan = list(
            SpineRow.objects.filter(patient=patient, version=version).in_region_order()
        )
        attach_words([row.variation for row in self.plan], patient.clinic, patient.language)
        self.care = care_of(patient)
        self.week = Week(patient, date, self.plan)
        self.is_rest_day = not self.due

    @cached_property
    def days(self):
        """The dates to look at, from this one on."""
        return [self.date + timedelta(days=number) for number in range(DAYS_SHOWN)]


def first_day_of(version, patient):
    """The first date on which the version will hold: a draft without one starts today."""
    return max(patient.today(), version.effective_on or patient.today())
