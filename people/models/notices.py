"""The medical notice: versioned, and who acknowledged which version."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .clinics import User
from .patients import Patient


class NoticeQuerySet(models.QuerySet):
    def current(self):
        """The newest published notice, or None."""
        return self.filter(published_at__isnull=False).order_by("-number").first()


class NoticeManager(models.Manager.from_queryset(NoticeQuerySet)):
    def get_by_natural_key(self, number):
        return self.get(number=number)


class Notice(models.Model):
    number = models.PositiveIntegerField(_("version"), unique=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = NoticeManager()

    class Meta:
        ordering = ["-number"]

    def __str__(self):
        return f"Notice {self.number}"

    def natural_key(self):
        return (self.number,)

    def text_in(self, language):
        """The words in this language, else in English."""
        texts = {text.language: text for text in self.texts.all()}
        return texts.get(language) or texts["en"]


class NoticeTextManager(models.Manager):
    def get_by_natural_key(self, number, language):
        return self.get(notice__number=number, language=language)


class NoticeText(models.Model):
    """One point a line. Never changed once published: people agreed to these very words."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="texts")
    language = models.CharField(max_length=10, default="en")
    body = models.TextField(_("points, one a line"), max_length=5000)

    objects = NoticeTextManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "language"], name="notice_text_per_language")
        ]

    def __str__(self):
        return f"{self.notice} ({self.language})"

    def natural_key(self):
        return (self.notice.number, self.language)

    natural_key.dependencies = ["people.notice"]  # type: ignore[attr-defined]

    @property
    def points(self):
        return [line.strip() for line in self.body.splitlines() if line.strip()]

    def save(self, *args, **kwargs):
        if self.pk:
            old = NoticeText.objects.select_related("notice").get(pk=self.pk)
            if old.notice.published_at and old.body != self.body:
                raise ValidationError(_("A published notice is never changed. Make a new version."))
        super().save(*args, **kwargs)


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
