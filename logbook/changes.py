"""What is another in a program since the patient last did it, a line a stretch."""

from django.utils.translation import gettext as _

from programs.differences import pair


def changes(before, now):
    """From the rows of one version to those of a later one, in body order; each row with its words.
    What a patient cannot see, such as a review date, is no change."""
    pairs = pair(before, now, came_from={})
    lines = [line for row in now for line in lines_of(pairs.get(row), row)]
    gone = [row for row in before if row not in pairs.values()]
    return lines + [_("Taken off: %(name)s") % {"name": name_of(row)} for row in gone]


def lines_of(was, row):
    """What is another about one stretch; at most one line for its way and one for its dose."""
    name = {"name": name_of(row)}
    if was is None:
        yield _("New: %(name)s, %(dose)s") % (name | {"dose": row.dosage_text})
        return
    if was.variation_id != row.variation_id:
        yield _("%(was)s: now %(name)s") % (name | {"was": name_of(was)})
    if was.dosage_text != row.dosage_text:
        doses = {"now": row.dosage_text, "was": was.dosage_text}
        yield _("%(name)s: now %(now)s (was %(was)s)") % (name | doses)
    if (was.weekdays, was.times_a_day) != (row.weekdays, row.times_a_day):
        yield _("%(name)s: now %(days)s") % (name | {"days": days_of(row)})


def name_of(row):
    return row.variation.words.name


def days_of(row):
    if row.times_a_day == 1:
        return row.days_text
    return _("%(days)s, %(times)s times a day") % {"days": row.days_text, "times": row.times_a_day}
