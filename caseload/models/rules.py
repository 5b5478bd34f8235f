"""The numbers of the worklist's rules: a clinic's own, else the start values here."""

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import Clinic


class WorklistRules(models.Model):
    """Start values: clinical.md, "Measures"; the others are ours and wait for a clinician.

    A number of 0 switches its rule off. Safety flags, pain at the limit and notes have no switch.
    """

    clinic = models.OneToOneField(Clinic, models.CASCADE, related_name="worklist_rules")
    pain_rise_points = models.PositiveSmallIntegerField(_("pain goes up by"), default=2)
    pain_rise_sessions = models.PositiveSmallIntegerField(_("within sessions"), default=3)
    worse_in_a_row = models.PositiveSmallIntegerField(_("worse since last time"), default=2)
    quiet_days = models.PositiveSmallIntegerField(_("days without a session"), default=7)
    never_started_days = models.PositiveSmallIntegerField(_("days not started"), default=3)
    cut_short_times = models.PositiveSmallIntegerField(_("a stretch cut short"), default=5)
    cut_short_sessions = models.PositiveSmallIntegerField(_("of the last sessions"), default=8)
    review_within_days = models.PositiveSmallIntegerField(_("review or end within"), default=5)
    ready_sessions = models.PositiveSmallIntegerField(_("good sessions in a row"), default=6)
    ready_pain_at_most = models.PositiveSmallIntegerField(_("with pain at most"), default=2)
    # Hours from a safety flag until the cover, and then the clinic admin, is its owner.
    cover_after_hours = models.PositiveSmallIntegerField(_("to the cover after"), default=2)
    admin_after_hours = models.PositiveSmallIntegerField(_("to the clinic admin after"), default=4)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pain_rise_points__lte=10, ready_pain_at_most__lte=10),
                name="worklist_rules_pain_to_10",
            ),
            models.CheckConstraint(
                condition=Q(cut_short_times__lte=F("cut_short_sessions")),
                name="worklist_rules_times_of_sessions",
            ),
            models.CheckConstraint(
                condition=Q(admin_after_hours__gte=F("cover_after_hours")),
                name="worklist_rules_admin_after_cover",
            ),
        ]

    @transaction.atomic
    def store(self, revision, pain_limit):
        """These numbers and the clinic's pain limit hold from now on. False, and nothing stored,
        when another admin saved since revision `revision`; numbers never saved are revision 1."""
        self.clinic.hold()
        stored = WorklistRules.of(self.clinic)
        if stored.revision != revision:
            return False
        self.pk, self.revision = stored.pk, revision + 1
        self.save()
        Clinic.objects.filter(pk=self.clinic_id).update(pain_limit=pain_limit)
        return True

    @classmethod
    def known(cls, clinic):
        """The numbers of a clinic that was loaded with them (`select_related`). No query."""
        return getattr(clinic, "worklist_rules", None) or cls(clinic=clinic)

    @property
    def most_sessions(self):
        """How many sessions back the rule that looks furthest looks."""
        return max(
            self.pain_rise_sessions,
            self.worse_in_a_row,
            self.cut_short_sessions,
            self.ready_sessions,
        )

    @classmethod
    def of(cls, clinic):
        """The clinic's numbers, or the start values; never None. One query."""
        return cls.objects.filter(clinic=clinic).first() or cls(clinic=clinic)
