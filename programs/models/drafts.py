"""What happens to a version while it is a draft. Each verb claims the next revision first."""

from django.db import models, transaction
from django.db.models import F
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from exercises.dosage import dosage_fields

from .programs import Refused

# A long program is a doctor's choice; one of this length is somebody leaning on a key.
MOST_ROWS = 40
DAYS = ("effective_on", "review_on")


class Draft(models.Model):
    class Meta:
        abstract = True

    def in_region(self, region):
        """The rows of one region in the order they are done."""
        rows = self.prescriptions.filter(variation__exercise__region=region)
        return list(rows.order_by("position", "id"))

    @transaction.atomic
    def prescribe(self, variation, *, revision, side=None, by=None, **schedule):
        """Add a stretch at the end of its region. Returns the Prescription.

        `schedule` holds the dose and days to start with. Without a side, a stretch with sides is
        done on each. Raises StaleEdit, and Refused for an overlap or a program that is too long.
        """
        self.claim(revision, by)
        return self.add(variation, side, schedule)

    def add(self, variation, side, schedule):
        exercise = variation.exercise
        side = side or ("both" if exercise.sided else "none")
        rows = list(self.prescriptions.select_related("variation__exercise"))
        if len(rows) >= MOST_ROWS:
            raise Refused(_("A program holds at most %(most)s rows.") % {"most": MOST_ROWS})
        for row in rows:
            if row.variation_id == variation.pk and row.overlaps(side):
                raise Refused(_("This stretch is in the program already, on this side."), row)
        same_region = [row.position for row in rows if row.exercise.region_id == exercise.region_id]
        return self.prescriptions.create(
            patient_id=self.patient_id,
            variation=variation,
            side=side,
            **schedule | {"kind": exercise.kind, "position": max(same_region, default=0) + 1},
        )

    @transaction.atomic
    def use_template(self, template, *, revision, by=None):
        """Add the template's stretches that are not here yet. Returns how many were added."""
        self.claim(revision, by)
        template.programs.add(self.program_id)
        return len(self.take(template.items.all()))

    @transaction.atomic
    def copy_from(self, version, *, revision, by=None):
        """Add the stretches of another patient's version that are not here yet, with doses, days
        and ways to swap to. Notes and reasons were written for that one patient: they stay there,
        and so do swaps that this patient's precautions speak against. Returns how many were added.
        """
        self.claim(revision, by)
        tags = set(self.patient.precautions.values_list("pk", flat=True))
        taken = self.take(version.prescriptions.prefetch_related("swaps__precautions"))
        for item, row in taken:
            ways = item.swaps.all()
            row.swaps.set(
                way for way in ways if not tags & {tag.pk for tag in way.precautions.all()}
            )
        return len(taken)

    def take(self, items):
        """Add these rows but for notes, where their place is still free: [(item, new row)]."""
        taken = []
        items = items.select_related("variation__exercise")
        for item in items.order_by("variation__exercise__region__order", "position", "id"):
            here = self.prescriptions.filter(variation_id=item.variation_id)
            if not any(row.overlaps(item.side) for row in here):
                schedule = item.schedule(without={"side"}) | {"note": ""}
                taken.append((item, self.add(item.variation, item.side, schedule)))
        return taken

    def copy_rows(self, version):
        """The same rows as in an earlier version of this patient's program, each linked to the one
        it comes from. A few queries, however many rows."""
        rows = list(version.prescriptions.in_region_order().prefetch_related("swaps"))
        copies = self.prescriptions.bulk_create([row.copy_for(self) for row in rows])
        allow_swaps(
            {
                copy: [way.pk for way in row.swaps.all()]
                for row, copy in zip(rows, copies, strict=True)
            }
        )

    @transaction.atomic
    def move(self, prescription, *, up, revision, by=None):
        """One place up or down inside its region; at either end it stays. Never across regions."""
        self.claim(revision, by)
        rows = self.in_region(prescription.exercise.region_id)
        here = rows.index(prescription)
        there = here - 1 if up else here + 1
        if 0 <= there < len(rows):
            rows[here], rows[there] = rows[there], rows[here]
        self.number_rows(rows)

    @transaction.atomic
    def order(self, prescriptions, *, revision, by=None):
        """Put all the rows of one region into this order. Refused for any other set of rows."""
        self.claim(revision, by)
        if not prescriptions or len({row.exercise.region_id for row in prescriptions}) > 1:
            raise Refused(_("A stretch moves inside its own region only."))
        known = self.in_region(prescriptions[0].exercise.region_id)
        if sorted(row.pk for row in known) != sorted(row.pk for row in prescriptions):
            raise Refused(_("The order must name every stretch of the region once."))
        self.number_rows(prescriptions)

    @transaction.atomic
    def remove(self, prescription, *, revision, by=None):
        self.claim(revision, by)
        self.prescriptions.get(pk=prescription.pk).delete()

    @transaction.atomic
    def schedule_all(self, *, weekdays, times_a_day, revision, by=None):
        """The same days and times a day for every row."""
        self.claim(revision, by)
        self.prescriptions.update(
            weekdays=weekdays, times_a_day=times_a_day, revision=F("revision") + 1
        )

    @transaction.atomic
    def copy_dose(self, prescription, *, everywhere, revision, by=None):
        """Give this row's sets, repetitions and seconds to the rows of its kind: those below it in
        its region, or all. Returns how many took them."""
        self.claim(revision, by)
        row = self.prescriptions.select_related("variation__exercise").get(pk=prescription.pk)
        if everywhere:
            others = self.prescriptions.exclude(pk=row.pk)
        else:
            region = self.in_region(row.exercise.region_id)
            below = region[region.index(row) + 1 :]
            others = self.prescriptions.filter(pk__in=[other.pk for other in below])
        dose = {name: getattr(row, name) for name in dosage_fields(row.kind)}
        same = others.filter(kind=row.kind).exclude(**dose)
        return same.update(**dose, revision=F("revision") + 1)

    def number_rows(self, rows):
        for position, row in enumerate(rows, start=1):
            if row.position != position:
                self.prescriptions.filter(pk=row.pk).update(position=position)

    # --- Taking back ------------------------------------------------------------------------------

    def snapshot(self):
        """All that a therapist can change, as JSON: what Undo comes back to."""
        now = type(self).objects.get(pk=self.pk)
        days = {name: getattr(now, name) and str(getattr(now, name)) for name in DAYS}
        rows = self.prescriptions.prefetch_related("swaps").order_by("pk")
        words = {"progression_note": now.progression_note}
        return days | words | {"rows": [row.as_json() for row in rows]}

    def remember(self, before, by):
        """Keep how the draft stood before this transaction, if that is not how it stands now.
        Returns whether anything has changed."""
        if same(before, self.snapshot()):
            return False
        self.steps.create(patient_id=self.patient_id, by=by, before=before)
        return True

    @transaction.atomic
    def undo(self, *, revision, by=None):
        """Take the newest change back, whoever made it. Rows keep their codes, so that pages that
        show them stay true. Raises Refused when there is nothing to take back."""
        self.claim(revision, by)
        step = self.steps.first()
        if step is None:
            raise Refused(_("There is nothing to undo."))
        self.restore(step.before)
        step.delete()

    def restore(self, before):
        days = {name: before[name] and parse_date(before[name]) for name in DAYS}
        words = {"progression_note": before["progression_note"]}
        type(self).objects.filter(pk=self.pk).update(**days, **words)
        now = {str(row.code): row for row in self.prescriptions.prefetch_related("swaps")}
        wanted = []
        for values in before["rows"]:
            row = now.get(values["code"])
            if row is None or differs(values, row.as_json()):
                revision = row.revision + 1 if row else values["revision"]
                wanted.append(values | {"revision": revision})
            if row and not differs(values, row.as_json()):
                del now[values["code"]]
        # Old rows go first: left and right may have changed places.
        self.prescriptions.filter(pk__in=[row.pk for row in now.values()]).delete()
        self.add_from_json(wanted)

    def add_from_json(self, rows):
        model = self.prescriptions.model
        made = self.prescriptions.bulk_create(
            model(patient_id=self.patient_id, version=self, **without(values, "swaps"))
            for values in rows
        )
        allow_swaps({row: values["swaps"] for row, values in zip(made, rows, strict=True)})

    @transaction.atomic
    def discard(self, *, revision, by=None):
        """Throw the draft away: the patient goes on with what was sent."""
        self.claim(revision, by)
        self.drop()

    def drop(self):
        self.steps.all().delete()
        self.prescriptions.all().delete()
        self.delete()


def without(values, name):
    return {key: value for key, value in values.items() if key != name}


def differs(values, other):
    """Whether two rows of a snapshot differ in anything but how often they were saved."""
    return without(values, "revision") != without(other, "revision")


def same(snapshot, other):
    def bare(all_of_it):
        rows = {row["code"]: without(row, "revision") for row in all_of_it["rows"]}
        return all_of_it | {"rows": rows}

    return bare(snapshot) == bare(other)


def allow_swaps(ways):
    """{row: primary keys of the ways the patient may swap to}, as new rows of theirs. One query."""
    for row in ways:
        through = type(row).swaps.through
        break
    else:
        return
    through.objects.bulk_create(
        through(prescription_id=row.pk, variation_id=way) for row in ways for way in ways[row]
    )
