"""What stands before a record is erased: the patient's request, and a hold that forbids it."""

import uuid

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .memberships import Membership
from .patients import Patient


class LegalHold(models.Model):
    """While one holds, nothing of this record is erased: a court or a claim needs it."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="legal_holds")
    why = models.CharField(_("why"), max_length=300)
    set_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)
    lifted_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-set_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient"], condition=Q(lifted_at=None), name="legal_hold_one_a_patient"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="legal_hold_says_why"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="legal_hold_lifted_by_somebody",
            ),
        ]

    @classmethod
    @transaction.atomic
    def put_on(cls, patient, by, why):
        """Hold this record. Of two, the first stays."""
        Patient.objects.select_for_update().get(pk=patient.pk)
        held = cls.objects.filter(patient=patient, lifted_at=None).first()
        return held or cls.objects.create(patient=patient, set_by=by, why=why)

    @classmethod
    def lift(cls, patient, by):
        """Nothing holds this record any more. Says whether something did."""
        held = cls.objects.filter(patient=patient, lifted_at=None)
        return bool(held.update(lifted_by=by, lifted_at=timezone.now()))


class ErasureRequest(models.Model):
    """A patient asks for the record to be erased; an admin of the clinic does it, or says no."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        DONE = "done", _("Erased")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    class Reason(models.TextChoices):
        ASKED = "asked", _("The patient asked for it")
        MISTAKE = "mistake", _("The record was made by mistake")
        LAW = "law", _("The law or a court asks for it")
        KEPT_LONG_ENOUGH = "kept", _("It was kept as long as the clinic keeps records")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="erasure_requests")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    # Why it was erased; what a patient is told where it was not.
    reason = models.CharField(_("reason"), max_length=7, choices=Reason, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient"], condition=Q(state="asked"), name="erasure_request_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at=None)
                | ~Q(state="asked") & Q(answered_at__isnull=False),
                name="erasure_request_answered_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(reason=""), name="erasure_request_done_says_why"
            ),
        ]

    @classmethod
    @transaction.atomic
    def ask(cls, patient):
        """The patient asks; asked twice, it is one request."""
        Patient.objects.select_for_update().get(pk=patient.pk)
        waiting = cls.objects.filter(patient=patient, state=cls.State.ASKED).first()
        return waiting or cls.objects.create(patient=patient, asked_at=timezone.now())

    @classmethod
    def settle(cls, patient, state, by=None, **words):
        """Answer what waits. Says whether something did."""
        waiting = cls.objects.filter(patient=patient, state=cls.State.ASKED)
        now = timezone.now()
        return bool(waiting.update(state=state, answered_by=by, answered_at=now, **words))
