"""What an import would do, row by row, in the words people read before and find true after."""

import json
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from people.forms import NameField
from people.importing import FIELDS, read_birth_year, read_date
from people.languages import language_code
from people.models import Episode, Membership, Patient
from people.same_person import compare_with_clinic, compare_with_each_other, known_patients, same

FIX, SAME, NEW = "fix", "same", "new"
SIDES = {
    "": "none", "none": "none", "no": "none", "n/a": "none", "-": "none",
    "l": "left", "left": "left", "lt": "left",
    "r": "right", "right": "right", "rt": "right",
    "b": "both", "both": "both", "bilateral": "both", "left and right": "both", "l+r": "both",
}  # fmt: skip


class DryRun:
    """All rows of a run with what will happen to each. Three queries, however many rows."""

    def __init__(self, run):
        self.run = run
        self.staff = list(Membership.objects.treating(run.clinic))
        self.today = Patient(zone=run.clinic.zone).today()
        self.rows = [Row(self, line, cells) for line, cells in run.rows]
        good = [row for row in self.rows if not row.problems]
        compare_with_clinic(good, known_patients(run.by))
        compare_with_each_other(good)

    def of_state(self, state):
        return [row for row in self.rows if row.state == state]

    @cached_property
    def to_fix(self):
        return self.of_state(FIX)

    @cached_property
    def to_decide(self):
        return self.of_state(SAME)

    @cached_property
    def new(self):
        return self.of_state(NEW)

    @property
    def to_add(self):
        return [row for row in self.rows if row.outcome == "add"]

    @property
    def to_skip(self):
        return [row for row in self.rows if row.outcome == "skip"]

    @property
    def undecided(self):
        return [row for row in self.rows if row.outcome == ""]

    @property
    def by_email(self):
        return sum(bool(row.values["email"]) for row in self.to_add)

    @property
    def on_paper(self):
        return len(self.to_add) - self.by_email

    @cached_property
    def mark(self):
        """A short mark of everything that would be done and said, but for Skip and Add."""
        facts = [[row.line, row.state, row.words, row.facts()] for row in self.rows]
        return sha256(json.dumps(facts).encode()).hexdigest()[:32]

    def treating(self, text):
        """The member a cell names, by e-mail or by name with or without letters after it. Raises
        LookupError with words for it."""
        wanted = same(text)
        found = [
            member
            for member in self.staff
            if wanted in {same(member.user.email), same(member.user.name), same(str(member))}
        ]
        if not found:
            raise LookupError(_("No therapist here is called “%(name)s”.") % {"name": text})
        if len(found) > 1:
            words = _("More than one therapist is called “%(name)s”. Give the email.")
            raise LookupError(words % {"name": text})
        return found[0]


