"""One prescription as the builder shows it."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs import weekdays
from programs.forms import PrescriptionForm, way_name
from programs.models import Prescription
from programs.models.prescriptions import Side


class Row:
    """A prescription on the page: its form, what changed since the last version, its cautions.

    `old` is the same row in the version before, `is_new` whether there is one without this row.
    """

    def __init__(self, prescription, patient_tags, data=None, old=None, is_new=False):
        self.prescription = prescription
        self.old, self.is_new = old, is_new
        self.exercise = prescription.exercise
        key = f"{prescription.code}-revision"
        ways = self.exercise.variation_list
        self.form = PrescriptionForm(prescription, ways, data if data and key in data else None)
        self.patient_tags = patient_tags
        self.is_first = self.is_last = self.shows_sign_off = False

    @property
    def way(self):
        return self.form.way

    @property
    def name(self):
        return self.exercise.words.name

    @property
    def still(self):
        """The picture of this way, else of the usual one."""
        return self.way.pose or self.exercise.standard.pose

    @property
    def only_right(self):
        return self.exercise.sided and self.form["side"].value() == Side.RIGHT

    @property
    def shows_note(self):
        return bool(self.form["note"].value() or self.form["note"].errors)

    @property
    def opens(self):
        """Whether there is more to read or answer than fits the line."""
        return bool(self.tags or self.shows_note or self.form.errors)

    @cached_property
    def tags(self):
        """The patient's precautions that this way of doing the stretch meets."""
        return [tag for tag in self.way.precautions.all() if tag.pk in self.patient_tags]

    @property
    def needs_reason(self):
        return self.tags and not (self.form["precaution_reason"].value() or "").strip()

    @property
    def days_text(self):
        """The days as they stand on the page, in a word."""
        chosen = self.form["weekdays"].value()
        days = [int(day) for day in chosen if str(day) in {*"0123456"}]
        return weekdays.as_text(weekdays.from_days(days)) or _("No day")

    @cached_property
    def was(self):
        """{field: text of what the version before says} for each field that differs from it."""
        old = self.old
        if old is None:
            return {}
        before, now = self.form.values_of(old), self.form.stored
        readable = {
            "weekdays": lambda value: old.days_text,
            "side": lambda value: Side(value).label,
            "variation": lambda value: way_name(old.variation),
            "swaps": lambda value: ", ".join(map(way_name, old.swap_ways)) or _("none"),
        }
        return {
            name: readable.get(name, str)(before[name]) for name in now if now[name] != before[name]
        }

    @property
    def swaps(self):
        """The ways the patient may swap to, as they stand on the page."""
        chosen = set(self.form["swaps"].value() or []) if "swaps" in self.form.fields else set()
        ways = self.form.variations.items()
        return [way for slug, way in ways if slug in chosen and way != self.way]

    @property
    def swaps_text(self):
        return ", ".join(map(way_name, self.swaps))

    @property
    def swap_cautions(self):
        """The patient's precautions that a way to swap to meets, in words; "" for none."""
        tags = {tag for way in self.swaps for tag in way.precautions.all()}
        return "; ".join(sorted(str(tag) for tag in tags if tag.pk in self.patient_tags))

    def as_text(self, values):
        """One line a colleague can compare: dose, tempo, side, days, notes."""
        row = Prescription(variation=self.form.variations[values["variation"]])
        row.kind = self.prescription.kind
        for name in values.keys() - {"variation", "swaps"}:
            setattr(row, name, values[name])
        often = ngettext("%(n)s time a day", "%(n)s times a day", row.times_a_day)
        parts = [way_name(row.variation), row.dosage_text, row.tempo_text]
        parts += [row.days_text, often % {"n": row.times_a_day}, row.note, row.precaution_reason]
        if values["swaps"]:
            ways = ", ".join(way_name(self.form.variations[slug]) for slug in values["swaps"])
            parts.append(_("may swap to: %(ways)s") % {"ways": ways})
        return " · ".join(part for part in parts if part)
