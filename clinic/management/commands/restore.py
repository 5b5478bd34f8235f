"""manage.py restore homestretch-20261128T031500Z.tar.age --identity key.txt"""

import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from clinic.backups import kind, told_plainly
from clinic.backups.archive import DUMP, MEDIA, unpack
from clinic.backups.sealing import identity, is_sealed, unseal


class Command(BaseCommand):
    help = "Bring a backup back, into an empty database and an empty folder of pictures."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--identity", type=Path, help="the file with the private key of age")

    def handle(self, *args, file, **options):
        place, media = connection.settings_dict, Path(settings.MEDIA_ROOT)
        database = kind(place)
        with (
            told_plainly(),
            tempfile.TemporaryDirectory(prefix="restore-", dir=settings.VAR) as own,
        ):
            refuse_to_replace(database, place, media)
            content = Path(own, "content")
            manifest = opened(file, options["identity"], content)
            if manifest["database"] != database.NAME:
                raise CommandError(f"This backup is of {manifest['database']}: restore it there.")
            rows = database.load(content / DUMP, place, settings.DATABASE_BACKUP)
            if (content / MEDIA).exists():
                shutil.copytree(content / MEDIA, media, dirs_exist_ok=True)
        for table, count in rows.items():
            self.stdout.write(f"{count:>9}  {table}")
        if rows != manifest["rows"]:
            raise CommandError("These are not the rows that the backup had. Do not use it.")
        self.stdout.write(
            f"Back from {manifest['made_at']}: {sum(rows.values())} rows in {len(rows)} tables, "
            f"{len(manifest['files']) - 1} pictures. Now run migrate and createcachetable."
        )


def refuse_to_replace(database, place, media):
    if not database.is_empty(place):
        raise CommandError("The database is not empty. Name a new one, without any tables.")
    if media.exists() and any(media.iterdir()):
        raise CommandError(f"{media} is not empty. Name a new folder as MEDIA_ROOT.")


def opened(file, key, content):
    """Take the archive apart into `content`; its manifest, when every file is as it says."""
    plain = file
    if is_sealed(file):
        if key is None:
            raise CommandError(f"{file} is encrypted: --identity names the file with the key.")
        plain = content.with_name("archive.tar")
        unseal(file, identity(key), plain)
    with plain.open("rb") as archive:
        return unpack(archive, content)
