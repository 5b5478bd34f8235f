"""The builder page: a patient's draft as one form, with everything a therapist sees beside it."""

import uuid
from itertools import groupby
from statistics import mode

from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Patient
from programs.forms import ReviewForm, ScheduleForm, TemplateForm
from programs.models import Prescription, Program, ProgramVersion, Refused, StaleEdit, Template
from programs.models.prescriptions import Side, session_minutes
from programs.rows import Row
from programs.shelf import Shelf, with_rows

TWICE = gettext_lazy("This stretch is in the program already, on this side.")
EASY_TO_KEEP_UP = 4  # clinical.md, "What raises adherence": suggest 2 to 4, warn gently above


class Builder:
    """`data` is what was posted. `sending` asks for everything a sent version must have; `without`
    is the code of a row about to go, whose fields need not be right.
    """

    def __init__(self, request, patient, data=None, *, sending=False, without=None):
        self.patient, self.membership, self.data = patient, request.membership, data
        asked = request.POST or request.GET
        self.query, self.region = asked.get("q", "")[:100], asked.get("region", "")[:20]
        self.shelf = Shelf(self.membership.clinic, request.LANGUAGE_CODE)
        self.versions = list(ProgramVersion.objects.of_open_program(patient)[:2])
        self.rows = self.load_rows()
        self.review = ReviewForm(data, initial={"review_on": self.draft and self.draft.review_on})
        self.template_form = TemplateForm(clinic=self.membership.clinic, prefix="template")
        self.problem = self.said = ""
        self.both, self.focus = None, False
        if data is not None:
            self.check(sending, without)

    @classmethod
    def to_change(cls, request, patient, opens=False, **asked):
        """The draft that a POST is about. First in its transaction: nobody else writes meanwhile.

        With `opens` the first stretch of a patient without a program opens the draft.
        """
        Patient.objects.select_for_update().get(pk=patient.pk)
        data = request.POST
        started = ProgramVersion.objects.of_open_program(patient).exists()
        if opens and not started and data.get("version") in {None, "0"}:
            draft = Program.open_for(patient).open_draft()
            data = data.copy()
            data["version"], data["revision"] = str(draft.number), str(draft.revision)
        return cls(request, patient, data, **asked)

    # --- What is there ---------------------------------------------------------------------------

    @property
    def draft(self):
        newest = next(iter(self.versions), None)
        return newest if newest and newest.is_draft else None

    @property
    def current(self):
        """The version the patient follows, or None."""
        return next((version for version in self.versions if not version.is_draft), None)

    def load_rows(self):
        version = self.draft or self.current
        if version is None:
            return []
        found = version.prescriptions.select_related("copied_from").order_by("position", "id")
        prescriptions = self.shelf.put_on(list(found))
        self.shelf.put_on([row.copied_from for row in prescriptions if row.copied_from])
        prescriptions.sort(key=lambda row: row.exercise.region.order)
        tags = set(self.patient.precautions.values_list("pk", flat=True))
        rows = [Row(row, tags, self.data) for row in prescriptions]
        for row in {row.exercise: row for row in reversed(rows)}.values():
            row.shows_sign_off = row.exercise.sign_off is None
        return rows

    @cached_property
    def tables(self):
        """The rows by region and kind, in body order: each table's header names its columns."""

        def table(row):
            return row.exercise.region.order, row.prescription.kind

        tables = []
        for (_order, kind), rows in groupby(self.rows, key=table):
            rows = list(rows)
            tables.append({"region": rows[0].exercise.region, "kind": kind, "rows": rows})
        for region in {row.exercise.region for row in self.rows}:
            of_region = [row for row in self.rows if row.exercise.region == region]
            of_region[0].is_first = of_region[-1].is_last = True
        return tables

    @property
    def is_editable(self):
        """Before the first version, and while a draft is open."""
        return self.draft is not None or self.current is None

    @property
    def prescriptions(self):
        return [row.prescription for row in self.rows]

    @property
    def to_sign_off(self):
        """The stretches of the program that nobody of the clinic has reviewed, each once."""
        return [row.exercise for row in self.rows if row.shows_sign_off]

    @property
    def has_errors(self):
        forms = [self.review, self.schedule, self.template_form, *(row.form for row in self.rows)]
        return any(form.errors for form in forms)

    @property
    def review_seen(self):
        stored = self.draft.review_on if self.draft else None
        return self.data.get("review_seen", "") if self.data is not None else stored or ""

    @property
    def last(self):
        """The version that was written last: what a colleague did is on it."""
        return self.draft or self.current

    @property
    def last_by(self):
        return self.last and (self.last.sent_by or self.last.edited_by)

    @property
    def last_at(self):
        return self.last and (self.last.sent_at or self.last.edited_at)

    @property
    def minutes(self):
        return session_minutes(row.prescription for row in self.rows)

    @property
    def is_long(self):
        return len(self.rows) > EASY_TO_KEEP_UP

    @cached_property
    def changes(self):
        """How many things differ from the version the patient follows."""
        if not (self.draft and self.current):
            return 0
        kept = {row.prescription.copied_from_id for row in self.rows}
        removed = self.current.prescriptions.exclude(pk__in=kept - {None}).count()
        changed = sum(len(row.was) or row.is_new for row in self.rows)
        return changed + removed + (self.draft.review_on != self.current.review_on)

    @cached_property
    def schedule(self):
        """The days and times a day that most rows have, to change them for all at once."""
        usual = {}
        for name in ("weekdays", "times_a_day"):
            values = [getattr(row.prescription, name) for row in self.rows]
            usual[name] = mode(values) if values else None
        return ScheduleForm(initial=usual)

    @cached_property
    def library(self):
        """The stretches found, each with the ways that are still free to add."""
        taken: dict[int, list] = {}
        for row in self.rows:
            taken.setdefault(row.prescription.variation_id, []).append(row.prescription.side)
        found = self.shelf.search(self.query, self.region)
        for exercise in found:
            ways = exercise.variation_list
            exercise.in_program = any(way.pk in taken for way in ways)
            free = [way for way in ways if free_side(taken.get(way.pk, [])) != ""]
            exercise.others = [way for way in free if exercise.in_program or not way.is_standard]
        return found

    @cached_property
    def regions(self):
        return list({exercise.region: None for exercise in self.shelf.exercises})

    @cached_property
    def templates(self):
        return with_rows(Template.objects.visible_to(self.membership), self.shelf)

    # --- What was posted -------------------------------------------------------------------------

    @property
    def shown_version(self):
        """The draft that the page was, or is, about; 0 before the first."""
        if self.data is not None:
            return self.data.get("version", "")
        return str(self.draft.number if self.draft else 0)

    @property
    def shown_revision(self):
        if self.data is not None:
            return self.data.get("revision", "")
        return str(self.draft.revision if self.draft else 0)

    @property
    def revision(self):
        """For `claim`: what the reader saw; text that is no number was never a revision."""
        shown = self.shown_revision
        return int(shown) if shown.isdecimal() and len(shown) < 10 else 0

    @property
    def is_current(self):
        """Whether the page still shows the draft with the rows it has now."""
        now = self.draft and (str(self.draft.number), str(self.draft.revision))
        return now == (self.shown_version, self.shown_revision)

    @cached_property
    def posted_codes(self):
        """The rows the page showed, in its order. 404 for what is no code at all."""
        named = [key.removesuffix("-revision") for key in self.data if key.endswith("-revision")]
        try:
            return [uuid.UUID(code) for code in named]
        except ValueError:
            raise Http404 from None

    def row(self, code):
        """404 for another patient's row, StaleEdit for one that a colleague removed or sent."""
        for row in self.rows:
            if row.prescription.code == code and self.draft:
                return row
        row = Prescription.objects.filter(code=code).first()
        if self.is_current or (row and row.patient_id != self.patient.pk):
            raise Http404
        raise StaleEdit

    def check(self, sending, without):
        """Add the errors that no row sees alone."""
        self.bound = [
            row for row in self.rows if row.form.is_bound and row.prescription.code != without
        ]
        sides: dict[tuple, list] = {}
        for row in self.bound:
            if not row.form.is_valid():
                continue
            side = row.form.values["side"]
            before = sides.setdefault((row.exercise.pk, row.way.pk), [])
            if any({side, other} != {Side.LEFT, Side.RIGHT} for other in before):
                row.form.refuse(TWICE)
            before.append(side)
            if sending and row.needs_reason:
                row.form.add_error("precaution_reason", _("Write why before you send it."))

    def save(self, *, sending=False):
        """Write the rows that were typed over, in the transaction of the act that follows.

        Raises Refused for anything invalid, StaleEdit where somebody else changed the same row;
        before sending also where they changed a row this reader has not seen. Returns whether
        anything was written.
        """
        for code in self.posted_codes:
            self.row(code)
        if not self.versions and self.shown_version in {"", "0"}:
            return False
        if self.draft is None or self.shown_version != str(self.draft.number):
            raise StaleEdit
        if not self.review.is_valid() or not all(row.form.is_valid() for row in self.bound):
            raise Refused(_("Nothing is saved yet. Please look at what is marked."))
        changed = self.save_review()
        for row in self.bound:
            if row.form.stale and (row.form.typed or sending):
                raise StaleEdit
            if row.form.typed and row.form.values != row.form.stored:
                self.save_row(row)
                changed = True
        if changed:
            ProgramVersion.objects.filter(pk=self.draft.pk).update(
                edited_by=self.membership, edited_at=timezone.now()
            )
        return changed

    def save_row(self, row):
        values = row.form.values | {"variation": row.way}
        same = self.draft.prescriptions.filter(
            pk=row.prescription.pk, revision=row.prescription.revision
        )
        try:
            with transaction.atomic():
                saved = same.update(**values, revision=F("revision") + 1)
        except IntegrityError:
            raise Refused(TWICE, row.prescription) from None
        if not saved:
            raise StaleEdit

    def save_review(self):
        chosen, seen = self.review.cleaned_data["review_on"], self.data.get("review_seen", "")
        stored = self.draft.review_on
        if str(chosen or "") == seen or chosen == stored:
            return False
        if str(stored or "") != seen:
            raise StaleEdit
        ProgramVersion.objects.filter(pk=self.draft.pk).update(review_on=chosen)
        return True

    # --- What to answer --------------------------------------------------------------------------

    def refused(self, problem):
        """Show a refusal beside its row, else above the program."""
        row = next((r for r in self.rows if r.prescription == problem.prescription), None)
        if row and row.form.is_bound:
            row.form.is_valid()
            row.form.refuse(problem.message)
        else:
            self.problem = problem.message
        return self


def free_side(sides):
    """Where a way that is here on these sides can still be added: None for the usual side of a
    first row, "" for nowhere.
    """
    if not sides:
        return None
    return {("left",): Side.RIGHT, ("right",): Side.LEFT}.get(tuple(sides), "")
