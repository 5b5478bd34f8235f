"""manage.py backup /srv/backups --to age1… --keep 48"""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from clinic.backups import kind, told_plainly
from clinic.backups.archive import pack
from clinic.backups.folder import alone_in, appearing, keep_newest
from clinic.backups.sealing import recipient, sealed


class Command(BaseCommand):
    help = "Write database and pictures to one file of a folder, also while people work."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--to",
            action="append",
            metavar="AGE1…",
            default=[],
            help="encrypt for this public key of age (again for more; else BACKUP_RECIPIENTS)",
        )
        parser.add_argument(
            "--keep", type=int, metavar="N", help="afterwards delete all but the newest N"
        )

    def handle(self, *args, folder, to, keep, **options):
        if keep is not None and keep < 1:
            raise CommandError("--keep needs 1 or more.")
        with told_plainly():
            recipients = [recipient(words) for words in to or settings.BACKUP_RECIPIENTS]
            now = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
            path = folder / f"homestretch-{now}.tar{'.age' if recipients else ''}"
            with alone_in(folder):
                with appearing(path) as file:
                    manifest = write(file, recipients, now)
                gone = keep_newest(folder, keep) if keep else 0
        if not recipients:
            self.stderr.write("Not encrypted: whoever has this file reads it. --to encrypts.")
        self.stdout.write(
            f"{path}: {sum(manifest['rows'].values())} rows in {len(manifest['rows'])} tables, "
            f"{len(manifest['files']) - 1} pictures, {path.stat().st_size} bytes."
        )
        if gone:
            self.stdout.write(f"Older backups deleted: {gone}.")


def write(file, recipients, now):
    """Dump the database beside our own files, then pack and seal. Returns the manifest."""
    place = settings.DATABASE_BACKUP or connection.settings_dict
    database = kind(place)
    with tempfile.TemporaryDirectory(prefix="backup-", dir=settings.VAR) as own:
        dump = Path(own, "dump")
        rows = database.dump(place, dump)
        if not rows:
            raise CommandError("The database has no tables. Is DATABASE_URL the right one?")
        facts = {"made_at": now, "database": database.NAME, "rows": rows}
        with sealed(file, recipients) as stream:
            return pack(stream, facts, dump, Path(settings.MEDIA_ROOT))
