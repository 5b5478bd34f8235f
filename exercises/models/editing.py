"""Words and numbers that a clinic may make its own: copied on the first save, never lost."""

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce


class StaleEdit(Exception):
    """Somebody else saved since this text was opened. `current` is the row as it reads now."""

    def __init__(self, current):
        super().__init__()
        self.current = current


def own_or_shared(clinic):
    """The condition for what a clinic may use: its own rows and the shared ones; None: shared."""
    return Q(clinic=None) | Q(clinic=clinic) if clinic else Q(clinic=None)


class EditableQuerySet(models.QuerySet):
    def read_at(self, clinic):
        """The rows a clinic reads: its own, and the shared ones it has no own row for.

        Without a clinic the shared rows.
        """
        if clinic is None:
            return self.filter(clinic=None)
        *same, maybe_empty = self.model.IDENTITY
        own = (
            self.model.objects.filter(clinic=clinic, **{name: OuterRef(name) for name in same})
            .annotate(part=or_zero(F(maybe_empty)))
            .filter(part=or_zero(OuterRef(maybe_empty)))
        )
        return self.filter(Q(clinic=clinic) | Q(clinic=None) & ~Exists(own))


def or_zero(reference):
    """A reference that may be empty, comparable: in SQL nothing equals an empty one."""
    return Coalesce(reference, 0, output_field=models.BigIntegerField())


class Editable:
    """For models with clinic, revision, seed_sha256 and history.

    IDENTITY names the columns that, with the clinic, tell one row from another; the last of them
    may be empty. SEEDED names what people edit.
    """

    IDENTITY: tuple[str, ...]
    SEEDED: tuple[str, ...]

    def read_at(self, clinic):
        """The row this clinic reads in place of this one: its own if it has one."""
        identity = {name: getattr(self, name) for name in self.IDENTITY}
        return type(self).objects.filter(clinic=clinic, **identity).first() or self

    @transaction.atomic
    def rewrite(self, clinic, revision):
        """Save what this row says now as the words of `clinic` (None: the shared words).

        A shared row stays as it is: this object becomes the clinic's own copy, whose first
        version in the history is the shared text. Raises StaleEdit when the stored row is not
        at `revision` any more.
        """
        stored = type(self).objects.get(pk=self.pk)
        if clinic and stored.clinic_id is None:
            stored = stored.copy_for(clinic, revision)
            self.pk, self.clinic, self.seed_sha256 = stored.pk, clinic, ""
        elif not stored.history.exists():  # brought by loaddata, which writes no history
            stored._history_user = None
            stored.save()
        mine = type(self).objects.filter(pk=self.pk, clinic=clinic, revision=revision)
        if not mine.update(revision=revision + 1):
            raise StaleEdit(type(self).objects.get(pk=self.pk))
        self.revision = revision + 1
        self.save()

    def copy_for(self, clinic, revision):
        """The clinic's own row, saying what this shared one says, at the same revision.

        Counting goes on from the shared revision, so that a form opened on the shared text is
        stale as soon as a colleague made the clinic's own.
        """
        if self.revision != revision:
            raise StaleEdit(self)
        copy = type(self).objects.get(pk=self.pk)
        copy.pk = None
        copy._state.adding = True
        copy.clinic = clinic
        copy.seed_sha256 = ""
        copy._history_user = None
        try:
            with transaction.atomic():
                copy.save()
        except IntegrityError as error:
            raise StaleEdit(self.read_at(clinic)) from error
        return copy
