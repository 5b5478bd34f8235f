"""The builder page as it was posted: what was typed, whether it may be saved, and saving it."""

import uuid

from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Patient
from programs.builder import Builder
from programs.models import Prescription, Program, ProgramVersion, Refused, StaleEdit
from programs.models.drafts import allow_swaps
from programs.models.prescriptions import Side

TWICE = gettext_lazy("This stretch is in the program already, on this side.")


class PostedBuilder(Builder):
    """`sending` asks for everything a sent version must have; `without` is the code of a row about
    to go, whose fields need not be right.
    """

    def __init__(self, request, patient, data=None, *, sending=False, without=None):
        self.data = request.POST if data is None else data
        super().__init__(request, patient)
        self.without = without
        self.check(sending)

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

    # --- What was posted -------------------------------------------------------------------------

    @property
    def shown_version(self):
        return self.data.get("version", "")

    @property
    def shown_revision(self):
        return self.data.get("revision", "")

    @property
    def shown_step(self):
        return self.data.get("step", "")

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
        """404 for a row that never was on this page, StaleEdit for one that a colleague removed,
        undid, threw away or sent."""
        for row in self.rows:
            if row.prescription.code == code and self.draft:
                return row
        row = Prescription.objects.filter(code=code).first()
        if self.is_current or (row and row.patient_id != self.patient.pk):
            raise Http404
        raise StaleEdit

    def refuse_unseen(self):
        """StaleEdit where somebody changed a row after this page had shown it. One that was added
        or removed meanwhile is in the draft's own revision."""
        if self.draft is None or self.shown_version != str(self.draft.number):
            raise StaleEdit
        if any(row.form.is_bound and row.form.stale for row in self.rows):
            raise StaleEdit

    def refuse_other_step(self):
        """StaleEdit unless the newest change is the one that this page named beside Undo."""
        now = self.step.at.isoformat() if self.step else ""
        if self.shown_step != now:
            raise StaleEdit

    # --- Whether it may be saved -----------------------------------------------------------------

    def check(self, sending):
        """Add the errors that no row sees alone."""
        self.bound = [
            row for row in self.rows if row.form.is_bound and row.prescription.code != self.without
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

    def save(self, *, whole=False):
        """Write the rows that were typed over, in the transaction of the act that follows.

        Raises Refused for anything invalid, StaleEdit where somebody else changed the same row;
        with `whole`, before acts about every row, also where they changed one this reader has not
        seen. Returns whether anything was written.
        """
        for code in self.posted_codes:
            self.row(code)
        if not self.versions and self.shown_version in {"", "0"}:
            return False
        if self.draft is None or self.shown_version != str(self.draft.number):
            raise StaleEdit
        if not self.about.is_valid() or not all(row.form.is_valid() for row in self.bound):
            raise Refused(_("Nothing is saved yet. Please look at what is marked."))
        self.refuse_stale(whole)
        typed = [row for row in self.bound if row.form.typed]
        changed = [row for row in typed if row.form.values != row.form.stored]
        saved_about = self.save_about()
        for row in changed:
            self.save_row(row)
        if changed or saved_about:
            ProgramVersion.objects.filter(pk=self.draft.pk).update(
                edited_by=self.membership, edited_at=timezone.now()
            )
        return bool(changed or saved_about)

    def refuse_stale(self, whole):
        """StaleEdit where somebody else was faster with something this reader changed."""
        if whole:
            self.refuse_unseen()
        going = [row for row in self.rows if row.prescription.code == self.without]
        if any(row.form.is_bound and row.form.stale for row in going):
            raise StaleEdit
        if any(row.form.stale and row.form.typed for row in self.bound):
            raise StaleEdit

    def save_row(self, row):
        values = row.form.values | {"variation": row.way}
        swaps = values.pop("swaps")
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
        if swaps != row.form.stored["swaps"]:
            row.prescription.swaps.clear()
            allow_swaps({row.prescription: [row.form.variations[slug].pk for slug in swaps]})

    def save_about(self):
        typed = self.about.typed
        if self.about.stale:
            raise StaleEdit
        if typed:
            ProgramVersion.objects.filter(pk=self.draft.pk).update(**typed)
            vars(self.draft).update(typed)
        return bool(typed)

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
