"""Invitations by e-mail: a single-use link, kept only as a hash."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from .clinics import Clinic, User
from .memberships import Membership
from .patients import Patient

LASTS = timedelta(hours=72)
# Sent again sooner, an invitation is a double click: the first stays good, no second mail.
AGAIN_AFTER = timedelta(seconds=30)
# An invitation of a colleague that ran out stays on the staff page this long.
SHOWN_FOR = timedelta(days=30)


def hashed(token):
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet):
    def unused(self):
        return self.filter(used_at=None, expires_at__gt=timezone.now())

    def end(self):
        return self.update(expires_at=timezone.now())

    def withdraw(self):
        """Take these links back: they open nothing, and nobody is asked to send them again."""
        return self.update(expires_at=timezone.now(), withdrawn_at=timezone.now())

    def waiting(self, clinic):
        """The newest invitation to each new member of this clinic that is neither used nor taken
        back, for as long as it makes sense to send it again."""
        newer = Invitation.objects.filter(
            clinic=clinic, patient=None, email=OuterRef("email"), pk__gt=OuterRef("pk")
        )
        return self.filter(
            ~Exists(newer),
            clinic=clinic,
            patient=None,
            used_at=None,
            withdrawn_at=None,
            created_at__gt=timezone.now() - SHOWN_FOR,
        ).order_by("name", "email")

    def usable(self, token):
        """The invitation behind this token while it is neither used, ended nor expired."""
        return (
            self.unused()
            .filter(Q(patient=None) | Q(patient__user=None), token_sha256=hashed(token))
            .select_related("clinic", "patient", "invited_by__user")
        )


class Invitation(models.Model):
    class Role(models.TextChoices):
        PATIENT = "patient"
        THERAPIST = "therapist"
        ADMIN = "admin"

    class Gone(Exception):
        """The link was used, ended or expired meanwhile."""

    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Role)
    patient = models.ForeignKey(
        Patient, models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    # What a new member will be called; the inviter's word, since credentials let an admin treat.
    name = models.CharField(max_length=120, blank=True)
    credentials = models.CharField(max_length=40, blank=True)
    invited_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="sent_invitations"
    )
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    # Taken back by the clinic; one that only ran out is shown, to be sent again.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role="patient", patient__isnull=False)
                | Q(role__in=["therapist", "admin"], patient__isnull=True),
                name="invitation_patient_exactly_for_patients",
            )
        ]

    @classmethod
    def issue(cls, **fields):
        """A new invitation and its token. The token leaves in the mail and is kept nowhere.

        Earlier links to the same patient, or to the same e-mail for the same place, end here.
        """
        token = secrets.token_urlsafe(32)
        to_same = Q(patient=fields.get("patient"))
        if not fields.get("patient"):
            to_same = Q(patient=None, clinic=fields["clinic"], email__iexact=fields["email"])
        with transaction.atomic():
            cls.objects.unused().filter(to_same).end()
            invitation = cls.objects.create(
                token_sha256=hashed(token), expires_at=timezone.now() + LASTS, **fields
            )
        return invitation, token

    @classmethod
    def to_patient(cls, patient, by, site):
        """Invite this patient by e-mail to a sign-in; `site` is our address, as https://host.

        The mail is written down with the link or not at all. Raises ValueError without an e-mail
        or with a sign-in already.
        """
        if not patient.email or patient.user_id:
            raise ValueError("Only a patient with an e-mail and without a sign-in is invited.")
        with transaction.atomic():
            # A second click waits here for the first, then finds what it sent.
            Patient.objects.select_for_update().get(pk=patient.pk)
            just_now = patient.invitations.unused().filter(
                email=patient.email.lower(), created_at__gt=timezone.now() - AGAIN_AFTER
            )
            if sent := just_now.first():
                return sent
            invitation, token = cls.issue(
                clinic=patient.clinic,
                email=patient.email.lower(),
                role=cls.Role.PATIENT,
                patient=patient,
                invited_by=by,
            )
            invitation.send(token, site)
        return invitation

    @classmethod
    def to_member(cls, clinic, by, site, *, email, role, name="", credentials=""):
        """Invite a colleague to this clinic by e-mail. Raises ValueError for a member of it."""
        words = {"email": email.lower(), "role": role, "name": name, "credentials": credentials}
        with transaction.atomic():
            clinic.hold()
            if clinic.memberships.open().filter(user__email=words["email"]).exists():
                raise ValueError("A member is not invited again.")
            just_now = cls.objects.unused().filter(
                clinic=clinic, patient=None, created_at__gt=timezone.now() - AGAIN_AFTER, **words
            )
            if sent := just_now.first():
                return sent
            invitation, token = cls.issue(clinic=clinic, invited_by=by, **words)
            invitation.send(token, site)
        return invitation

    @property
    def is_over(self):
        return self.expires_at <= timezone.now()

    @property
    def first_name(self):
        name = self.patient.name if self.patient else self.name
        return name.split(" ")[0]

    def send(self, token, site):
        """Mail the link. Says who invites and nothing about health."""
        words = {
            "invitation": self,
            "link": site + reverse("invitation", args=[token]),
            "notice": site + reverse("notice"),
        }
        subject = render_to_string("people/mail/invitation_subject.txt", words)
        send_mail(
            " ".join(subject.split()),
            render_to_string("people/mail/invitation.txt", words),
            settings.DEFAULT_FROM_EMAIL,
            [self.email],
        )

    def accept(self, user=None, *, password=None, name=""):
        """Use this link up: give `user`, or a new one with this e-mail, their place. Returns it.

        The first statement takes the row, so of two parallel calls exactly one gets past it.
        Raises Gone for the other, and IntegrityError if the e-mail or the place is taken.
        """
        if user is None:
            user = User(email=self.email.lower(), name=name or self.patient.name)
            user.set_password(password)  # slow on purpose, so before the row is held
        now = timezone.now()
        with transaction.atomic():
            mine = Invitation.objects.filter(pk=self.pk, used_at=None, expires_at__gt=now)
            if not mine.update(used_at=now):
                raise Invitation.Gone
            if user.pk is None:
                user.save()
            if self.patient_id:
                if not Patient.objects.filter(pk=self.patient_id, user=None).update(user=user):
                    raise Invitation.Gone
            else:
                Membership.objects.create(
                    user=user, clinic=self.clinic, role=self.role, credentials=self.credentials
                )
        return user
