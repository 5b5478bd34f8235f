"""Where a patient's monitoring stands today, for the top of the record."""

from datetime import timedelta
from typing import NamedTuple

from django.utils.safestring import mark_safe

from caseload.models import Monitoring, StaffMinutes
from caseload.monitoring import Period, data_days, days_left
from caseload.monitoring_report import month_of

# Day by day across a strip 14 high; the words beside it say the same.
STEP = 6
OPEN = (
    '<svg class="strip30" width="{width}" height="14" viewBox="0 0 {width} 14" aria-hidden="true">'
)
SHAPES = {
    "data": '<rect class="d" x="{x}" y="1" width="5" height="12" rx="1.2"/>',
    "none": '<rect class="m" x="{x}.5" y="1.5" width="4" height="11" rx="1.2"/>',
    "to-come": '<circle class="r" cx="{x}.5" cy="7" r="1"/>',
}


class Facts(NamedTuple):
    """`period` is None while no course runs."""

    period: Period | None
    days: int = 0
    days_left: int = 0
    # A mark for each date of the period: "data", "none", or "to-come".
    marks: tuple = ()
    minutes: int = 0
    live: bool = False

    @property
    def strip(self):
        """The period day by day: filled with data, hollow without, a dot to come."""
        shapes = (SHAPES[mark].format(x=STEP * place) for place, mark in enumerate(self.marks))
        # numbers alone, no words of anybody
        return mark_safe(f"{OPEN.format(width=STEP * len(self.marks))}{''.join(shapes)}</svg>")


def facts_of(patient):
    """The facts of one patient, None where the clinic does not monitor. Three queries."""
    if not patient.clinic.monitoring:
        return None
    today = patient.today()
    course = Monitoring.objects.open().filter(patient=patient).first()
    period = course and course.period_on(today)
    if not period:
        return Facts(None)
    dates = data_days([patient], period.first, period.last)[patient.pk]
    every = [period.first + timedelta(days=n) for n in range((period.last - period.first).days + 1)]
    marks = tuple(mark(day, dates, today) for day in every)
    month = month_of(today.replace(day=1))
    minutes = StaffMinutes.objects.of_month([patient.pk], patient.clinic, *month)
    spent, live = minutes.get(patient.pk, (0, False))
    return Facts(period, marks.count("data"), days_left(period, today), marks, spent, live)


def mark(day, dates, today):
    """Today is still to come until it has data."""
    if day in dates:
        return "data"
    return "to-come" if day >= today else "none"
