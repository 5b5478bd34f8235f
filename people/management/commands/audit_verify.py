"""manage.py audit_verify: whether the audit trail is as it was sealed; names the first bad row."""

from django.core.management.base import BaseCommand, CommandError

from people.models import AuditSeal
from people.sealing import faults
from people.wall import every_clinic


class Command(BaseCommand):
    help = "Compare every row of the audit trail with its seal, and say the first that differs."

    def add_arguments(self, parser):
        parser.add_argument(
            "--seal",
            metavar="NUMBER:SHA256",
            help="A seal as audit_seal printed it: finds a trail that was sealed anew from there.",
        )

    @every_clinic()
    def handle(self, *args, seal, **options):
        if seal:
            number, _colon, sha256 = seal.partition(":")
            if not AuditSeal.objects.filter(number=number, sha256=sha256.strip()).exists():
                raise CommandError(f"Seal {number} is not the one that was printed.")
        if fault := next(faults(), None):
            raise CommandError(fault)
        count = AuditSeal.objects.count()
        self.stdout.write(f"All rows are as they were sealed. Seals: {count}.")
