"""The facts of monitoring at the top of a record: the period day by day, the month's minutes."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from caseload.models import Monitoring
from caseload.monitoring_facts import Facts, facts_of
from tests.caseload.monitoring import add_minutes, enter_data, noon

NOV_2, NOV_24 = date(2026, 11, 2), date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _on_nov_24(clinic):
    clinic.monitoring = True
    clinic.save()
    with time_machine.travel(noon(NOV_24), tick=False):
        yield


def test_each_day_of_the_period_is_data_none_or_to_come(patient, therapist, version):
    Monitoring.objects.create(patient=patient, started_on=NOV_2)
    for day in (2, 3, 5, 23):
        enter_data(patient, noon(date(2026, 11, day)))
    facts = facts_of(patient)
    assert (facts.period.first, facts.period.last) == (NOV_2, date(2026, 12, 1))
    assert (facts.days, facts.days_left) == (4, 8)
    # November 24 itself has no data yet and may still get some
    assert [facts.marks.count(mark) for mark in ("data", "none", "to-come")] == [4, 18, 8]
    assert facts.marks[:4] == ("data", "data", "none", "data")
    assert facts.strip.count('class="d"') == 4
    assert facts.strip.count('class="m"') == 18
    assert facts.strip.count('class="r"') == 8
    enter_data(patient, noon(NOV_24))
    assert facts_of(patient).marks[22] == "data"


def test_the_minutes_are_of_this_month(patient, therapist):
    Monitoring.objects.create(patient=patient, started_on=NOV_2)
    add_minutes(patient, therapist, date(2026, 10, 31), 30, "phone")
    add_minutes(patient, therapist, NOV_2, 12)
    assert (facts_of(patient).minutes, facts_of(patient).live) == (12, False)
    add_minutes(patient, therapist, NOV_24, 3, "video")
    assert (facts_of(patient).minutes, facts_of(patient).live) == (15, True)


def test_without_a_course_there_is_only_the_way_to_one(as_user, therapist, patient):
    Monitoring.objects.create(patient=patient, started_on=NOV_2, ended_on=date(2026, 11, 10))
    assert facts_of(patient) == Facts(None)
    page = as_user(therapist).get(reverse("patient_detail", args=[patient.code])).text
    assert reverse("patient_monitoring", args=[patient.code]) in page
    assert reverse("minutes_add", args=[patient.code]) not in page


def test_a_clinic_that_does_not_monitor_sees_no_trace(as_user, therapist, patient, clinic):
    Monitoring.objects.create(patient=patient, started_on=NOV_2)
    address = reverse("patient_detail", args=[patient.code])
    assert "Data days" in as_user(therapist).get(address).text
    clinic.monitoring = False
    clinic.save()
    patient.clinic.refresh_from_db()
    assert facts_of(patient) is None
    page = as_user(therapist).get(address).text
    for trace in ("Data days", "onitoring", "minutes/"):
        assert trace not in page


def test_three_queries(patient, assert_queries):
    Monitoring.objects.create(patient=patient, started_on=NOV_2)
    with assert_queries(3):
        assert facts_of(patient).period
