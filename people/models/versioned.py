"""Words that are published in numbered versions and never changed afterwards."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NEVER_CHANGED = _("What is published is never changed. Make a new version.")
KEPT = _("What is published is kept for ever.")


class VersionedQuerySet(models.QuerySet):
    def current(self):
        """The newest published version, or None."""
        return self.filter(published_at__isnull=False).order_by("-number").first()


class VersionedManager(models.Manager.from_queryset(VersionedQuerySet)):
    def get_by_natural_key(self, number):
        return self.get(number=number)


class Versioned(models.Model):
    """A version; its words are rows called `texts`, one a language."""

    number = models.PositiveIntegerField(_("version"), unique=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = VersionedManager()

    # What a draft must have before it is published.
    WHOLE = _("Write it in English first.")

    class Meta:
        abstract = True
        ordering = ["-number"]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.number}".capitalize()

    def natural_key(self):
        return (self.number,)

    def text_in(self, language):
        """The words in this language, else in English."""
        texts = {text.language: text for text in self.texts.all()}
        return texts.get(language) or texts["en"]

    def publish(self):
        """Make this the current version, for ever.

        Raises ValidationError when it is published already, not the newest, or not whole.
        """
        texts = {text.language: text for text in self.texts.all()}
        if "en" not in texts or not all(text.is_whole for text in texts.values()):
            raise ValidationError(self.WHOLE)
        versions = type(self).objects
        if versions.filter(number__gt=self.number, published_at__isnull=False).exists():
            raise ValidationError(_("A newer version is published. Make a new one."))
        drafts = versions.filter(pk=self.pk, published_at=None)
        if not drafts.update(published_at=timezone.now()):
            raise ValidationError(_("This version is published already."))
        self.refresh_from_db()

    def save(self, *args, **kwargs):
        old = type(self).objects.filter(pk=self.pk, published_at__isnull=False).first()
        if old and (old.number, old.published_at) != (self.number, self.published_at):
            raise ValidationError(NEVER_CHANGED)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        if self.published_at:
            raise ValidationError(KEPT)
        return super().delete(*args, **kwargs)


class VersionedTextManager(models.Manager):
    def get_by_natural_key(self, number, language):
        return self.get(**{f"{self.model.VERSION}__number": number, "language": language})


class VersionedText(models.Model):
    """The words of a version in one language. Never changed once published.

    A subclass names its foreign key to the version, and the fields that hold words.
    """

    VERSION = ""
    WORDS: tuple[str, ...] = ()

    language = models.CharField(max_length=10, default="en")

    objects = VersionedTextManager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.version} ({self.language})"

    @property
    def version(self):
        return getattr(self, self.VERSION)

    @property
    def is_whole(self):
        return all(lines(getattr(self, name)) for name in self.WORDS)

    def content(self):
        names = (f"{self.VERSION}_id", "language", *self.WORDS)
        return [getattr(self, name) for name in names]

    def save(self, *args, **kwargs):
        if self.pk:
            old = type(self).objects.select_related(self.VERSION).get(pk=self.pk)
            if old.version.published_at and old.content() != self.content():
                raise ValidationError(NEVER_CHANGED)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        if self.version.published_at:
            raise ValidationError(KEPT)
        return super().delete(*args, **kwargs)


def lines(text):
    """One point or sign a line, empty lines left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]
