"""Count every patient's days anew from the set rows, and say how many differed."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Q

from logbook.models import PatientDay, Session
from logbook.models.days import told
from logbook.models.logs import lock
from people.models import Patient
from people.wall import every_clinic


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        days = differed = 0
        with every_clinic():
            patients = list(Patient.objects.order_by("pk"))
        for patient in patients:
            counted, changed = rebuild(patient)
            days += counted
            differed += changed
        self.stdout.write(f"{days} days counted, {differed} differed.")


@every_clinic()
@transaction.atomic
def rebuild(patient):
    """Recompute each day of one patient; returns (days, days that differed)."""
    lock(patient.pk)
    stored = {day.local_date: day.numbers() for day in patient.days.all()}
    dates = Session.objects.filter(told() | ~Q(pain_before=None), patient=patient)
    dates = sorted({*stored, *dates.values_list("local_date", flat=True)})
    differed = 0
    for date in dates:
        differed += PatientDay.recompute(patient, date).numbers() != stored.get(date)
    return len(dates), differed
