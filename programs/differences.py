"""What differs between two versions of a program, in words a colleague can read: was 2, now 1."""

from dataclasses import dataclass, field
from itertools import groupby

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from exercises.dosage import dosage_fields
from programs.forms import NUMBERS, way_name
from programs.models.prescriptions import Side

SECONDS = {"seconds_on", "seconds_off", "hold_seconds", "rest_seconds"}


@dataclass
class Fact:
    """One thing that is another now. Either text may be empty."""

    label: str
    was: str
    now: str


@dataclass
class Difference:
    """About one stretch, one region's order, or the version as a whole."""

    name: str
    state: str  # added, removed, changed
    row: object = None
    facts: list = field(default_factory=list)

    @property
    def count(self):
        return max(1, len(self.facts))


def pair(older, newer, came_from):
    """{row of `newer`: its row in `older`}: what it was copied from, through versions in between
    ({primary key: that of the row it came from}), else the same stretch on the same side, else the
    same stretch. Each row of `older` once."""
    left = {row.pk: row for row in older}
    pairs = {}
    for row in newer:
        pk = came_from.get(row.pk)
        while pk is not None and pk not in left:
            pk = came_from.get(pk)
        if pk is not None:
            pairs[row] = left.pop(pk)
    for same in (lambda row: (row.exercise.pk, row.side), lambda row: row.exercise.pk):
        for row in newer:
            found = next((old for old in left.values() if same(old) == same(row)), None)
            if row not in pairs and found:
                pairs[row] = left.pop(found.pk)
    return pairs


def differences(older, newer, pairs):
    """[Difference] from the rows of one version to those of another, in body order. Every row
    needs the shelf's words on it, and its swaps."""
    found = [Difference(name_of(row), "removed", row) for row in older if row not in pairs.values()]
    for row in newer:
        if row not in pairs:
            found.append(Difference(name_of(row), "added", row))
        elif facts := facts_between(pairs[row], row):
            found.append(Difference(name_of(row), "changed", row, facts))
    found.sort(key=lambda difference: difference.row.exercise.region.order)
    return found + moved(older, newer, pairs)


def facts_between(old, new):
    before, after = texts(old), texts(new)
    return [
        Fact(label, before.get(label, ""), after.get(label, ""))
        for label in {**before, **after}
        if before.get(label, "") != after.get(label, "")
    ]


def texts(row):
    """{label: how it reads} of all that a therapist sets for one row."""
    numbers = {str(NUMBERS[name][0]): number_text(row, name) for name in dosage_fields(row.kind)}
    return {
        _("How it is done"): str(way_name(row.variation)),
        **numbers,
        _("Side"): str(Side(row.side).label),
        _("Days"): row.days_text,
        str(NUMBERS["times_a_day"][0]): str(row.times_a_day),
        _("Note to patient"): row.note,
        _("Why it is right"): row.precaution_reason,
        _("May swap to"): ", ".join(str(way_name(way)) for way in row.swap_ways),
    }


def number_text(row, name):
    number = getattr(row, name)
    return _("%(n)s s") % {"n": number} if name in SECONDS else str(number)


def moved(older, newer, pairs):
    """One Difference for each region whose rows, those in both, changed places."""

    def region(row):
        return row.exercise.region.order

    found = []
    for _order, rows in groupby(sorted(newer, key=region), key=region):
        now = [row for row in rows if row in pairs]
        was = [old for old in older if any(pairs[row] is old for row in now)]
        if [pairs[row].pk for row in now] != [old.pk for old in was]:
            fact = Fact(_("Order"), *(", ".join(map(name_of, both)) for both in (was, now)))
            found.append(Difference(now[0].exercise.region.name, "changed", now[0], [fact]))
    return found


def about(older, newer):
    """[Difference] of what belongs to the version as a whole."""
    names = {"review_on": _("review"), "progression_note": _("when to move on")}
    facts = [
        Fact(capfirst(label), as_text(getattr(older, name)), as_text(getattr(newer, name)))
        for name, label in names.items()
        if getattr(older, name) != getattr(newer, name)
    ]
    return [Difference(_("The program"), "changed", None, facts)] if facts else []


def as_text(value):
    return date_format(value, "M j, Y") if hasattr(value, "year") else value or ""


def name_of(row):
    return row.exercise.words.name
