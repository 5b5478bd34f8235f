"""How long a clinic keeps records after discharge, and whose time is over."""

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from caseload.erasure import InCare, OnHold, erase
from people.audit import record
from people.models import Episode, ErasureRequest, LegalHold, Patient


def kept_long_enough(clinic, years):
    """The patients of this clinic who were discharged, for the last time, more than so many years
    ago; with `is_held`, whether a legal hold keeps them."""
    episodes = Episode.objects.filter(patient=OuterRef("pk"), discharged_at=None)
    holds = LegalHold.objects.filter(patient=OuterRef("pk"), lifted_at=None)
    return (
        Patient.objects.present()
        .filter(~Exists(episodes), clinic=clinic)
        .annotate(last_discharge=Max("episodes__discharged_at"), is_held=Exists(holds))
        .filter(last_discharge__date__lt=years_before(clinic.today(), years))
    )


def years_before(date, years):
    """The same day so many years before; February 28 for a leap day that was not."""
    try:
        return date.replace(year=date.year - years)
    except ValueError:
        return date.replace(year=date.year - years, day=28)


def effect(clinic, years):
    """What keeping records so many years would do today: how many are erased, how many held. With
    None they are kept for ever."""
    found = []
    if years is not None:
        found = list(kept_long_enough(clinic, years).values_list("is_held", flat=True))
    return {"years": years, "erased": found.count(False), "held": found.count(True)}


def apply(clinic):
    """Erase what the clinic has kept long enough. Returns how many."""
    done = 0
    for patient in kept_long_enough(clinic, clinic.keep_years).filter(is_held=False):
        try:
            with transaction.atomic():
                erase(patient, ErasureRequest.Reason.KEPT_LONG_ENOUGH)
                record("apply_retention", "erase", patient)
            done += 1
        except (OnHold, InCare):  # since it was looked up
            continue
    return done
