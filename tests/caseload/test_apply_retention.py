"""manage.py apply_retention, and the numbers the clinic's page shows of it."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from caseload.retention import effect, years_before
from people.models import AuditEvent, Clinic, ErasureRequest, LegalHold, Patient
from tests.factories import make_patient

NOON = datetime(2026, 11, 24, 17, 0, tzinfo=timezone.get_fixed_timezone(0))


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOON)


def left(therapist, years, days=0, name="Long Gone"):
    """A patient who was discharged so long ago."""
    patient = make_patient(therapist=therapist, name=name)
    at = NOON.replace(year=NOON.year - years) - timedelta(days=days)
    patient.episodes.update(discharged_at=at)
    return patient


def keep(clinic, years):
    Clinic.objects.filter(pk=clinic.pk).update(keep_years=years)


def run(*args):
    out = StringIO()
    call_command("apply_retention", *args, stdout=out)
    return out.getvalue()


def is_erased(patient):
    return Patient.objects.get(pk=patient.pk).erased_at is not None


def test_records_stay_where_no_clinic_says_otherwise(therapist):
    old = left(therapist, 50)
    assert run() == ""
    assert not is_erased(old)


def test_those_past_the_years_are_erased_to_the_day(clinic, therapist):
    past, today = left(therapist, 7, days=1), left(therapist, 7)
    keep(clinic, 7)
    assert run() == "Riverbend PT: 1 erased, 0 kept by a legal hold\n"
    assert (is_erased(past), is_erased(today)) == (True, False)
    assert ErasureRequest.objects.get(patient=past).reason == "kept"
    row = AuditEvent.objects.get(patient_code=past.code)
    assert (row.command, row.action) == ("apply_retention", "erase")


def test_a_dry_run_says_the_same_and_does_nothing(clinic, therapist):
    past = left(therapist, 8)
    keep(clinic, 7)
    assert run("--dry-run") == "Riverbend PT: 1 would be erased, 0 kept by a legal hold\n"
    assert not is_erased(past)


def test_a_hold_keeps_a_record(clinic, therapist, clinic_admin):
    held = left(therapist, 8)
    LegalHold.put_on(held, clinic_admin, "A claim.")
    keep(clinic, 7)
    assert run() == "Riverbend PT: 0 erased, 1 kept by a legal hold\n"
    assert not is_erased(held)


def test_care_that_goes_on_or_never_ended_is_kept(clinic, therapist):
    back = left(therapist, 8)
    back.episodes.create(complaint="Again", started_on=NOON.date())
    never = make_patient(therapist=therapist, episode=False)
    keep(clinic, 1)
    assert run() == "Riverbend PT: 0 erased, 0 kept by a legal hold\n"
    assert not is_erased(back)
    assert not is_erased(never)


def test_the_last_discharge_counts(clinic, therapist):
    twice = left(therapist, 8)
    twice.episodes.create(
        complaint="Again", started_on=NOON.date(), discharged_at=NOON - timedelta(days=30)
    )
    keep(clinic, 7)
    assert effect(clinic, 7) == {"years": 7, "erased": 0, "held": 0}


def test_another_clinics_years_are_its_own(clinic, therapist, outsider):
    theirs = left(outsider, 8)
    keep(clinic, 7)
    run()
    assert not is_erased(theirs)


def test_it_prints_no_name(clinic, therapist):
    left(therapist, 8, name="Unmistakable Name")
    keep(clinic, 7)
    assert "Unmistakable" not in run()


def test_a_leap_day_has_a_day_before():
    assert str(years_before(datetime(2028, 2, 29).date(), 7)) == "2021-02-28"


@pytest.mark.parametrize("years", [0, 101])
def test_the_database_takes_1_to_100_years(clinic, years):
    with pytest.raises(IntegrityError), transaction.atomic():
        keep(clinic, years)
