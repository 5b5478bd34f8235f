"""manage.py audit_seal: seals the new rows of the audit trail. Once a minute."""

from django.core.management.base import BaseCommand

from people.sealing import seal_rows
from people.wall import every_clinic


class Command(BaseCommand):
    help = "Seal the rows the audit trail got since the last seal. Once a minute is right."

    @every_clinic()
    def handle(self, *args, **options):
        while seal := seal_rows():
            rows = len(seal.entries.splitlines())
            # Kept by the journal, which this database's owner does not write.
            self.stdout.write(f"Seal {seal.number}, {rows} rows: {seal.sha256}")
