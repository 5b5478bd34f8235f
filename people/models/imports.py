"""A list of patients on its way in: from the file that was sent to the import, or for a day."""

import uuid
from datetime import timedelta

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from .clinics import Clinic
from .invitations import Invitation
from .memberships import Membership
from .patients import Episode, Patient, PatientTherapist

KEPT = timedelta(days=1)


class ImportRunQuerySet(models.QuerySet):
    def of(self, membership):
        """The lists this member sent: nobody else reads them, they name complaints."""
        since = timezone.now() - KEPT
        return self.filter(
            by=membership, clinic_id=membership.clinic_id, created_at__gt=since
        ).select_related("clinic", "therapist__user", "by__user", "by__clinic")

    def out_of_date(self):
        return self.filter(created_at__lte=timezone.now() - KEPT)


class ImportRun(models.Model):
    """One file: its rows, what its columns are, and what was decided about each row.

    The rows leave with the import; what is left of it, counts and line numbers, a day later.
    """

    class NotAsShown(Exception):
        """The clinic changed after the dry run that was shown, or a row waits for a decision."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, models.CASCADE, related_name="import_runs")
    by = models.ForeignKey(Membership, models.CASCADE, related_name="import_runs")
    file_name = models.CharField(max_length=120)
    encoding = models.CharField(max_length=10)
    header = models.JSONField(default=list)
    rows = models.JSONField(default=list)  # [line, [cell, ...]]
    columns = models.JSONField(default=list)  # for each column the name of a field, or ""
    day_first = models.BooleanField(default=False)
    # Who treats the patients of rows that name nobody.
    therapist = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    choices = models.JSONField(default=dict)  # {line: "skip" or "add"} for rows of a same person
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)
    added = models.JSONField(default=list)  # codes of patients
    skipped = models.JSONField(default=list)  # lines, like the next
    left_out = models.JSONField(default=list)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    @property
    def ignored(self):
        """The titles of the columns nothing is taken from."""
        pairs = zip(self.header, self.columns, strict=True)
        return [title or "–" for title, field in pairs if not field]

    @transaction.atomic
    def decide(self, choices):
        """Remember Skip or Add for these lines; of two pages the later word holds."""
        run = ImportRun.objects.select_for_update().get(pk=self.pk)
        if run.used_at is None and choices:
            run.choices |= choices
            run.save(update_fields=["choices"])
        self.choices = run.choices

    @transaction.atomic
    def rewrite(self, line, cells):
        """Put these cells in place of a line's: mended by hand, it is looked at anew."""
        run = ImportRun.objects.select_for_update().get(pk=self.pk)
        run.rows = [[number, cells if number == line else old] for number, old in run.rows]
        run.choices.pop(str(line), None)
        run.save(update_fields=["rows", "choices"])

    @transaction.atomic
    def carry_out(self, read, seen):
        """Add the patients the dry run says, all of them or none, once: a second click finds it
        done. `read(run)` makes the dry run; `seen` is the mark of the one that was on the page.

        Raises NotAsShown when the words would be others now. Two imports of a clinic wait for each
        other, so that the second sees the patients of the first.
        """
        Clinic.objects.select_for_update().get(pk=self.clinic_id)
        run = ImportRun.objects.select_for_update().get(pk=self.pk)
        if run.used_at is not None:
            return
        dry_run = read(run)
        if dry_run.mark != seen or dry_run.undecided:
            raise self.NotAsShown
        patients = Patient.objects.bulk_create([row.patient() for row in dry_run.to_add])
        pairs = list(zip(patients, dry_run.to_add, strict=True))
        PatientTherapist.objects.bulk_create(
            [PatientTherapist(patient=patient, membership=row.therapist) for patient, row in pairs]
        )
        Episode.objects.bulk_create(
            [row.episode(patient) for patient, row in pairs if row.values["complaint"]]
        )
        run.used_at = timezone.now()
        run.added = [str(patient.code) for patient in patients]
        run.skipped = [row.line for row in dry_run.to_skip]
        run.left_out = [row.line for row in dry_run.to_fix]
        run.header = run.rows = run.columns = []
        run.choices = {}
        run.save()

    def waiting(self):
        """The patients of this import who can be invited and were not yet, in their order. Not
        one whose link was taken back, nor one merged with another record since: who may open that,
        a therapist says."""
        sent = Invitation.objects.filter(
            Q(expires_at__gt=timezone.now()) | Q(withdrawn_at__isnull=False),
            patient=OuterRef("pk"),
        )
        of_run = Patient.objects.filter(
            clinic_id=self.clinic_id,
            code__in=self.added,
            user=None,
            merged_into=None,
            merged_records=None,
        )
        return of_run.filter(~Exists(sent)).exclude(email="").order_by("pk")

    def invite(self, by, site, most):
        """Invite the next of those who wait. Returns how many."""
        sent = 0
        for patient in self.waiting()[:most]:
            Invitation.to_patient(patient, by, site)
            sent += 1
        return sent
