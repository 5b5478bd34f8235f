"""Patients, who treats them, and the episode of care they are in."""

import uuid
import zoneinfo

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.seen import see

from .clinics import Clinic, User, validate_zone
from .memberships import Membership


class PrecautionTagManager(models.Manager):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class PrecautionTag(models.Model):
    """What to ask about before a stretch: on patients and on variations (source: clinical.md)."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    objects = PrecautionTagManager()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)


class PatientQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """The patients of the clinic this member treats at; nobody's for anyone else. Where the
        clinic restricts to the own caseload, only those who are opened to this member."""
        if membership is None or membership.ended_at or not membership.treats:
            return self.none()
        ours = self.present().filter(clinic_id=membership.clinic_id)
        if not membership.clinic.restrict_to_caseload:
            return ours
        from .break_glass import opened_to  # it stands on patients, so it is asked late

        return ours.filter(opened_to(membership))

    def present(self):
        """Those there are: neither made one with another record, nor erased."""
        return self.filter(merged_into=None, erased_at=None)

    def named(self, words):
        """Every word is in the name somewhere."""
        for word in words.split():
            self = self.filter(name__icontains=word)
        return self

    def not_discharged(self):
        """Those whose care goes on or has no episode yet: for them a program may be written."""
        episodes = Episode.objects.filter(patient=OuterRef("pk"))
        return self.filter(~Exists(episodes) | Exists(episodes.filter(discharged_at=None)))

    def at_desk_of(self, membership):
        """The records a member keeps in order, with or without treating: who somebody is and how to
        reach them, never what they were treated for. An admin keeps all of them."""
        if membership.clinic.restrict_to_caseload and not membership.is_admin:
            return self.visible_to(membership)
        return self.present().filter(clinic_id=membership.clinic_id)


class Look(models.TextChoices):
    """Who shows the stretches: names of static/figures/poses/looks.json."""

    STANDARD = "standard", _("Medium skin, dark hair")
    DEEP = "deep", _("Deep skin, dark hair")
    FAIR = "fair", _("Fair skin, red hair")
    TAN = "tan", _("Tan skin, short hair")
    LARGER = "larger", _("A larger body")
    OLDER = "older", _("Gray hair")


class Patient(models.Model):
    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="patients")
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="patient_records"
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("email"), blank=True, default="")
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    language = models.CharField(max_length=10, default="en")
    zone = models.CharField(max_length=64, default="America/New_York", validators=[validate_zone])
    pain_limit = models.PositiveSmallIntegerField(_("pain limit"), null=True, blank=True)
    look = models.CharField(
        _("who shows the stretches"), max_length=20, choices=Look, default=Look.STANDARD
    )
    precautions = models.ManyToManyField(PrecautionTag, blank=True, related_name="patients")
    created_at = models.DateTimeField(auto_now_add=True)
    # Two records of one person made one: all rows moved there, and this one is shown nowhere.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_records"
    )
    # Names and words are gone for good; what is left are counts, shown nowhere.
    erased_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    # Whether a handout's code opened this page: then it shows no name, note or message.
    by_handout = False

    objects = PatientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "user"],
                condition=Q(user__isnull=False),
                name="patient_one_record_per_user_and_clinic",
            ),
            models.CheckConstraint(
                condition=Q(pain_limit=None) | Q(pain_limit__gte=1, pain_limit__lte=10),
                name="patient_pain_limit_1_to_10",
            ),
            models.CheckConstraint(
                condition=Q(birth_year=None) | Q(birth_year__gte=1900, birth_year__lte=2100),
                name="patient_birth_year_plausible",
            ),
            models.CheckConstraint(condition=Q(look__in=Look.values), name="patient_look_is_drawn"),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(email="", phone="", birth_year__isnull=True, user__isnull=True),
                name="patient_erased_names_nobody",
            ),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def from_db(cls, db, field_names, values):
        """Note whom the answer at hand may show: what the audit trail names."""
        patient = super().from_db(db, field_names, values)
        see(patient.code)
        return patient

    @property
    def first_name(self):
        return self.name.split(" ")[0]

    def today(self):
        """The local date where the patient lives."""
        return timezone.localdate(timezone=zoneinfo.ZoneInfo(self.zone))

    def all_codes(self):
        """This record's code and those of records that were made one with it. One query."""
        return [self.code, *self.merged_records.values_list("code", flat=True)]

    def age(self):
        """Years, from the year of birth alone: may be one too many before the birthday."""
        return self.birth_year and self.today().year - self.birth_year

    @property
    def pain_limit_now(self):
        """Pain at or above this asks for attention: the patient's own limit, else the clinic's."""
        return self.pain_limit or self.clinic.pain_limit

    @property
    def therapist(self):
        """The first member who treats this patient, or None."""
        link = next(iter(self.therapist_links.all()), None)
        return link and link.membership

    @property
    def open_episode(self):
        return next((e for e in self.episodes.all() if e.discharged_at is None), None)

    @property
    def latest_invitation(self):
        return self.invitations.order_by("-created_at", "-id").first()

    @property
    def live_code(self):
        """The code on this patient's handout, or None: before the first program, and once ended."""
        return self.access_codes.filter(revoked_at=None).first()

    @property
    def live_devices(self):
        """The phones that code has opened and that are signed in, the newest first."""
        return self.devices.signed_in(timezone.now()).order_by("-created_at", "-id")

    def claim(self, revision):
        """Take the next revision. False when somebody else saved since this one was read."""
        mine = Patient.objects.filter(pk=self.pk, revision=revision)
        if not mine.update(revision=F("revision") + 1):
            return False
        self.revision = revision + 1
        return True

    @transaction.atomic
    def reassign(self, membership):
        """Hand this patient to one therapist of the same clinic.

        Raises ValueError for anybody else, and for one who left meanwhile: of handing over and
        leaving at one moment, the second waits for the first.
        """
        self.clinic.hold()
        if not Membership.objects.treating(self.clinic).filter(pk=membership.pk).exists():
            raise ValueError("A patient stays with the therapists of its own clinic.")
        Patient.objects.select_for_update().get(pk=self.pk)  # a second click waits for the first
        self.therapist_links.all().delete()
        self.therapist_links.create(membership=membership)

    @transaction.atomic
    def discharge(self):
        """End the episode of care. The record stays; nobody is asked to log any more.

        Takes a revision: an edit opened before would begin another episode with its old words.
        """
        if self.episodes.filter(discharged_at=None).update(discharged_at=timezone.now()):
            Patient.objects.filter(pk=self.pk).update(revision=F("revision") + 1)


