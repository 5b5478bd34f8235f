"""Safety flags that have been passed on to the clinic's admins: how many, and whose patients they
are about. An admin reads no patient's record, so nothing here says who told what."""

from collections import Counter
from datetime import timedelta

from logbook.models import Flag
from people.models import Patient, PatientTherapist

from .models import WorklistRules


def overdue_flags(clinic, now):
    """[(name of the therapist or "", how many patients have one)], most first. Three queries."""
    hours = WorklistRules.of(clinic).admin_after_hours
    if not hours:
        return []
    late = Flag.objects.asking(now).filter(
        patient__in=Patient.objects.present().filter(clinic=clinic),
        at__lte=now - timedelta(hours=hours),
    )
    patients = set(late.values_list("patient", flat=True))
    links = PatientTherapist.objects.filter(patient__in=patients, membership__ended_at=None)
    names: dict = {}
    for patient, name in links.order_by("-id").values_list("patient", "membership__user__name"):
        names[patient] = name  # the first therapist of each stays
    return Counter(names.get(patient, "") for patient in patients).most_common()
