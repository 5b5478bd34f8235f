"""Who looks after a caseload while its therapist is away, and handing one over for good."""

import uuid

from django.db import models, transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .clinics import Clinic
from .memberships import Membership
from .patients import Patient, PatientTherapist


class CoverQuerySet(models.QuerySet):
    def holding_on(self, day):
        """Covers in force on this day: who is away, and the colleague who sees to the patients."""
        return self.not_over(day).filter(from_date__lte=day)

    def not_over(self, day):
        """Covers in force on this day or later, unless ended by hand or by somebody's leaving."""
        return self.filter(
            to_date__gte=day, ended_at=None, away__ended_at=None, by__ended_at=None
        ).select_related("away__user", "by__user")


class Cover(models.Model):
    """A colleague sees to somebody's patients from one date to another, both included.

    It ends by itself after its last day, or at once by hand. The dates are the clinic's.
    """

    class Overlaps(Exception):
        """Somebody is away or covers on one of these days already; the argument is that cover."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="covers")
    away = models.ForeignKey(Membership, models.PROTECT, related_name="absences")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="covers")
    from_date = models.DateField(_("first day away"))
    to_date = models.DateField(_("last day away"))
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CoverQuerySet.as_manager()

    class Meta:
        ordering = ["from_date", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date__gte=F("from_date")), name="cover_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(away=F("by")), name="cover_by_somebody_else"),
        ]

    @transaction.atomic
    def add(self):
        """Store this cover; sent twice, it is stored once.

        Raises Overlaps while, on one of its days, the one who is away is covered or covers for
        somebody, or the one who covers is away.
        """
        self.clinic.hold()
        if Cover.objects.filter(code=self.code).exists():
            return
        others = Cover.objects.not_over(self.from_date).filter(
            Q(away__in=[self.away, self.by]) | Q(by=self.away), from_date__lte=self.to_date
        )
        if other := others.first():
            raise self.Overlaps(other)
        self.save()

    def end(self):
        """From now on the patients are with their own therapist again."""
        Cover.objects.filter(pk=self.pk, ended_at=None).update(ended_at=timezone.now())


class HandOverQuerySet(models.QuerySet):
    def offered(self):
        return self.filter(state=HandOver.State.OFFERED)

    def answer(self, state):
        """Settle those of them that wait for an answer; how many there were."""
        return self.offered().update(state=state, answered_at=timezone.now())

    def for_list(self):
        """With their people and `size`, how many patients are offered. One query."""
        return self.select_related("giver__user", "taker__user", "offered_by__user").annotate(
            size=Count("patients", filter=Q(patients__merged_into=None))
        )


class HandOver(models.Model):
    """Patients offered by one therapist to another, who takes them or does not."""

    class State(models.TextChoices):
        OFFERED = "offered", _("Offered")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    class Answered(Exception):
        """It was accepted, declined or taken back before."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="hand_overs")
    giver = models.ForeignKey(Membership, models.PROTECT, related_name="given_hand_overs")
    taker = models.ForeignKey(Membership, models.PROTECT, related_name="taken_hand_overs")
    patients = models.ManyToManyField(Patient, related_name="hand_overs")
    offered_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=9, choices=State, default=State.OFFERED)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("taker")), name="hand_over_to_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(state="offered", answered_at=None)
                | ~Q(state="offered") & Q(answered_at__isnull=False),
                name="hand_over_answered_has_a_time",
            ),
        ]

    @transaction.atomic
    def offer(self, patients):
        """Offer these patients, as far as the giver treats them; sent twice, it is one offer."""
        self.clinic.hold()
        if HandOver.objects.filter(code=self.code).exists():
            return
        self.save()
        self.patients.set(patients.filter(therapist_links__membership=self.giver))

    @transaction.atomic
    def accept(self):
        """The patients that are still the giver's become the taker's. Returns how many.

        Raises Answered for the second of two clicks, and once the taker treats nobody here.
        """
        self.clinic.hold()
        able = Membership.objects.treating(self.clinic).filter(pk=self.taker_id).exists()
        if not able or not self.settle(self.State.ACCEPTED):
            raise self.Answered
        offered = self.patients.filter(therapist_links__membership=self.giver)
        moving = Patient.objects.select_for_update().filter(pk__in=offered.values("pk"))
        moving = list(moving.order_by("pk").values_list("pk", flat=True))
        links = PatientTherapist.objects.filter(patient__in=moving)
        both = links.filter(membership=self.taker).values_list("patient", flat=True)
        given = links.filter(membership=self.giver)
        given.filter(patient__in=list(both)).delete()
        given.update(membership=self.taker, since=timezone.now())
        return len(moving)

    def settle(self, state):
        """Give this offer its answer. False when it has one."""
        return bool(HandOver.objects.filter(pk=self.pk).answer(state))