class PatientTherapist(models.Model):
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="therapist_links")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="patient_links")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["patient", "membership"], name="patient_therapist_once")
        ]


class Episode(models.Model):
    """One stretch of care for one complaint, from the first visit to discharge."""

    class Side(models.TextChoices):
        NONE = "none", _("No side")
        LEFT = "left", _("Left")
        RIGHT = "right", _("Right")
        BOTH = "both", _("Both")

    class Direction(models.TextChoices):
        NOT_TESTED = "not_tested", _("Not tested")
        BACK = "back", _("Back")
        FORWARD = "forward", _("Forward")
        SIDE = "side", _("Side")
        NONE = "none", _("None")

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="episodes")
    complaint = models.CharField(_("complaint"), max_length=200)
    side = models.CharField(_("side"), max_length=5, choices=Side, default=Side.NONE)
    goals = models.TextField(_("goals"), max_length=2000, blank=True)
    surgery_on = models.DateField(_("surgery or injury date"), null=True, blank=True)
    referrer = models.CharField(_("referred by"), max_length=120, blank=True)
    directional_preference = models.CharField(
        _("directional preference"), max_length=10, choices=Direction, default=Direction.NOT_TESTED
    )
    next_visit_on = models.DateField(_("next visit"), null=True, blank=True)
    started_on = models.DateField(_("started"))
    discharged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(discharged_at=None),
                name="episode_one_open_per_patient",
            )
        ]

    def __str__(self):
        return self.complaint
