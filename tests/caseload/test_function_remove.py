"""Taken off, an activity is asked about no more; its scores stay."""

from django.urls import reverse

from logbook.keys import uuid7
from logbook.models import FunctionActivity


def test_taken_off_it_stays_in_the_record(as_user, therapist, patient):
    activity = FunctionActivity.add(patient, uuid7(), "Sleep all night")
    activity.answer(4, by=therapist)
    address = reverse("function_remove", args=[patient.code, activity.code])
    page = as_user(therapist).post(address, follow=True)
    activity.refresh_from_db()
    assert activity.removed_on == patient.today()
    assert "Taken off" in page.text
    assert "Sleep all night" in page.text
    assert activity.scores.get().score == 4
    assert as_user(therapist).post(address).status_code == 302


def test_another_patients_activity_is_not_there(as_user, therapist, patient, other_patient):
    activity = FunctionActivity.add(other_patient, uuid7(), "Sleep all night")
    address = reverse("function_remove", args=[patient.code, activity.code])
    assert as_user(therapist).post(address).status_code == 404
    activity.refresh_from_db()
    assert activity.removed_on is None
