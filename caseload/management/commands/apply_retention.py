"""manage.py apply_retention: erase what each clinic has kept as long as it said. Prints counts."""

from django.core.management.base import BaseCommand

from caseload.retention import apply, effect
from people.models import Clinic
from people.wall import every_clinic


class Command(BaseCommand):
    help = "Erase the records of patients discharged longer ago than their clinic keeps records."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what would be erased")

    @every_clinic()
    def handle(self, *, dry_run, **options):
        for clinic in Clinic.objects.exclude(keep_years=None).order_by("pk"):
            would = effect(clinic, clinic.keep_years)
            erased = would["erased"] if dry_run else apply(clinic)
            self.stdout.write(
                f"{clinic}: {erased} {'would be ' if dry_run else ''}erased, "
                f"{would['held']} kept by a legal hold"
            )
