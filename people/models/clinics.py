"""Clinics, and the people who sign in."""

import re
import uuid
import zoneinfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ZONES = frozenset(zoneinfo.available_timezones())  # once: it reads hundreds of files


def validate_zone(name):
    if name not in ZONES:
        raise ValidationError(_("Choose a time zone from the list."))


class ReplyPromise(models.TextChoices):
    NEXT_DAY = "next-day", _("By the end of the next working day")
    TWO_DAYS = "two-days", _("Within two working days")
    WEEK = "week", _("Within a week")


class Clinic(models.Model):
    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("phone"), max_length=40)
    emergency_number = models.CharField(_("emergency number"), max_length=20, default="911")
    zone = models.CharField(
        _("time zone"), max_length=64, default="America/New_York", validators=[validate_zone]
    )
    # Pain at or above this leads to the stop signs; source: clinical.md, "Stop signs".
    pain_limit = models.PositiveSmallIntegerField(_("pain limit"), default=7)
    # Therapists open their own caseload; anybody else's patient with a reason (break_glass.py).
    restrict_to_caseload = models.BooleanField(
        _("therapists open their own caseload only"), default=False
    )
    # Years a record stays after the last discharge, then it is erased; none: for ever.
    keep_years = models.PositiveSmallIntegerField(
        _("years a record is kept after discharge"), null=True, blank=True
    )
    # Patients are told this, and nothing while a clinic has not decided (clinical.md).
    reply_promise = models.CharField(
        _("when patients get an answer"), max_length=12, choices=ReplyPromise, blank=True
    )
    # A PNG of our own encoding, kept under the hash of its bytes, and its colour for headings.
    logo_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    accent = models.CharField(_("color"), max_length=7, default="#0A5468")
    # Counts for a biller, off until a clinic wants them (clinical.md, "Remote monitoring").
    monitoring = models.BooleanField(_("monitoring"), default=False)
    in_person_is_live = models.BooleanField(
        _("count talks in person as live contact"), default=False
    )
    compliance_decision = models.TextField(
        _("your clinic's own compliance decision"), max_length=2000, blank=True
    )
    # What patients added from now on read, until they choose.
    language = models.CharField(_("language"), max_length=10, default="en")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pain_limit__gte=1, pain_limit__lte=10), name="clinic_pain_limit_1_to_10"
            ),
            models.CheckConstraint(
                condition=Q(keep_years=None) | Q(keep_years__range=(1, 100)),
                name="clinic_keep_years_1_to_100",
            ),
            models.CheckConstraint(
                condition=Q(reply_promise__in=["", *ReplyPromise.values]),
                name="clinic_reply_promise_known",
            ),
        ]

    def __str__(self):
        return self.name

    def today(self):
        """The local date where the clinic is."""
        return timezone.localdate(timezone=zoneinfo.ZoneInfo(self.zone))

    @property
    def phone_link(self):
        """The phone number as a tel: link takes it: digits and a leading plus."""
        return re.sub(r"[^\d+]", "", self.phone)

    @property
    def has_own_accent(self):
        return self.accent.upper() != Clinic._meta.get_field("accent").default

    def claim(self, revision):
        """Take the next revision. False when another admin saved since this one was read."""
        mine = Clinic.objects.filter(pk=self.pk, revision=revision)
        if not mine.update(revision=F("revision") + 1):
            return False
        self.revision = revision + 1
        return True

    def hold(self):
        """Let one act about the clinic's staff pass at a time, until this transaction ends."""
        Clinic.objects.select_for_update(no_key=True).get(pk=self.pk)


def nobodys_email():
    """An address nobody has and nothing is mailed to (RFC 2606)."""
    return f"{uuid.uuid4()}@erased.invalid"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("email"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    # How often this person was signed out everywhere: part of what each session is checked against.
    times_signed_out = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = UserManager()

    def __str__(self):
        return self.name or self.email

    @property
    def is_staff(self):
        """Django's word for "may sign in to the admin"; who may do what there, the admin asks."""
        return self.is_superuser

    @property
    def is_staff_somewhere(self):
        """Whether this person works at a clinic, or runs the installation."""
        return self.is_superuser or self.memberships.open().exists()

    @property
    def first_name(self):
        return self.name.split(" ")[0]

    def _get_session_auth_hash(self, secret=None):
        """What each session is checked against: it changes with the password, as Django has it,
        and whenever the person is signed out everywhere."""
        plain = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        return f"{plain}.{self.times_signed_out}" if self.times_signed_out else plain

    def sign_out_everywhere(self):
        User.objects.filter(pk=self.pk).update(times_signed_out=F("times_signed_out") + 1)
