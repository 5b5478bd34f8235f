"""Whether a row of a list may be somebody the clinic knows, or another row, in words."""

import unicodedata
from collections import defaultdict

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from people.models import Patient, PatientTherapist
from people.seen import see


def same(text):
    """A text as it is compared: without case, and however its marks are put together."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def known_patients(member):
    """[(name, year, email, therapist's name or None, code)] of everybody whose record this member
    keeps in order: a list of names is no way to ask who else comes to the clinic. One query."""
    treats = PatientTherapist.objects.filter(patient=OuterRef("pk")).order_by("id")
    therapist = Subquery(treats.values("membership__user__name")[:1])
    desk = Patient.objects.at_desk_of(member).order_by("pk")
    return desk.values_list("name", "birth_year", "email", therapist, "code")


def compare_with_clinic(rows, known):
    by_name, by_email = defaultdict(list), defaultdict(list)
    for person in known:
        by_name[same(person[0])].append(person)
        if person[2]:
            by_email[same(person[2])].append(person)
    for row in rows:
        name, email = same(row.values["name"]), same(row.values["email"])
        named = [p for p in by_name[name] if years_fit(p[1], row.values["birth_year"])]
        mailed = by_email[email] if email else []
        best = next((person for person in named if person in mailed), None)
        if person := best or next(iter([*named, *mailed]), None):
            row.doubles.append(same_person(row, person))
            row.likely = bool(best and best[1] and best[1] == row.values["birth_year"])


def years_fit(one, other):
    return one is None or other is None or one == other


def same_person(row, person):
    """In words what a row and a patient of the clinic share."""
    name, year, email, therapist, code = person
    see(code)  # for the audit trail
    of = (
        _("a patient of %(therapist)s") % {"therapist": therapist}
        if therapist
        else _("a patient of your clinic")
    )
    mine = row.values
    same_email = bool(email) and same(email) == same(mine["email"])
    if same(name) != same(mine["name"]):
        last = same(name).split()[-1:] == same(mine["name"]).split()[-1:]
        words = (
            _("Same email as %(name)s, other first name.")
            if last
            else _("Same email as %(name)s, other name.")
        )
        return words % {"name": name}
    if year and mine["birth_year"] and year != mine["birth_year"]:
        return _("Same name and email as %(patient)s, other year of birth.") % {"patient": of}
    if not (year and mine["birth_year"]):
        words = (
            _("Same name and email as %(patient)s, no year to compare.")
            if same_email
            else _("Same name as %(patient)s, no year to compare.")
        )
        return words % {"patient": of}
    words = (
        _("Same name, year and email as %(patient)s.")
        if same_email
        else _("Same name and year as %(patient)s.")
    )
    return words % {"patient": of}


def compare_with_each_other(rows):
    """Rows of one file that may be one person. A row that says the very same as an earlier one is
    likely a copy: the earlier one stays as it is."""
    first: dict[tuple, object] = {}
    rest = []
    for row in rows:
        content = tuple(row.cells.items())
        if content in first:
            said = _("Row %(row)s is the same in every column.") % {"row": first[content].line}
            row.doubles.append(said)
            row.likely = True
        else:
            first[content] = row
            rest.append(row)
    by_name, by_email = defaultdict(list), defaultdict(list)
    for row in rest:
        by_name[same(row.values["name"])].append(row)
        if row.values["email"]:
            by_email[same(row.values["email"])].append(row)
    for row in rest:
        name, email = same(row.values["name"]), same(row.values["email"])
        year = row.values["birth_year"]
        named = [other for other in by_name[name] if other is not row]
        alike = [other for other in named if other.values["birth_year"] == year]
        unsure = [
            other
            for other in named
            if other.values["birth_year"] != year and years_fit(other.values["birth_year"], year)
        ]
        mailed = [other for other in by_email[email] if same(other.values["name"]) != name]
        row.doubles += [
            words % {"rows": lines_of(others)}
            for others, words in (
                (alike, _("The same name and year: row %(rows)s.")),
                (unsure, _("The same name, no year to compare: row %(rows)s.")),
                (mailed if email else [], _("The same email: row %(rows)s.")),
            )
            if others
        ]


def lines_of(rows):
    """The lines of at most three rows, and how many more there are."""
    lines = ", ".join(str(row.line) for row in rows[:3])
    if len(rows) <= 3:
        return lines
    return _("%(lines)s and %(n)s more") % {"lines": lines, "n": len(rows) - 3}
