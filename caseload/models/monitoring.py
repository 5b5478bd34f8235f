"""Remote therapeutic monitoring: who agreed to it, and the minutes staff spent on it.

Counts for a biller and record gaps, never a claim that a code may be billed (clinical.md). The days
are counted from what was logged when a report is read, so nothing here can drift from the logbook.
"""

import uuid
from datetime import timedelta

from django.db import models, transaction
from django.db.models import Count, F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from caseload.monitoring import PERIOD_DAYS, Period, period_on
from logbook.models.logs import Keyed, lock, the_first_answer
from people.models import Membership, Patient


class MonitoringQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ended_on=None)

    def for_report(self, membership, last):
        """Every course of this member's patients that began by this date, by name, with the
        patients and their episodes. Two queries."""
        return (
            self.filter(patient__in=Patient.objects.visible_to(membership), started_on__lte=last)
            .select_related("patient")
            .prefetch_related("patient__episodes")
            .order_by("patient__name", "patient_id", "started_on", "id")
        )


class Monitoring(models.Model):
    """One course of monitoring; its 30-day periods roll from its first day."""

    class Modifiers(models.TextChoices):
        """Who gave the therapy, as a biller writes it (clinical.md)."""

        GP = "GP", _("GP: under a physical therapy plan of care")
        GP_CQ = "GP CQ", _("GP and CQ: in part by a physical therapist assistant")

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="monitorings")
    started_on = models.DateField(_("starts"))
    ended_on = models.DateField(_("ends"), null=True, blank=True)
    # None until the patient agreed.
    consent_on = models.DateField(_("patient agreed on"), null=True, blank=True)
    consent_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    copay_told = models.BooleanField(_("told of a possible co-pay"), default=False)
    educated_on = models.DateField(_("set-up and education on"), null=True, blank=True)
    plan_of_care = models.CharField(_("plan of care"), max_length=200, blank=True)
    biller = models.CharField(_("who bills"), max_length=120, blank=True)
    modifiers = models.CharField(_("modifiers"), max_length=20, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = MonitoringQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient"], condition=Q(ended_on=None), name="monitoring_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=models.F("started_on")),
                name="monitoring_ends_after_it_starts",
            ),
        ]

    def covers(self, on_date):
        return self.started_on <= on_date and not (self.ended_on and on_date > self.ended_on)

    def period_on(self, on_date):
        """The period this date is in, cut where the course ends; None outside the course."""
        if not self.covers(on_date):
            return None
        number, first, last = period_on(self.started_on, on_date)
        return Period(number, first, min(last, self.ended_on or last))

    def periods_until(self, on_date):
        """Every period from the first to the one of this date, or to the end of the course."""
        until = min(on_date, self.ended_on or on_date)
        days = (until - self.started_on).days
        starts = [self.started_on + timedelta(days=n) for n in range(0, days + 1, PERIOD_DAYS)]
        return [self.period_on(first) for first in starts]

    @property
    def gaps(self):
        """What the record lacks, in words for whoever keeps it."""
        told = self.consent_on and self.copay_told
        return [
            words
            for words, is_there in (
                (_now("Consent not recorded"), self.consent_on),
                (_now("Possible co-pay not told"), told or not self.consent_on),
                (_now("Set-up and education not recorded"), self.educated_on),
                (_now("Plan of care missing"), self.plan_of_care),
                (_now("Who bills is missing"), self.biller),
                (_now("Modifiers missing"), self.modifiers),
            )
            if not is_there
        ]

    def claim(self, revision):
        """Take the next revision. False when somebody else saved since this one was read."""
        mine = Monitoring.objects.filter(pk=self.pk, revision=revision)
        if not mine.update(revision=F("revision") + 1):
            return False
        self.revision = revision + 1
        return True


class StaffMinutesQuerySet(models.QuerySet):
    def standing(self):
        """Those nobody struck out."""
        return self.filter(struck_at=None)

    def for_list(self, first, last):
        """All of these dates with who wrote them, struck out ones too, the newest first."""
        entries = self.filter(on_date__range=(first, last)).select_related("by__user")
        return entries.order_by("-on_date", "-id")

    def of_month(self, patients, clinic, first, last):
        """{patient id: (minutes, whether there was a live contact)} of these dates. One query.

        Live is by phone or video, and in person only where the clinic says so; never a message.
        """
        channels = [StaffMinutes.Channel.PHONE, StaffMinutes.Channel.VIDEO]
        if clinic.in_person_is_live:
            channels.append(StaffMinutes.Channel.IN_PERSON)
        rows = (
            self.standing()
            .filter(patient__in=patients, on_date__range=(first, last))
            .order_by()
            .values_list("patient_id")
            .annotate(minutes=Sum("minutes"), live=Count("pk", filter=Q(live_channel__in=channels)))
        )
        return {patient: (minutes, bool(live)) for patient, minutes, live in rows}


class StaffMinutes(Keyed, models.Model):
    """Whole minutes one member spent on one patient's monitoring on one date, and on what."""

    class Channel(models.TextChoices):
        """How patient and member talked live; a message is never live (clinical.md)."""

        PHONE = "phone", _("Phone")
        VIDEO = "video", _("Video")
        IN_PERSON = "in-person", _("In person")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="staff_minutes")
    key = models.UUIDField()
    by = models.ForeignKey(Membership, models.PROTECT, related_name="staff_minutes")
    on_date = models.DateField(_("date"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    what = models.CharField(_("what for"), max_length=200)
    live_channel = models.CharField(_("talked live"), max_length=9, choices=Channel, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    # A wrong entry is struck out, never deleted.
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = StaffMinutesQuerySet.as_manager()

    class Meta:
        ordering = ["on_date", "id"]
        constraints = [
            models.UniqueConstraint(fields=["patient", "key"], name="staff_minutes_key"),
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 480)), name="staff_minutes_1_to_480"
            ),
        ]
        indexes = [models.Index(fields=["patient", "on_date"], name="staff_minutes_on")]

    @classmethod
    @transaction.atomic
    def add(cls, patient, key, by, *, on_date, minutes, what, live_channel=""):
        """Write down minutes. The same key gives the same entry; with other content it raises
        DifferentContent."""
        content = {
            "by_id": by.pk,
            "on_date": on_date,
            "minutes": minutes,
            "what": what,
            "live_channel": live_channel,
        }
        patient = lock(patient.pk)
        if posted := cls.objects.filter(patient=patient, key=key).first():
            same = all(getattr(posted, name) == value for name, value in content.items())
            return the_first_answer(posted, same)
        return cls.objects.create(patient=patient, key=key, **content)

    def strike(self, by):
        """Strike out an own entry; said twice it stays as it was. Somebody else's: ValueError."""
        if by.pk != self.by_id:
            raise ValueError("Only who wrote it strikes it out.")
        mine = StaffMinutes.objects.filter(pk=self.pk, struck_at=None)
        return mine.update(struck_at=timezone.now(), struck_by=by) == 1
