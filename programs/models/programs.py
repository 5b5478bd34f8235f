"""A patient's home program and its versions: drafts are edited, sent versions never change."""

import uuid

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from people.models import Membership, Patient


class StaleEdit(Exception):
    """Somebody else changed this since the page was loaded."""


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

    @transaction.atomic
    def open_draft(self):
        """The draft to edit: the open one, else a copy of the newest sent version."""
        Patient.objects.select_for_update().get(pk=self.patient_id)
        if draft := self.draft:
            return draft
        newest = self.versions.order_by("-number").first()
        draft = self.versions.create(
            patient_id=self.patient_id, number=newest.number + 1 if newest else 1
        )
        if newest:
            draft.review_on = newest.review_on
            draft.save(update_fields=["review_on"])
            for prescription in newest.prescriptions.all():
                prescription.copy_to(draft)
        return draft


class ProgramVersionQuerySet(models.QuerySet):
    def sent(self):
        return self.filter(status=ProgramVersion.Status.SENT)

    def in_effect(self, patient, date):
        """The version this patient follows on this local date, or None."""
        return (
            self.sent()
            .filter(patient=patient, program__status=Program.Status.OPEN, effective_on__lte=date)
            .order_by("-number")
            .first()
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
    review_on = models.DateField(null=True, blank=True)
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

    def claim(self, revision):
        """Take the next revision of this draft; StaleEdit if somebody else did or it was sent.

        Call first in the transaction that adds, moves, removes or sends.
        """
        claimed = ProgramVersion.objects.filter(
            pk=self.pk, status=self.Status.DRAFT, revision=revision
        ).update(revision=F("revision") + 1)
        if not claimed:
            raise StaleEdit
        self.revision = revision + 1

    @transaction.atomic
    def send(self, by, revision):
        """Make this draft the version the patient follows from today on. Sent doses never change.

        Raises StaleEdit, and ValueError for an empty draft.
        """
        self.claim(revision)
        if not self.prescriptions.exists():
            raise ValueError("An empty program is not sent.")
        self.status = self.Status.SENT
        self.sent_at = timezone.now()
        self.sent_by = by
        self.effective_on = self.patient.today()
        self.save(update_fields=["status", "sent_at", "sent_by", "effective_on"])
