"""Minutes of monitoring: who, when, how long, what for, and whether they talked."""

from datetime import timedelta

import pytest
from django.urls import reverse

from caseload.models import Monitoring, StaffMinutes
from logbook.keys import uuid7
from logbook.models import DifferentContent


@pytest.fixture
def course(clinic, patient):
    clinic.monitoring = True
    clinic.save()
    return Monitoring.objects.create(
        patient=patient, started_on=patient.today() - timedelta(days=3)
    )


def address(patient):
    return reverse("minutes_add", args=[patient.code])


def posted(patient, **fields):
    return {
        "key": str(uuid7()),
        "minutes": "12",
        "on_date": patient.today().isoformat(),
        "what": "Looked at the log",
        "live_channel": "phone",
    } | fields


def test_it_is_not_there_where_the_clinic_does_not_monitor(
    as_user, therapist, patient, course, clinic
):
    assert as_user(therapist).get(address(patient)).status_code == 200
    clinic.monitoring = False
    clinic.save()
    assert as_user(therapist).get(address(patient)).status_code == 404
    assert as_user(therapist).post(address(patient), posted(patient)).status_code == 404
    assert not StaffMinutes.objects.exists()


def test_minutes_are_those_of_who_is_signed_in(as_user, therapist, patient, course):
    answer = as_user(therapist).post(address(patient), posted(patient))
    assert answer.headers["Location"] == reverse("patient_detail", args=[patient.code])
    entry = patient.staff_minutes.get()
    assert (entry.by, entry.minutes, entry.what, entry.live_channel, entry.on_date) == (
        therapist,
        12,
        "Looked at the log",
        "phone",
        patient.today(),
    )


def test_a_page_sent_twice_counts_once(as_user, therapist, patient, course):
    form = posted(patient)
    for _ in range(2):
        assert as_user(therapist).post(address(patient), form).status_code == 302
    assert patient.staff_minutes.count() == 1
    answer = as_user(therapist).post(address(patient), form | {"minutes": "20"})
    assert answer.status_code == 422
    assert "You saved this before" in answer.text
    assert patient.staff_minutes.get().minutes == 12


def test_a_colleagues_entry_under_the_same_key_is_another(therapist, colleague, patient):
    key, said = uuid7(), {"on_date": patient.today(), "minutes": 5, "what": "Log"}
    StaffMinutes.add(patient, key, therapist, **said)
    with pytest.raises(DifferentContent):
        StaffMinutes.add(patient, key, colleague, **said)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"minutes": "0"}, "Type whole minutes, from 1 to 480."),
        ({"minutes": "481"}, "Type whole minutes, from 1 to 480."),
        ({"minutes": "2.5"}, "Type whole minutes, from 1 to 480."),
        ({"what": " "}, "This is needed."),
        ({"live_channel": "message"}, "message"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(
    as_user, therapist, patient, course, fields, words
):
    answer = as_user(therapist).post(address(patient), posted(patient, **fields))
    assert answer.status_code == 422
    assert words in answer.text
    assert not patient.staff_minutes.exists()


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "Use a date up to today."), (-4, "Monitoring did not run on this day.")],
)
def test_only_days_of_a_course_up_to_today(as_user, therapist, patient, course, days, words):
    day = (patient.today() + timedelta(days=days)).isoformat()
    answer = as_user(therapist).post(address(patient), posted(patient, on_date=day))
    assert answer.status_code == 422
    assert words in answer.text


def test_without_a_course_it_leads_to_its_record(as_user, therapist, patient, course):
    course.delete()
    answer = as_user(therapist).get(address(patient))
    assert answer.headers["Location"] == reverse("patient_monitoring", args=[patient.code])


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(
    as_user, therapist, colleague, patient, course, assert_queries, number
):
    for _ in range(number):
        StaffMinutes.add(
            patient, uuid7(), colleague, on_date=patient.today(), minutes=1, what="Log"
        )
    client = as_user(therapist)
    with assert_queries(6):  # one of them the count beside Messages
        assert client.get(address(patient)).text.count("Sam Rivera") == number
