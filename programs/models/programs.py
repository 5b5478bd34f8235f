"""A patient's home program: open until it is ended, paused at times."""

import uuid

from django.db import models, transaction
from django.db.models import Max, Q
from django.utils import timezone

from people.models import Patient


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
        return self.versions.drafts().first()

    @property
    def current(self):
        """The version the patient follows today, or None before the first has begun."""
        return self.versions.begun_by(self.patient.today()).first()

    def pause(self, from_date, reason, *, until=None, by=None):
        """Let the program ask for nothing from this local date on; the pause that holds already if
        there is one, unless this one has an end. The caller holds the lock on the patient's row."""
        if until is None and (running := self.pauses.running().first()):
            return running
        begun = self.pauses.create(
            patient_id=self.patient_id, from_date=from_date, until=until, reason=reason, by=by
        )
        begun.has_changed = True
        return begun

    def end(self, on):
        """Ask for nothing more from this local date on, for good: what was sent and done stays to
        be read, an open draft goes. The caller holds the lock on the patient's row."""
        if draft := self.draft:
            draft.drop()
        for pause in self.pauses.filter(Q(until=None) | Q(until__gt=on)):
            pause.end(on)
        self.status, self.ended_on = self.Status.ENDED, on
        self.save(update_fields=["status", "ended_on"])

    @transaction.atomic
    def open_draft(self):
        """The draft to edit: the open one, else a copy of the newest sent version.

        Numbers go on from program to program of a patient, so that each names one version.
        """
        patient = Patient.objects.select_for_update().get(pk=self.patient_id)
        if draft := self.draft:
            return draft
        newest = self.versions.order_by("-number").first()
        highest = patient.program_versions.aggregate(most=Max("number"))["most"] or 0
        draft = self.versions.create(
            patient=patient,
            number=highest + 1,
            # Pages of a draft that was thrown away never pass for pages of the next.
            revision=int(timezone.now().timestamp()) % 10**8,
            review_on=newest and newest.review_on,
            progression_note=newest.progression_note if newest else "",
        )
        if newest:
            draft.copy_rows(newest)
        return draft

    def prescribe(self, variation, *, by=None, **changes):
        """Put a stretch on the draft, opening one if needed. See Draft.prescribe."""
        draft = self.open_draft()
        return draft.prescribe(variation, revision=draft.revision, by=by, **changes)
