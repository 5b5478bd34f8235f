"""The medical notice: versioned, and who acknowledged which version."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .clinics import User
from .patients import Patient
from .versioned import Versioned, VersionedText, lines

# The five points no notice may leave out; source: clinical.md, "The medical notice".
POINTS = 5


class Notice(Versioned):
    """Publishing one asks every patient to acknowledge it."""

    WHOLE = _("Write all five points, one a line, in English and in each language you add.")

    def acknowledge(self, patient, user, language):
        """Write down, once, that this patient read this very version in this language."""
        return self.acknowledgements.get_or_create(
            patient=patient, defaults={"user": user, "language": language}
        )[0]


class NoticeText(VersionedText):
    """One point a line. Never changed once published: people agreed to these very words."""

    VERSION = "notice"
    WORDS = ("body",)

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="texts")
    body = models.TextField(_("points, one a line"), max_length=5000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "language"], name="notice_text_per_language")
        ]

    def natural_key(self):
        return (self.notice.number, self.language)

    natural_key.dependencies = ["people.notice"]  # type: ignore[attr-defined]

    @property
    def points(self):
        return lines(self.body)

    @property
    def is_whole(self):
        return len(self.points) >= POINTS


class Acknowledgement(models.Model):
    """Who read which version, in which language and when. Kept for as long as the person's row."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="acknowledgements")
    language = models.CharField(max_length=10)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="acknowledgements")
    patient = models.ForeignKey(Patient, models.PROTECT, null=True, related_name="acknowledgements")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(patient__isnull=False),
                name="acknowledgement_has_a_person",
            ),
            models.UniqueConstraint(
                fields=["notice", "patient"],
                condition=Q(patient__isnull=False),
                name="acknowledgement_once_per_patient",
            ),
        ]
