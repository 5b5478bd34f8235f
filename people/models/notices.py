"""The medical notice: versioned, and who acknowledged which version."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .clinics import User
from .patients import Patient

# The five points no notice may leave out; source: clinical.md, "The medical notice".
POINTS = 5


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

    def publish(self):
        """Make this the current notice, for ever; every patient is asked to acknowledge it.

        Raises ValidationError when it is published already, not the newest, or short of points.
        """
        texts = {text.language: text for text in self.texts.all()}
        if "en" not in texts or any(len(text.points) < POINTS for text in texts.values()):
            raise ValidationError(
                _("Write all five points, one a line, in English and in each language you add.")
            )
        drafts = Notice.objects.filter(pk=self.pk, published_at=None)
        if Notice.objects.filter(number__gt=self.number, published_at__isnull=False).exists():
            raise ValidationError(_("A newer notice is published. Make a new version."))
        if not drafts.update(published_at=timezone.now()):
            raise ValidationError(_("This notice is published already."))
        self.refresh_from_db()

    def acknowledge(self, patient, user, language):
        """Write down, once, that this patient read this very version in this language."""
        return self.acknowledgements.get_or_create(
            patient=patient, defaults={"user": user, "language": language}
        )[0]

    def save(self, *args, **kwargs):
        old = Notice.objects.filter(pk=self.pk, published_at__isnull=False).first()
        if old and (old.number, old.published_at) != (self.number, self.published_at):
            raise ValidationError(_("A published notice is never changed. Make a new version."))
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        if self.published_at:
            raise ValidationError(_("A published notice is kept for ever."))
        return super().delete(*args, **kwargs)


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
            before = (old.notice_id, old.language, old.body)
            if old.notice.published_at and before != (self.notice_id, self.language, self.body):
                raise ValidationError(_("A published notice is never changed. Make a new version."))
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        if self.notice.published_at:
            raise ValidationError(_("A published notice is kept for ever."))
        return super().delete(*args, **kwargs)


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
