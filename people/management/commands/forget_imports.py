"""manage.py forget_imports: erases lists of patients that nobody imported within a day."""

from django.core.management.base import BaseCommand

from people.models import ImportRun
from people.wall import every_clinic


class Command(BaseCommand):
    help = "Erase uploaded lists of patients that are older than a day. Once a day is enough."

    @every_clinic()
    def handle(self, *args, **options):
        _all, by_model = ImportRun.objects.out_of_date().delete()
        self.stdout.write(f"Lists erased: {by_model.get('people.ImportRun', 0)}.")
