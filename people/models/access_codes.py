"""The code on a patient's handout, and the phones it has opened."""

import hashlib
import secrets
from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from people.wall import every_clinic

from .patients import Patient

# No O, I or L: on paper they are 0 and 1 (design: "Codes").
LETTERS = "0123456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8
ALIKE = str.maketrans("OIL", "011")
# There are some 80 likely years of birth, so guesses are few (docs/security.md, "Handout codes").
TRIES_AN_HOUR = 5
TRIES_IN_ALL = 20
HOUR = timedelta(hours=1)
DEVICE_LASTS = timedelta(days=90)


def new_code():
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def as_code(typed):
    """A typed code as it is kept: "kdm4-7tq2" is KDM47TQ2, and a letter O is a 0."""
    return "".join(typed.upper().translate(ALIKE).replace("-", " ").split())


class AccessCode(models.Model):
    """One live code a patient, made when a program is first sent; it survives every edit of the
    program, until it is revoked.

    Kept readable, since handouts are printed again (docs/security.md). With the year of birth it
    opens the patient's player on one device, and never shows name, notes or messages.
    """

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="access_codes")
    handout_code = models.CharField(max_length=8, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # Wrong years: all since a therapist last unlocked, and those of the hour that began then.
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    hour_began_at = models.DateTimeField(null=True, blank=True)
    tries_this_hour = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient"], condition=Q(revoked_at=None), name="access_code_one_live"
            )
        ]

    @classmethod
    @transaction.atomic
    def of(cls, patient):
        """The patient's live code, made now if there is none."""
        Patient.objects.select_for_update().get(pk=patient.pk)
        live = cls.objects.filter(patient=patient, revoked_at=None).first()
        return live or cls.objects.create(patient=patient, handout_code=new_code())

    @classmethod
    @transaction.atomic
    def first_of(cls, patient):
        """Make the first code of a patient, once for ever: an ended one is not replaced."""
        Patient.objects.select_for_update().get(pk=patient.pk)
        if not cls.objects.filter(patient=patient).exists():
            cls.objects.create(patient=patient, handout_code=new_code())

    @classmethod
    @every_clinic()
    @transaction.atomic
    def open(cls, typed, year, now=None):
        """The token of a new device, for the right code and year; None for everything else.

        The row is locked while it is asked, so that guesses at the same moment wait for each other
        and each is counted. Locked, and in an hour with too many wrong years, the right one fails
        as well and nothing more is counted.
        """
        now = now or timezone.now()
        live = cls.objects.select_for_update().filter(revoked_at=None)
        code = live.filter(handout_code=as_code(typed)).first()
        if code is None or code.locked_at or code.is_resting(now):
            return None
        patient = code.whose
        if patient.birth_year is None or patient.birth_year != year:
            code.count_wrong(now)
            return None
        return Device.remember(patient, code, now)

    @property
    def shown(self):
        """As people read it: "KDM4 7TQ2"."""
        return f"{self.handout_code[:4]} {self.handout_code[4:]}"

    @property
    def whose(self):
        """Whose program it opens: paper given out before two records were made one works on."""
        return self.patient.merged_into or self.patient

    def is_resting(self, now):
        """Whether this hour's tries are used up."""
        return self.tries_this_hour >= TRIES_AN_HOUR and now - self.hour_began_at < HOUR

    def count_wrong(self, now):
        """One wrong year more. The caller holds the lock on this row and is in a transaction."""
        if self.hour_began_at is None or now - self.hour_began_at >= HOUR:
            self.hour_began_at, self.tries_this_hour = now, 0
        self.tries_this_hour += 1
        self.wrong_tries += 1
        if self.wrong_tries >= TRIES_IN_ALL:
            self.locked_at = now
        self.save(update_fields=["hour_began_at", "tries_this_hour", "wrong_tries", "locked_at"])

    def unlock(self):
        """Begin to count anew."""
        AccessCode.objects.filter(pk=self.pk).update(
            wrong_tries=0, tries_this_hour=0, hour_began_at=None, locked_at=None
        )

    @transaction.atomic
    def revoke(self):
        """End it for ever, and sign out every phone it opened. Another is made by hand."""
        Patient.objects.select_for_update().get(pk=self.patient_id)
        now = timezone.now()
        AccessCode.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=now)
        self.devices.filter(revoked_at=None).update(revoked_at=now)

    @transaction.atomic
    def renew(self):
        """Another code in place of this one."""
        self.revoke()
        return AccessCode.of(self.patient)


def sha256_of(token):
    return hashlib.sha256(token.encode()).hexdigest()


class DeviceQuerySet(models.QuerySet):
    def signed_in(self, now):
        return self.filter(revoked_at=None, expires_at__gt=now)


class Device(models.Model):
    """A browser that a handout code has opened: it holds a token, and we only its hash."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="devices")
    access_code = models.ForeignKey(AccessCode, models.PROTECT, related_name="devices")
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = DeviceQuerySet.as_manager()

    @classmethod
    def remember(cls, patient, code, now):
        """Sign a new device in; its token, which is known here and now only."""
        token = secrets.token_urlsafe(32)
        cls.objects.create(
            patient=patient,
            access_code=code,
            token_sha256=sha256_of(token),
            expires_at=now + DEVICE_LASTS,
        )
        return token

    @classmethod
    @every_clinic()
    def of(cls, token, now=None):
        """The device that holds this token, while it is signed in. One query."""
        known = cls.objects.signed_in(now or timezone.now())
        known = known.select_related("patient__clinic")
        return known.filter(token_sha256=sha256_of(token)).first()

    @classmethod
    @every_clinic()
    def sign_out(cls, token):
        cls.objects.filter(token_sha256=sha256_of(token), revoked_at=None).update(
            revoked_at=timezone.now()
        )
