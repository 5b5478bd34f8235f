"""Bring the shipped library into the database: `manage.py seed_library`.

Reads fixtures/library.json, the same file as `loaddata library`. What is missing is created. Words
and numbers that nobody changed since they were shipped follow the file; what an admin changed is
left alone and listed. Everything else (notices, templates, variations) is created once, then left.
"""

from django.conf import settings
from django.core import serializers
from django.core.management.base import BaseCommand
from django.db import transaction

from exercises.models.words import sha256_of

LIBRARY = "library.json"


class Command(BaseCommand):
    help = "Create and update the shipped stretches; never overwrites what an admin changed."

    @transaction.atomic
    def handle(self, *args, **options):
        shipped = (settings.FIXTURE_DIRS[0] / LIBRARY).read_text()
        done: dict[str, list] = {"created": [], "recognized": [], "updated": [], "left alone": []}
        for entry in serializers.deserialize("json", shipped):
            outcome, row = seed(entry)
            if outcome:
                done[outcome].append(row)
        self.report(done, options["verbosity"])

    def report(self, done, verbosity):
        for row in done["updated"]:
            self.say(verbosity, f"updated: {row}")
        for row in done["left alone"]:
            self.say(verbosity, f"left alone: {row} (changed in the admin)")
        for outcome in ("created", "recognized"):
            if done[outcome]:
                self.say(verbosity, f"{outcome}: {len(done[outcome])} rows")
        if not (done["created"] or done["recognized"] or done["updated"]):
            self.say(verbosity, "Library: nothing changed.")

    def say(self, verbosity, line):
        if verbosity:
            self.stdout.write(line)


def seed(entry):
    """Create or update the row of one fixture entry: what became of it (None: nothing), the row."""
    shipped = entry.object
    followed = getattr(shipped, "SEEDED", None)
    if shipped.pk is None:
        if followed:
            shipped.seed_sha256 = sha256_of(content(shipped))
        shipped.save()
        for name, values in entry.m2m_data.items():
            getattr(shipped, name).set(values)
        return "created", shipped
    return follow(shipped) if followed else (None, shipped)


def follow(shipped):
    """Bring a stored row up to the shipped words or numbers, unless somebody changed it."""
    stored = type(shipped)._default_manager.select_for_update().get(pk=shipped.pk)
    now, new = sha256_of(content(stored)), sha256_of(content(shipped))
    if now == new == stored.seed_sha256:
        return None, stored
    if now not in (new, stored.seed_sha256):
        return "left alone", stored
    stored.seed_sha256 = new
    if now == new:  # loaddata brought it: it carries no hash and has no history yet
        stored.save()
        return "recognized", stored
    for name in stored.SEEDED:
        setattr(stored, name, getattr(shipped, name))
    if hasattr(stored, "revision"):
        stored.revision += 1  # an admin's open form was made from the older words
    stored.save()
    return "updated", stored


def content(row):
    return {name: getattr(row, name) for name in row.SEEDED}
