"""How far a patient's own activities have come since the start.

Source of the important changes: clinical.md, "Measures": of the mean of patient-specific
activities, 1.3 is a small, 2.3 a medium and 2.7 a large change (doi 10.2519/jospt.2014.5248).
"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from logbook.models import FunctionActivity, FunctionScore

SOURCE = "10.2519/jospt.2014.5248"
LEAST_IMPORTANT = 1.3
# From the largest: the least change of the mean, and its words for the better and for the worse.
SIZES = (
    (2.7, _("a large change for the better"), _("a large change for the worse")),
    (2.3, _("a medium change for the better"), _("a medium change for the worse")),
    (LEAST_IMPORTANT, _("a small change for the better"), _("a small change for the worse")),
)


class Line(NamedTuple):
    """One activity: the score at the start and the newest one, None while there is none."""

    activity: FunctionActivity
    first: FunctionScore | None
    last: FunctionScore | None

    @property
    def change(self):
        """Points since the start; None before it was asked a second time."""
        if self.first is None or self.first == self.last:
            return None
        return self.last.score - self.first.score


class Changes(NamedTuple):
    """Every activity of a patient that is on, in its order."""

    lines: list[Line]

    @property
    def mean(self):
        """The mean change of those asked at least twice, in points; None without one."""
        changes = [line.change for line in self.lines if line.change is not None]
        return sum(changes) / len(changes) if changes else None

    @property
    def size(self):
        """The mean change in words, against the important-change figures; "" without one."""
        if self.mean is None:
            return ""
        for least, better, worse in SIZES:
            if abs(self.mean) >= least:
                return better if self.mean > 0 else worse
        return _("less than an important change")

    @property
    def source(self):
        return SOURCE


def changes_of(patient):
    """The activities of one patient with first and newest scores. Two queries."""
    activities = FunctionActivity.objects.on().filter(patient=patient).with_scores()
    return Changes([line_of(activity) for activity in activities])


def line_of(activity):
    scored = activity.scored
    return Line(activity, scored[0] if scored else None, scored[-1] if scored else None)
