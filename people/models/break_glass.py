"""A patient somebody does not treat, opened with a reason for an hour, and looked at afterwards.

Only a clinic that restricts its therapists to their own caseload (`Clinic.restrict_to_caseload`)
needs it. Who is opened without a reason there says `opened_to`.
"""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from .cover import Cover
from .memberships import Membership
from .patients import Patient, PatientTherapist

LASTS = timedelta(minutes=60)


def opened_to(member):
    """The condition on patients that this member may open them, of a clinic that restricts: those
    the member looks after, those opened with a reason now, and those a later room passes on
    (`PATIENTS_PASSED_ON`)."""
    opened = BreakGlass.objects.open().filter(patient=OuterRef("pk"), membership=member)
    passed_on = import_string(settings.PATIENTS_PASSED_ON)
    looked_after = looked_after_by(member, member.clinic.today())
    return looked_after | Exists(opened) | passed_on(member)


def looked_after_by(member, today):
    """The own ones, those of whom the member covers for today, and those nobody treats."""
    away = Cover.objects.holding_on(today).filter(by=member).values("away")
    return treated_by(member) | Exists(links_of_patient().filter(membership__in=away))


def treated_by(member):
    """The own ones, and those nobody treats."""
    links = links_of_patient()
    return Exists(links.filter(membership=member)) | ~Exists(links)


def links_of_patient():
    """The patient's therapists who still work here."""
    return PatientTherapist.objects.filter(patient=OuterRef("pk"), membership__ended_at=None)


def lent_to(member):
    """The patients that this member opens for a while only, by cover or by a flag that was passed
    on (or with a reason): somebody else treats them. None where the clinic opens every patient, nor
    of an admin, who may hand over anybody's."""
    if not member.clinic.restrict_to_caseload or member.is_admin:
        return Patient.objects.none()
    return Patient.objects.visible_to(member).exclude(treated_by(member))


class BreakGlassQuerySet(models.QuerySet):
    def open(self):
        return self.filter(until__gt=timezone.now())

    def of_a_stranger(self, member):
        """Those of patients this member does not look after; none where the clinic opens every
        patient. A flag that is closed in the hour makes nobody a patient's therapist."""
        if not member.clinic.restrict_to_caseload:
            return self.none()
        looked_after = Patient.objects.filter(looked_after_by(member, member.clinic.today()))
        return self.open().filter(membership=member).exclude(patient__in=looked_after)

    def of_clinic(self, clinic):
        """Those at this clinic, newest first, with who opened whom and who looked at it."""
        people = ("patient", "membership__user", "reviewed_by__user")
        return self.filter(membership__clinic=clinic).select_related(*people)

    def waiting(self):
        return self.filter(reviewed_at=None)


class BreakGlass(models.Model):
    """One member opened one patient, from `at` until `until`, for a typed reason."""

    class Oneself(Exception):
        """Nobody reviews what they opened themself while the clinic has another admin."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="break_glass")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="break_glass")
    reason = models.TextField(_("reason"), max_length=500)
    at = models.DateTimeField()
    until = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(_("note"), max_length=500, blank=True)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="break_glass_has_a_reason"),
            models.CheckConstraint(
                condition=Q(until__gt=F("at")), name="break_glass_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None, reviewed_at=None, note="")
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="break_glass_reviewed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["patient", "membership", "until"], name="break_glass_open")]

    @classmethod
    def open_for(cls, patient, membership, reason, key):
        """Open this patient to this member from now on. One key of a page opens once."""
        now = timezone.now()
        return cls.objects.get_or_create(
            code=uuid.uuid5(membership.code, str(key)),
            defaults={
                "patient": patient,
                "membership": membership,
                "reason": reason,
                "at": now,
                "until": now + LASTS,
            },
        )[0]

    @transaction.atomic
    def review(self, by, note):
        """An admin looked at it; of two reviews the first one stays.

        Raises Oneself for whoever opened it, unless the clinic has no other admin.
        """
        others = Membership.objects.admins().filter(clinic=by.clinic_id).exclude(pk=by.pk)
        if by.pk == self.membership_id and others.exists():
            raise self.Oneself
        BreakGlass.objects.filter(pk=self.pk, reviewed_at=None).update(
            reviewed_by=by, reviewed_at=timezone.now(), note=note
        )
