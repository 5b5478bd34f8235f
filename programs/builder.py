"""The builder page: a patient's draft as one form, with everything a therapist sees beside it."""

from itertools import groupby
from statistics import mode

from django.utils.functional import cached_property

from people.models import Patient
from people.searching import name_in
from programs.calendar import in_effect
from programs.differences import about, differences, pair
from programs.forms import AboutForm, ScheduleForm, TemplateForm
from programs.models import Program, ProgramPause, ProgramVersion, Template
from programs.models.prescriptions import Side, session_minutes
from programs.rows import Row
from programs.shelf import Shelf, with_prescriptions, with_rows

EASY_TO_KEEP_UP = 4  # clinical.md, "What raises adherence": suggest 2 to 4, warn gently above

MOST_SOURCES = 12  # who is not among them needs one more letter of the name


class Builder:
    """The page as it is loaded. PostedBuilder is the same page with what was typed on it."""

    data = None

    def __init__(self, request, patient):
        self.patient, self.membership = patient, request.membership
        self.today = patient.today()
        asked = request.POST or request.GET
        self.whose = name_in(request.POST, box="whose")
        self.query, self.region = asked.get("q", "")[:100], asked.get("region", "")[:20]
        self.shelf = Shelf(self.membership.clinic, request.LANGUAGE_CODE)
        self.versions = list(ProgramVersion.objects.of_open_program(patient))
        self.rows = self.load_rows()
        self.about = AboutForm(self.draft, self.data)
        self.template_form = TemplateForm(clinic=self.membership.clinic, prefix="template")
        self.problem = self.said = ""
        self.both, self.focus = None, False

    # --- Versions --------------------------------------------------------------------------------

    @property
    def draft(self):
        newest = next(iter(self.versions), None)
        return newest if newest and newest.is_draft else None

    @property
    def sent(self):
        return [version for version in self.versions if not version.is_draft]

    @cached_property
    def current(self):
        """The version the patient follows today, or None."""
        return in_effect(self.sent, self.today)

    @property
    def before(self):
        """The version the draft was copied from: the newest sent one, which may not have begun."""
        return next(iter(self.sent), None)

    @property
    def waiting(self):
        """The sent versions that start later, the next one first."""
        since = self.current.number if self.current else 0
        return [v for v in reversed(self.sent) if v.number > since and v.waits_on(self.today)]

    @cached_property
    def is_discharged(self):
        """Whether the patient's care has ended: then nobody writes a program, until a new episode
        of care has begun."""
        ends = list(self.patient.episodes.values_list("discharged_at", flat=True))
        return bool(ends) and None not in ends

    @cached_property
    def pause(self):
        """The pause the program is in today, or None."""
        return ProgramPause.objects.of(self.patient)

    @cached_property
    def ended(self):
        """The program that was ended last, while there is no other; else None."""
        if self.versions:
            return None
        ended = Program.objects.filter(patient=self.patient, status=Program.Status.ENDED)
        return ended.order_by("-ended_on", "-id").first()

    @property
    def is_editable(self):
        """Before the first version, and while a draft is open."""
        return not self.is_discharged and (self.draft is not None or self.before is None)

    # --- Rows ------------------------------------------------------------------------------------

    def load_rows(self):
        version = self.draft or self.current or self.before
        if version is None:
            return []
        found = version.prescriptions.order_by("position", "id")
        prescriptions = self.shelf.put_on_with_swaps(list(found))
        prescriptions.sort(key=lambda row: row.exercise.region.order)
        tags = set(self.patient.precautions.values_list("pk", flat=True))
        rows = []
        pairs = self.pair(prescriptions)
        for row in prescriptions:
            is_new = bool(self.draft and self.before) and row not in pairs
            rows.append(Row(row, tags, self.data, pairs.get(row), is_new))
        for row in {row.exercise: row for row in reversed(rows)}.values():
            row.shows_sign_off = row.exercise.sign_off is None
        return rows

    def pair(self, prescriptions):
        """{row of the draft: its row in the version before}, whose rows become `.rows_before`."""
        self.rows_before = []
        if not (self.draft and self.before):
            return {}
        found = self.before.prescriptions.order_by("position", "id")
        self.rows_before = self.shelf.put_on_with_swaps(list(found))
        came_from = {row.pk: row.copied_from_id for row in prescriptions}
        return pair(self.rows_before, prescriptions, came_from)

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
    def prescriptions(self):
        return [row.prescription for row in self.rows]

    @property
    def to_sign_off(self):
        """The stretches of the program that nobody of the clinic has reviewed, each once."""
        return [row.exercise for row in self.rows if row.shows_sign_off]

    @property
    def has_errors(self):
        forms = [self.about, self.schedule, self.template_form, *(row.form for row in self.rows)]
        return any(form.errors for form in forms)

    @property
    def minutes(self):
        return session_minutes(row.prescription for row in self.rows)

    @property
    def is_long(self):
        return len(self.rows) > EASY_TO_KEEP_UP

    @cached_property
    def changes(self):
        """How many things differ from the version before."""
        if not (self.draft and self.before):
            return 0
        pairs = {row.prescription: row.old for row in self.rows if row.old}
        found = differences(self.rows_before, self.prescriptions, pairs)
        return sum(one.count for one in [*found, *about(self.before, self.draft)])

    # --- Who wrote last --------------------------------------------------------------------------

    @property
    def last(self):
        """The version that was written last: what a colleague did is on it."""
        return self.draft or self.before

    @property
    def last_by(self):
        return self.last and (self.last.sent_by or self.last.edited_by)

    @property
    def last_at(self):
        return self.last and (self.last.sent_at or self.last.edited_at)

    @cached_property
    def step(self):
        """The newest change of the draft, which Undo takes back; None when there is none."""
        return self.draft and self.draft.steps.select_related("by__user").first()

    @property
    def step_is_mine(self):
        return self.step.by_id == self.membership.pk

    @property
    def step_changes(self):
        """What the newest change did, as [Difference]."""
        was = self.shelf.from_snapshot(self.step.before)
        codes = {str(row.code): row for row in was}
        pairs = {row: codes[str(row.code)] for row in self.prescriptions if str(row.code) in codes}
        return differences(was, self.prescriptions, pairs)

    # --- What it offers --------------------------------------------------------------------------

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

    @cached_property
    def sources(self):
        """Patients with a program to copy from, by name, with its `.rows` and `.minutes`; this
        patient's own program that was ended too. Nobody before a name is typed. Two queries."""
        if not self.whose:
            return []
        patients = Patient.objects.visible_to(self.membership).named(self.whose)
        if self.versions:
            patients = patients.exclude(pk=self.patient.pk)
        found = ProgramVersion.objects.to_copy(patients, self.today)[:MOST_SOURCES]
        return with_prescriptions(found, self.shelf)

    # --- What its form carries -------------------------------------------------------------------

    @property
    def shown_version(self):
        """The draft that the page is about; 0 before the first."""
        return str(self.draft.number if self.draft else 0)

    @property
    def shown_revision(self):
        return str(self.draft.revision if self.draft else 0)

    @property
    def shown_step(self):
        """Names the change that Undo on this page would take back."""
        return self.step.at.isoformat() if self.step else ""


def free_side(sides):
    """Where a way that is here on these sides can still be added: None for the usual side of a
    first row, "" for nowhere.
    """
    if not sides:
        return None
    return {("left",): Side.RIGHT, ("right",): Side.LEFT}.get(tuple(sides), "")
