"""Days and amounts as staff read them."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def near(date, today):
    """Today, Yesterday, "Nov 16"; with the year when it is another one."""
    days = (today - date).days
    if days in (0, 1):
        return _("Yesterday") if days else _("Today")
    return date_format(date, "M j" if date.year == today.year else "M j, Y")


def near_within(date, today):
    """The same inside a sentence: today, yesterday, "Nov 16"."""
    days = (today - date).days
    if days in (0, 1):
        return _("yesterday") if days else _("today")
    return near(date, today)


def amount(row):
    """Of one set: "8 of 10", or for a hold "20 of 30 s"."""
    text = _("%(done)s of %(target)s s") if row.reps is None else _("%(done)s of %(target)s")
    return text % {"done": row.done, "target": row.target}
