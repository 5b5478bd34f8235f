"""A patient's home program and its versions: drafts are edited, sent versions never change."""

import uuid

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Membership, Patient

# A long program is a doctor's choice; one of this length is somebody leaning on a key.
MOST_ROWS = 40


class StaleEdit(Exception):
    """Somebody else changed this since the page was loaded."""


class Refused(ValueError):
    """What was asked for breaks a rule of programs; says so in words for the therapist."""

    def __init__(self, message, prescription=None):
        super().__init__(message)
        self.message = message
        self.prescription = prescription


class Program(models.Model):
    class Status(models.TextChoices):
        OPEN = "open"
        ENDED = "ended"

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="programs")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient"], condition=Q(status="open"), name="program_one_open_per_patient"
            ),
            models.CheckConstraint(
                condition=Q(status="open", ended_on=None)
                | Q(status="ended", ended_on__isnull=False),
                name="program_ended_has_a_date",
            ),
        ]

    @classmethod
    @transaction.atomic
    def open_for(cls, patient):
        """The patient's open program, made now if there is none."""
        return cls.objects.get_or_create(patient=patient, status=cls.Status.OPEN)[0]

    @property
    def draft(self):
        return self.versions.filter(status=ProgramVersion.Status.DRAFT).first()

    @property
    def current(self):
        """The version the patient follows, or None before the first is sent."""
        return self.versions.sent().order_by("-number").first()

    def pause(self, from_date, reason):
        """Let the program ask for nothing from this local date on; the running pause if there is
        one. The caller holds the lock on the patient's row."""
        if running := self.pauses.running().first():
            return running
        begun = self.pauses.create(patient_id=self.patient_id, from_date=from_date, reason=reason)
        begun.has_changed = True
        return begun

    @transaction.atomic
    def open_draft(self):
        """The draft to edit: the open one, else a copy of the newest sent version."""
        Patient.objects.select_for_update().get(pk=self.patient_id)
        if draft := self.draft:
            return draft
        newest = self.versions.order_by("-number").first()
        draft = self.versions.create(
            patient_id=self.patient_id,
            number=newest.number + 1 if newest else 1,
            review_on=newest and newest.review_on,
        )
        if newest:
            for prescription in newest.prescriptions.all():
                prescription.copy_to(draft)
        return draft

    def prescribe(self, variation, *, by=None, **changes):
        """Put a stretch on the draft, opening one if needed. See ProgramVersion.prescribe."""
        draft = self.open_draft()
        return draft.prescribe(variation, revision=draft.revision, by=by, **changes)


class ProgramVersionQuerySet(models.QuerySet):
    def sent(self):
        return self.filter(status=ProgramVersion.Status.SENT)

    def begun(self, patient, date):
        """The sent versions of the open program that took effect by this local date, newest first.

        The first of them is the one the patient follows.
        """
        return (
            self.sent()
            .filter(patient=patient, program__status=Program.Status.OPEN, effective_on__lte=date)
            .order_by("-number")
        )

    def in_effect(self, patient, date):
        """The version this patient follows on this local date, or None."""
        return self.begun(patient, date).first()

    def of_open_program(self, patient):
        """Newest first, with who wrote them. A draft is always the newest."""
        return (
            self.filter(patient=patient, program__status=Program.Status.OPEN)
            .select_related("sent_by__user", "edited_by__user")
            .order_by("-number")
        )


class ProgramVersion(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft"
        SENT = "sent"

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="program_versions")
    program = models.ForeignKey(Program, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="sent_versions")
    effective_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(_("review"), null=True, blank=True)
    progression_note = models.TextField(_("when to move on"), max_length=2000, blank=True)
    edited_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = ProgramVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="program_version_number"),
            models.UniqueConstraint(
                fields=["program"], condition=Q(status="draft"), name="program_version_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(status="draft", sent_at=None)
                | Q(status="sent", sent_at__isnull=False, effective_on__isnull=False),
                name="program_version_sent_is_dated",
            ),
        ]

    def __str__(self):
        return f"version {self.number}"

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    def claim(self, revision, by=None):
        """Take the next revision of this draft; StaleEdit if somebody else did or it was sent.

        Comes first in the transaction that adds, moves, removes or sends. Every writer locks the
        patient's row before anything else, so that two of them never wait for each other.
        """
        Patient.objects.select_for_update().get(pk=self.patient_id)
        claimed = ProgramVersion.objects.filter(
            pk=self.pk, status=self.Status.DRAFT, revision=revision
        ).update(revision=F("revision") + 1, edited_by=by, edited_at=timezone.now())
        if not claimed:
            raise StaleEdit
        self.revision = revision + 1

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
        added = 0
        items = template.items.select_related("variation__exercise")
        for item in items.order_by("variation__exercise__region__order", "position", "id"):
            here = self.prescriptions.filter(variation_id=item.variation_id)
            if not any(row.overlaps(item.side) for row in here):
                self.add(item.variation, item.side, item.schedule(without={"side"}))
                added += 1
        return added

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

    def number_rows(self, rows):
        for position, row in enumerate(rows, start=1):
            if row.position != position:
                self.prescriptions.filter(pk=row.pk).update(position=position)

    @transaction.atomic
    def send(self, by, revision):
        """Make this draft the version the patient follows from today on. Sent doses never change.

        Raises StaleEdit, and Refused for an empty draft.
        """
        self.claim(revision, by)
        if not self.prescriptions.exists():
            raise Refused(_("Add a stretch first. An empty program is not sent."))
        self.status = self.Status.SENT
        self.sent_at = timezone.now()
        self.sent_by = by
        self.effective_on = self.patient.today()
        self.save(update_fields=["status", "sent_at", "sent_by", "effective_on"])
