"""A wrong entry is struck out by who wrote it: it stays in the list and counts no more."""

from datetime import date

import pytest
from django.urls import reverse

from caseload.models import Monitoring, StaffMinutes
from logbook.keys import uuid7


@pytest.fixture
def entry(clinic, patient, therapist):
    clinic.monitoring = True
    clinic.save()
    Monitoring.objects.create(patient=patient, started_on=date(2026, 1, 1))
    return StaffMinutes.add(
        patient, uuid7(), therapist, on_date=patient.today(), minutes=12, what="Wrong patient"
    )


def address(entry):
    return reverse("minutes_strike", args=[entry.patient.code, entry.code])


def test_struck_out_it_stays_and_counts_no_more(as_user, therapist, patient, entry):
    page = as_user(therapist).post(address(entry), follow=True)
    entry.refresh_from_db()
    assert (entry.struck_by, entry.struck_at is not None) == (therapist, True)
    assert "<del>12 minutes</del>" in " ".join(page.text.split()).replace("> ", ">").replace(
        " <", "<"
    )
    assert not StaffMinutes.objects.standing().exists()


def test_twice_is_once(as_user, therapist, entry):
    as_user(therapist).post(address(entry))
    first = StaffMinutes.objects.get().struck_at
    as_user(therapist).post(address(entry))
    assert StaffMinutes.objects.get().struck_at == first


def test_a_colleagues_entry_is_theirs(as_user, colleague, patient, entry):
    assert as_user(colleague).post(address(entry)).status_code == 404
    assert (
        "Strike out" not in as_user(colleague).get(reverse("minutes_add", args=[patient.code])).text
    )
    assert StaffMinutes.objects.standing().exists()
    with pytest.raises(ValueError, match="Only who wrote it"):
        entry.strike(colleague)


def test_an_own_entry_of_another_patient_is_not_under_this_ones_address(
    as_user, therapist, patient, other_patient, entry
):
    Monitoring.objects.create(patient=other_patient, started_on=date(2026, 1, 1))
    wrong = reverse("minutes_strike", args=[other_patient.code, entry.code])
    assert as_user(therapist).post(wrong).status_code == 404
    assert StaffMinutes.objects.standing().exists()


def test_it_is_not_there_where_the_clinic_does_not_monitor(as_user, therapist, entry, clinic):
    clinic.monitoring = False
    clinic.save()
    assert as_user(therapist).post(address(entry)).status_code == 404
