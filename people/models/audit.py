"""Who opened or changed whose record, and when. Rows are only ever added (people/append_only.py):
no name, no search word, nothing clinical stands in them.
"""

import hashlib

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, When
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .clinics import Clinic, User
from .memberships import Membership
from .patients import Patient


def name_of_list(codes):
    """The name under which a list of these patients is kept, whatever their order."""
    return hashlib.sha256("\n".join(sorted(str(code) for code in codes)).encode()).hexdigest()


class AuditSeal(models.Model):
    """The rows of about a minute, sealed with the seal before (manage.py audit_seal).

    `entries` holds a line a row, its id and the hash of its content, so that audit_verify can name
    the first row that is missing, was changed or came later.
    """

    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField(default=timezone.now)
    before_sha256 = models.CharField(max_length=64, blank=True)
    entries = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]


class AuditEventQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """What happened at the clinic of this admin; of what nobody did there, as a failed sign-in
        or a wrong year, that which is about its people; that one of them is a patient elsewhere is
        no affair of theirs."""
        if membership is None or membership.ended_at or not membership.is_admin:
            return self.none()
        clinic = membership.clinic_id
        members = Membership.objects.filter(clinic=clinic, user=OuterRef("user"))
        patients = Patient.objects.filter(clinic=clinic, code=OuterRef("patient_code"))
        of_ours = Q(Exists(members), patient_code=None) | Q(Exists(patients))
        return self.filter(Q(clinic=clinic) | Q(of_ours, clinic=None))

    def about(self, codes):
        """Rows about these patients, and rows of lists that showed one of them."""
        lists = AuditedPatient.objects.filter(patient_code__in=codes).values("listed")
        return self.filter(Q(patient_code__in=codes) | Q(listed__in=lists))

    def by_others(self, patient):
        """Who opened this patient's record, or saw it in a list: not the patient, nor a refusal."""
        done = self.about(patient.all_codes()).filter(
            outcome=AuditEvent.Outcome.OK, device_number=None
        )
        return done.exclude(user=patient.user_id, command="") if patient.user_id else done

    def day_by_day(self, codes):
        """{day, user, name, command, action, in_list, times} by the reader's clock, the newest day
        first; in_list where the page was about somebody else than these, and named them as well."""
        day = TruncDate("at", tzinfo=timezone.get_current_timezone())
        about_them = Q(patient_code__in=codes, patient_code__isnull=False)
        in_list = Case(When(about_them, then=False), default=True)
        return (
            self.order_by()
            .annotate(day=day, name=F("user__name"), in_list=in_list)
            .values("day", "user", "name", "command", "action", "in_list")
            .annotate(times=Count("pk"))
            .order_by("-day", "name", "user", "action")
        )


class AuditEvent(models.Model):
    """One answer that carried a patient's data, one act, or one try that was refused."""

    class Outcome(models.TextChoices):
        OK = "ok", _("Done")
        REFUSED = "refused", _("Refused")

    at = models.DateTimeField(default=timezone.now)
    # Who: a person, the phone of a handout, a command of the machine, or nobody known. Of a sign-in
    # that failed, whose it was to be; of a command about a sign-in, whose it is.
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # By number: an erasure deletes the phone's row, and this one stays.
    device_number = models.BigIntegerField(null=True, blank=True)
    command = models.CharField(max_length=40, blank=True)
    clinic = models.ForeignKey(
        Clinic, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # Whose record: by code, so that a row outlives an erased name. A list's patients stand apart.
    patient_code = models.UUIDField(null=True, blank=True)
    listed = models.CharField(max_length=64, blank=True)
    action = models.CharField(max_length=80)
    object_code = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=7, choices=Outcome, default=Outcome.OK)
    seal = models.ForeignKey(
        AuditSeal, models.PROTECT, null=True, blank=True, related_name="events"
    )

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["clinic", "at"], name="audit_clinic_at"),
            models.Index(fields=["patient_code", "at"], name="audit_patient_at"),
            models.Index(fields=["listed"], name="audit_listed", condition=~Q(listed="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["ok", "refused"]), name="audit_outcome_known"
            ),
        ]


class AuditedPatient(models.Model):
    """One patient of a list that was shown. A list looked at each minute is kept once: under its
    name, which is the hash of the codes in it."""

    listed = models.CharField(max_length=64)
    patient_code = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listed", "patient_code"], name="audited_patient_once")
        ]
        indexes = [models.Index(fields=["patient_code"], name="audited_patient_code")]


def keep_list(codes):
    """Keep the list of these patients, unless it is kept, and return its name. 1 or 2 queries."""
    name = name_of_list(codes)
    if not AuditedPatient.objects.filter(listed=name).exists():
        rows = [AuditedPatient(listed=name, patient_code=code) for code in sorted(codes)]
        AuditedPatient.objects.bulk_create(rows, ignore_conflicts=True)
    return name
