"""Programs to start from: shipped ones, and those a clinic saves."""

import uuid
from itertools import count

from django.db import IntegrityError, models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exercises.models import Variation
from people.models import Clinic, Membership

from .drafts import MOST_ROWS
from .prescriptions import Schedule
from .programs import Program, Refused, StaleEdit


class TemplateQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """The shipped templates and those of this clinic that its members may use."""
        ours = Q(clinic_id=membership.clinic_id) & ~Q(sharing=Template.Sharing.PRIVATE)
        return self.filter(Q(clinic=None) | ours | of(membership))

    def editable_by(self, membership):
        """Shipped ones stay as they are; a clinic's own are changed by whom its owner lets."""
        ours = Q(clinic_id=membership.clinic_id, sharing=Template.Sharing.EDIT)
        return self.filter(ours | of(membership))

    def owned_by(self, membership):
        """Those whose rights this member decides."""
        return self.filter(of(membership))

    def for_member(self, membership):
        """Those this member may use, with `is_favorite` (those come first) and `in_use`: the
        patients of the clinic whose program took from it and is open. One query."""
        favorite = Template.favorite_of.through.objects.filter(
            template=OuterRef("pk"), membership=membership
        )
        open_here = Q(
            programs__status=Program.Status.OPEN,
            programs__patient__clinic_id=membership.clinic_id,
        )
        return (
            self.visible_to(membership)
            .annotate(
                is_favorite=Exists(favorite),
                in_use=Count("programs", filter=open_here, distinct=True),
            )
            .order_by("-is_favorite", *Template._meta.ordering)
        )


def of(membership):
    """This member's own, and the clinic's whose owner there never was or has left."""
    left = Q(owner=None) | Q(owner__ended_at__isnull=False)
    return Q(clinic_id=membership.clinic_id) & (Q(owner=membership) | left)


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
    # Whose stretches came from it, as long as the program lives: "in use by".
    programs = models.ManyToManyField(Program, blank=True, related_name="templates")
    favorite_of = models.ManyToManyField(Membership, blank=True, related_name="favorite_templates")
    changed_at = models.DateTimeField(auto_now=True, db_default=Now())
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

    @classmethod
    @transaction.atomic
    def start(cls, name, by, rows, sharing=Sharing.PRIVATE):
        """A template of `by` with these rows; see rewrite. Raises Refused."""
        template = cls(clinic_id=by.clinic_id, owner=by, sharing=sharing)
        template.rename(name)
        template.rewrite(rows, revision=template.revision)
        return template

    @transaction.atomic
    def rewrite(self, rows, *, revision):
        """Put these rows, each with a variation, its side and schedule, in place of all others.
        They are done in body order, and inside a region in the order given.

        Raises StaleEdit when somebody saved since this revision was read, and Refused for a side
        that would be done twice, no row at all or too many.
        """
        mine = Template.objects.filter(pk=self.pk, revision=revision)
        if not mine.update(revision=F("revision") + 1, changed_at=timezone.now()):
            raise StaleEdit
        if not rows:
            raise Refused(_("Add a stretch first. An empty template helps nobody."))
        if len(rows) > MOST_ROWS:
            raise Refused(_("A program holds at most %(most)s rows.") % {"most": MOST_ROWS})
        self.items.all().delete()
        for position, row in enumerate(rows, start=1):
            kind = row["variation"].exercise.kind
            item = TemplateItem(template=self, position=position, **row | {"kind": kind})
            for other in self.items.filter(variation=item.variation):
                if other.overlaps(item.side):
                    raise Refused(
                        _("“%(stretch)s” is in the template twice, on the same side.")
                        % {"stretch": row["variation"].exercise.words.name}
                    )
            item.save()
        self.refresh_from_db(fields=["revision", "changed_at"])

    @transaction.atomic
    def copy_for(self, membership):
        """The same rows as a template of this member's own, which nobody else sees yet."""
        copy = Template(
            clinic_id=membership.clinic_id, owner=membership, sharing=self.Sharing.PRIVATE
        )
        taken = set(
            Template.objects.filter(clinic_id=membership.clinic_id).values_list("name", flat=True)
        )
        names = (_("%(name)s, copy %(n)s") % {"name": self.name[:68], "n": n} for n in count(1))
        copy.rename(next(name for name in names if name not in taken))
        for item in self.items.all():
            copy.items.create(variation_id=item.variation_id, **item.schedule())
        return copy

    def is_owned_by(self, membership):
        """Whether this member decides its rights; needs the owner."""
        ours = self.clinic_id == membership.clinic_id
        return ours and (self.owner is None or self.owner.ended_at or self.owner == membership)

    def set_favorite(self, membership, on):
        """Put it first on this member's own list, or not. Saying it twice changes nothing."""
        if on:
            self.favorite_of.add(membership)
        else:
            self.favorite_of.remove(membership)

    def share(self, sharing):
        """Let colleagues use it, change it, or neither: then it is no favorite of theirs."""
        Template.objects.filter(pk=self.pk).update(sharing=sharing)
        if sharing == self.Sharing.PRIVATE:
            others = self.favorite_of.exclude(pk=self.owner_id)
            self.favorite_of.remove(*others)

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