class Row:
    """One line of the file. `cells` are its texts by field, `values` what would be stored."""

    def __init__(self, dry_run, line, cells):
        self.line, self.run = line, dry_run.run
        self.too_long = len([cell for cell in cells[len(dry_run.run.columns) :] if cell]) > 0
        pairs = zip(dry_run.run.columns, cells, strict=False)
        self.cells = dict.fromkeys(FIELDS, "") | {field: cell for field, cell in pairs if field}
        self.problems: list[str] = []
        self.doubles: list[str] = []  # why this may be a person we know, in words
        self.likely = False  # whether Skip stands preset
        self.therapist = None
        self.today = dry_run.today
        self.values = self.read(dry_run)

    def read(self, dry_run):
        if self.too_long:
            self.problems.append(_("This row has more cells than there are columns."))
        values = {
            "name": self.name(),
            "birth_year": self.birth_year(),
            "email": self.email(),
            "phone": self.short("phone", 40, _("The phone number is longer than %(most)s signs.")),
            "language": language_code(self.cells["language"]),
            "complaint": self.short(
                "complaint", 200, _("The complaint is longer than %(most)s signs.")
            ),
            "referrer": self.short(
                "referrer", 120, _("“Referred by” is longer than %(most)s signs.")
            ),
            "side": self.side(),
            "next_visit_on": self.next_visit(),
        }
        self.find_therapist(dry_run)
        return values

    def name(self):
        cells = self.cells
        text = cells["name"] or f"{cells['first_name']} {cells['last_name']}"
        name = NameField(required=False).to_python(text)
        if not name:
            self.problems.append(_("No name."))
        elif not any(map(str.isalnum, name)):
            self.problems.append(_("The name has no letters."))
        elif len(name) > 120:
            self.problems.append(_("The name is longer than %(most)s signs.") % {"most": 120})
        return name

    def birth_year(self):
        text = self.cells["born"]
        if not text:
            return None
        try:
            year = read_birth_year(text)
        except LookupError:
            self.problems.append(_("Birth date cannot be read. Give a year as 1961."))
        except ValueError:
            self.problems.append(_("Birth date does not exist."))
        else:
            if 1900 <= year <= self.today.year:
                return year
            said = _("Year of birth can be 1900 to %(now)s.") % {"now": self.today.year}
            self.problems.append(said)
        return None

    def email(self):
        text = self.cells["email"]
        try:
            if text:
                validate_email(text)
        except ValidationError:
            self.problems.append(_("Email is not complete."))
        if len(text) > 254:
            self.problems.append(_("Email is longer than %(most)s signs.") % {"most": 254})
        return text

    def short(self, field, most, message):
        text = self.cells[field]
        if len(text) > most:
            self.problems.append(message % {"most": most})
        return text

    def side(self):
        found = SIDES.get(same(self.cells["side"]))
        if found is None:
            self.problems.append(_("Side can be left, right, both or none."))
        return found

    def next_visit(self):
        text = self.cells["next_visit"]
        try:
            day = read_date(text, self.run.day_first) if text else None
        except LookupError:
            self.problems.append(_("Next visit cannot be read as a date."))
        except ValueError:
            self.problems.append(_("Next visit is a date that does not exist."))
        else:
            if day is None or 1900 <= day.year <= 2100:
                return day
            self.problems.append(_("Next visit can be from 1900 to 2100."))
        return None

    def find_therapist(self, dry_run):
        text = self.cells["therapist"]
        try:
            self.therapist = dry_run.treating(text) if text else self.run.therapist
        except LookupError as problem:
            self.problems.append(problem.args[0])
        else:
            if self.therapist not in dry_run.staff:
                self.therapist = None
                self.problems.append(_("No therapist."))

    @property
    def state(self):
        return FIX if self.problems else SAME if self.doubles else NEW

    @property
    def choice(self):
        """Skip or Add for one who may be known here; "" while nobody decided."""
        chosen = self.run.choices.get(str(self.line), "")
        return chosen or ("skip" if self.likely else "")

    @property
    def outcome(self):
        return {FIX: "left out", SAME: self.choice, NEW: "add"}[self.state]

    @property
    def words(self):
        """What will happen, or for one who may be known here why it asks."""
        if self.problems:
            return " ".join([*self.problems, _("Left out.")])
        return " ".join(self.doubles or [_("Added."), *self.notes()])

    def notes(self):
        """What the one who imports should know of a row that is added."""
        notes = []
        if self.values["email"]:
            notes.append(_("An invitation can go by email."))
        elif self.values["birth_year"]:
            notes.append(_("No email: handout code to print."))
        else:
            notes.append(_("No email and no year of birth: cannot sign in yet."))
        if not self.values["complaint"] and (self.cells["next_visit"] or self.cells["referrer"]):
            notes.append(_("No complaint, so without next visit and referrer."))
        if self.cells["language"] and self.values["language"] is None:
            notes.append(
                _("There are no pages in %(language)s yet.") % {"language": self.cells["language"]}
            )
        return notes

    def facts(self):
        """All that would be stored, for the mark of the dry run."""
        values = {name: str(value) for name, value in self.values.items()}
        return [values, self.therapist and str(self.therapist.code), self.likely]

    def patient(self):
        names = ("name", "birth_year", "email", "phone")
        return Patient(
            clinic=self.run.clinic,
            zone=self.run.clinic.zone,
            language=self.values["language"] or self.run.clinic.language,
            **{name: self.values[name] for name in names},
        )

    def episode(self, patient):
        names = ("complaint", "side", "referrer", "next_visit_on")
        return Episode(
            patient=patient,
            started_on=self.today,
            **{name: self.values[name] for name in names},
        )
