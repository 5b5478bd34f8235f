"""Programs to start from: shipped ones, and those a clinic saves."""

import uuid

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exercises.models import Variation
from people.models import Clinic, Membership

from .prescriptions import Schedule
from .programs import Refused


class TemplateQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """The shared templates and this clinic's own."""
        return self.filter(Q(clinic=None) | Q(clinic_id=membership.clinic_id))

    def editable_by(self, membership):
        """Shipped ones stay as they are; those of a clinic are its therapists' to change."""
        return self.filter(clinic_id=membership.clinic_id)


class TemplateManager(models.Manager.from_queryset(TemplateQuerySet)):
    def get_by_natural_key(self, name):
        return self.get(name=name, clinic=None)


class Template(models.Model):
    class Sharing(models.TextChoices):
        """What colleagues of the clinic may do with it; the owner may do all."""

        PRIVATE = "private", _("Only you")
        USE = "use", _("All may use")
        EDIT = "edit", _("All may edit")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(
        Clinic, models.PROTECT, null=True, blank=True, related_name="program_templates"
    )
    owner = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="program_templates"
    )
    name = models.CharField(_("name"), max_length=80)
    sharing = models.CharField(
        _("who may use it"), max_length=7, choices=Sharing, default=Sharing.EDIT
    )
    favorite_of = models.ManyToManyField(Membership, blank=True, related_name="favorite_templates")
    changed_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1)
    position = models.PositiveSmallIntegerField(default=0)

    objects = TemplateManager()

    class Meta:
        ordering = ["position", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(clinic=None), name="template_shared_name"
            ),
            models.UniqueConstraint(
                fields=["clinic", "name"],
                condition=Q(clinic__isnull=False),
                name="template_name_per_clinic",
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.name,)

    @classmethod
    @transaction.atomic
    def save_from(cls, version, name, by):
        """A template of this clinic with the version's rows.

        Notes and reasons stay behind: they were written for one patient. Raises Refused for an
        empty version and for a name the clinic has already.
        """
        rows = version.prescriptions.in_region_order()
        if not rows:
            raise Refused(_("Add a stretch first. An empty template helps nobody."))
        template = cls(clinic_id=by.clinic_id, owner=by)
        template.rename(name)
        for position, row in enumerate(rows, start=1):
            schedule = row.schedule() | {"note": "", "position": position}
            template.items.create(variation_id=row.variation_id, **schedule)
        return template

    def rename(self, name):
        """Raises Refused if the clinic has a template of this name."""
        self.name = name
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:
            raise Refused(_("There is a template with this name already.")) from None


class TemplateItemManager(models.Manager):
    def get_by_natural_key(self, template, exercise, variation, side):
        return self.get(
            template__name=template,
            template__clinic=None,
            variation__slug=variation,
            variation__exercise__slug=exercise,
            side=side,
        )


class TemplateItem(Schedule):
    template = models.ForeignKey(Template, models.CASCADE, related_name="items")
    variation = models.ForeignKey(Variation, models.PROTECT, related_name="template_items")

    objects = TemplateItemManager()

    class Meta:
        constraints = [
            *Schedule.constraints_for("template_item"),
            models.UniqueConstraint(
                fields=["template", "variation", "side"], name="template_item_once"
            ),
        ]

    def natural_key(self):
        variation, exercise = self.variation.natural_key()
        return (self.template.name, exercise, variation, self.side)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "programs.template",
        "exercises.variation",
    ]
