"""Who works at a clinic, as what, and how somebody stops."""

import uuid

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .clinics import Clinic, User


class MembershipQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ended_at=None)

    def admins(self):
        """Those who can sign in and run the clinic."""
        return self.open().filter(role=Membership.Role.ADMIN, user__is_active=True)

    def treating(self, clinic):
        """Those who may hold a caseload at this clinic, by name."""
        return (
            self.open()
            .filter(Q(role=Membership.Role.THERAPIST) | ~Q(credentials=""), clinic=clinic)
            .select_related("user")
            .order_by("user__name", "id")
        )


class Membership(models.Model):
    """A person's place at a clinic. An admin with credentials treats patients as well."""

    class Role(models.TextChoices):
        THERAPIST = "therapist", _("Therapist")
        ADMIN = "admin", _("Admin")

    class LastAdmin(Exception):
        """A clinic keeps at least one admin."""

    class Oneself(Exception):
        """Nobody lets themself open patients: another admin does."""

    class HasPatients(Exception):
        """Patients are handed over before their therapist stops; the argument is how many."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    credentials = models.CharField(_("credentials"), max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "clinic"],
                condition=Q(ended_at=None),
                name="membership_one_open_per_user_and_clinic",
            )
        ]

    def __str__(self):
        return ", ".join(filter(None, [self.user.name or self.user.email, self.credentials]))

    @property
    def is_admin(self):
        return self.role == self.Role.ADMIN

    @property
    def treats(self):
        """Whether this person may open patients: therapists, and admins who are clinicians too."""
        return self.role == self.Role.THERAPIST or bool(self.credentials)

    def patients_left(self):
        """How many patients this member still treats, discharged ones too: somebody keeps them."""
        return self.patient_links.filter(patient__merged_into=None).count()

    @transaction.atomic
    def change(self, role, credentials, by=None):
        """Another role, other credentials. Raises LastAdmin, Oneself or HasPatients."""
        self.hold()
        if self.is_admin and role != self.Role.ADMIN:
            self.check_another_admin()
        treated = self.treats
        self.role, self.credentials = role, credentials
        if by == self and self.treats and not treated:
            raise self.Oneself
        if not self.treats:
            self.check_no_patients()
            self.give_back()
        self.save(update_fields=["role", "credentials"])

    @transaction.atomic
    def end(self):
        """This person works here no more: signed out everywhere, unless another clinic is theirs.

        Nothing is deleted. Their covers, offers and unused invitations end as well. Raises
        LastAdmin or HasPatients; ended before, it changes nothing.
        """
        self.hold()
        if self.ended_at:
            return
        if self.is_admin:
            self.check_another_admin()
        self.check_no_patients()
        self.give_back()
        self.ended_at = timezone.now()
        self.save(update_fields=["ended_at"])
        self.sent_invitations.unused().withdraw()
        if not self.user.memberships.open().exists():
            self.user.sign_out_everywhere()

    def hold(self):
        """The row as it is now, kept from others: two admins cannot end each other, and no patient
        arrives meanwhile."""
        self.clinic.hold()
        now = Membership.objects.select_for_update().get(pk=self.pk)
        self.role, self.credentials, self.ended_at = now.role, now.credentials, now.ended_at

    def check_another_admin(self):
        if not self.clinic.memberships.admins().exclude(pk=self.pk).exists():
            raise self.LastAdmin

    def check_no_patients(self):
        if left := self.patients_left():
            raise self.HasPatients(left)

    def give_back(self):
        """End what rests on this person treating patients: covers and offers under way."""
        self.absences.filter(ended_at=None).update(ended_at=timezone.now())
        self.covers.filter(ended_at=None).update(ended_at=timezone.now())
        self.given_hand_overs.offered().answer("withdrawn")
        self.taken_hand_overs.offered().answer("withdrawn")
