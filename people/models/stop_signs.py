"""The stop signs: one versioned list that every page with stop signs reads.

The signs are ours and wait for a clinician's sign-off; source: clinical.md, "Stop signs".
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .versioned import Versioned, VersionedText, lines


class StopSignList(Versioned):
    WHOLE = _("Write both lists, one sign a line, in English and in each language you add.")

    class Meta(Versioned.Meta):
        verbose_name = _("stop sign list")
        verbose_name_plural = _("stop sign lists")

    @classmethod
    def signs_in(cls, language):
        """The words of the current list in this language, else in English; None before one is
        published. Two queries."""
        current = cls.objects.prefetch_related("texts").current()
        return current and current.text_in(language)


class StopSignText(VersionedText):
    """Two lists, one sign a line."""

    VERSION = "list"
    WORDS = ("emergency", "urgent")

    list = models.ForeignKey(StopSignList, models.PROTECT, related_name="texts")
    emergency = models.TextField(_("emergency: call now, one sign a line"), max_length=5000)
    urgent = models.TextField(_("urgent: call the clinic today, one sign a line"), max_length=5000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "language"], name="stop_sign_text_per_language")
        ]

    def natural_key(self):
        return (self.list.number, self.language)

    natural_key.dependencies = ["people.stopsignlist"]  # type: ignore[attr-defined]

    @property
    def number(self):
        return self.list.number

    @property
    def emergency_signs(self):
        return lines(self.emergency)

    @property
    def urgent_signs(self):
        return lines(self.urgent)
