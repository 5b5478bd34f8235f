"""manage.py backup_key key.txt"""

import os
from pathlib import Path

from django.core.management.base import BaseCommand
from pyrage import x25519

from clinic.backups import told_plainly


class Command(BaseCommand):
    help = "Make a key for backups: the private half goes to a file, the public half is printed."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file, **options):
        key = x25519.Identity.generate()
        with told_plainly():
            handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with open(handle, "w") as private:
                private.write(f"# public key: {key.to_public()}\n{key}\n")
        self.stdout.write(str(key.to_public()))
        self.stderr.write(f"Keep {file} where the server cannot read it. Lost, no backup opens.")
