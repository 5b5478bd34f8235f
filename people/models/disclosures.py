"""What the clinic gave to somebody else outside of this program: by phone, letter or fax."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .memberships import Membership
from .patients import Patient


class Disclosure(models.Model):
    """What left by this program itself is in the audit trail (caseload/disclosures.py)."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="disclosures")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    on_date = models.DateField(_("day"))
    to_whom = models.CharField(_("to whom"), max_length=200)
    what = models.CharField(_("what was given"), max_length=300)
    why = models.CharField(_("why"), max_length=300)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-on_date", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["patient", "key"], name="disclosure_once_a_key"),
            models.CheckConstraint(
                condition=~Q(to_whom="") & ~Q(what="") & ~Q(why=""), name="disclosure_says_all"
            ),
        ]
