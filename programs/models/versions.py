"""The versions of a patient's program: drafts are edited, sent versions never change."""

from django.db import models, transaction
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import AccessCode, Membership, Patient

from .drafts import Draft
from .programs import Program, Refused, StaleEdit


class ProgramVersionQuerySet(models.QuerySet):
    def drafts(self):
        return self.filter(status=ProgramVersion.Status.DRAFT)

    def sent(self):
        return self.filter(status=ProgramVersion.Status.SENT)

    def begun_by(self, date):
        """The sent versions that took effect by this local date, newest first. The first of them
        is the one that holds: one that starts later is not yet among them, and one that a newer
        version overtook before it began never is the first."""
        return self.sent().filter(effective_on__lte=date).order_by("-number")

    def begun(self, patient, date):
        """Those of the open program, newest first; the first is the one the patient follows."""
        open_one = self.filter(patient=patient, program__status=Program.Status.OPEN)
        return open_one.begun_by(date)

    def in_effect(self, patient, date):
        """The version this patient follows on this local date, or None."""
        return self.begun(patient, date).first()

    def first_to_begin(self, patient):
        """Before any version of the open program has begun, the one that will hold first; or None.
        That is the earliest, whichever was sent first; of one day the newest."""
        open_one = self.filter(patient=patient, program__status=Program.Status.OPEN)
        return open_one.sent().order_by("effective_on", "-number").first()

    def to_copy(self, patients, date):
        """Of each of these patients the version that holds on this date, else the one that held
        last or comes first; by the patient's name."""
        best = (
            self.sent()
            .filter(patient=OuterRef("patient"))
            .annotate(is_ahead=Case(When(effective_on__gt=date, then=1), default=0))
            .order_by("is_ahead", "-number", "-id")
        )
        return (
            self.sent()
            .filter(patient__in=patients, pk=Subquery(best.values("pk")[:1]))
            .select_related("patient")
            .order_by("patient__name", "patient_id")
        )

    def of_open_program(self, patient):
        """Newest first, with who wrote them. A draft is always the newest."""
        return self.filter(program__status=Program.Status.OPEN).of_patient(patient)

    def of_patient(self, patient):
        """Those of ended programs too, newest first, with who wrote them."""
        return (
            self.filter(patient=patient)
            .select_related("program", "sent_by__user", "edited_by__user")
            .order_by("-number", "-id")
        )


class ProgramVersion(Draft):
    class Status(models.TextChoices):
        DRAFT = "draft"
        SENT = "sent"

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="program_versions")
    program = models.ForeignKey(Program, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="sent_versions")
    # On a draft: the day it is meant to start, None for the day it is sent.
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

    def waits_on(self, date):
        """Whether it was sent and starts after this local date."""
        return not self.is_draft and self.effective_on > date

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

    @transaction.atomic
    def send(self, by, revision):
        """Make this draft the version the patient follows, from today or the later day it names.
        Sent doses never change. The first one makes the code that stands on the handout.

        Raises StaleEdit, and Refused for an empty draft.
        """
        self.claim(revision, by)
        if not self.prescriptions.exists():
            raise Refused(_("Add a stretch first. An empty program is not sent."))
        today = self.patient.today()
        self.status = self.Status.SENT
        self.sent_at = timezone.now()
        self.sent_by = by
        self.effective_on = max(self.effective_on or today, today)
        self.save(update_fields=["status", "sent_at", "sent_by", "effective_on"])
        self.steps.all().delete()
        AccessCode.first_of(self.patient)

    @transaction.atomic
    def take_back(self, by):
        """Make a sent version that has not started a draft again: nobody has followed it yet.

        Refused once it has started, and while there is a newer one, which was copied from it.
        """
        Patient.objects.select_for_update().get(pk=self.patient_id)
        version = ProgramVersion.objects.get(pk=self.pk)
        if version.is_draft:
            return
        if not version.waits_on(self.patient.today()):
            raise Refused(_("This version has started. Send a new one instead."))
        if version.program.versions.filter(number__gt=version.number).exists():
            raise Refused(_("There is a newer version. Take that one back, or discard it, first."))
        ProgramVersion.objects.filter(pk=self.pk).update(
            status=self.Status.DRAFT,
            sent_at=None,
            sent_by=None,
            edited_by=by,
            edited_at=timezone.now(),
            revision=F("revision") + 1,
        )
