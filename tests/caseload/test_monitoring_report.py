"""The report of a clinic and month: whose patients, what counts once, and how it is shown."""

from datetime import date

import pytest
import time_machine

from caseload.models import Monitoring
from caseload.monitoring_report import report_of
from tests.caseload.monitoring import add_minutes, enter_data, noon, read_report
from tests.factories import make_patient

NOV_1, NOV_2, NOV_24 = date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 24)
NOT_LIVE = "No live contact this month"


def test_struck_out_minutes_and_their_talk_do_not_count(patient, therapist):
    Monitoring.objects.create(patient=patient, started_on=NOV_2)
    add_minutes(patient, therapist, NOV_2, 10)
    talked = add_minutes(patient, therapist, NOV_2, 10, "phone")
    assert read_report(therapist, NOV_24)[-2:] == ["98980 1", "98981 0: 20 more minutes"]
    assert talked.strike(therapist)
    assert read_report(therapist, NOV_24)[-2] == f"98979 0: {NOT_LIVE}"


def test_minutes_stand_with_the_later_of_two_courses_in_a_month(patient, therapist):
    """They count once; and set-up counts once an episode."""
    Monitoring.objects.create(patient=patient, started_on=NOV_2, ended_on=date(2026, 11, 10))
    later = Monitoring.objects.create(patient=patient, started_on=date(2026, 11, 12))
    add_minutes(patient, therapist, NOV_2, 20, "phone")
    with time_machine.travel(noon(NOV_24), tick=False):
        rows = report_of(therapist, NOV_1)
    assert [(row.course == later, row.month and row.month.minutes) for row in rows] == [
        (False, None),
        (True, 20),
    ]


@pytest.mark.parametrize(("episodes", "counted"), [(1, False), (2, True)])
def test_set_up_counts_once_an_episode(patient, therapist, version, episodes, counted):
    """The same days under one episode, and with another begun between the two courses."""
    Monitoring.objects.create(patient=patient, started_on=NOV_2, ended_on=date(2026, 11, 10))
    Monitoring.objects.create(patient=patient, started_on=date(2026, 11, 12))
    for day in (2, 3, 12, 13):
        enter_data(patient, noon(date(2026, 11, day)))
    if episodes == 2:
        patient.episodes.update(discharged_at=noon(date(2026, 11, 10)))
        patient.episodes.create(complaint="Neck", started_on=date(2026, 11, 11))
    with time_machine.travel(noon(NOV_24), tick=False):
        later = report_of(therapist, NOV_1)[1]
    assert ("98975" in [count.code.number for count in later.counts]) == counted


def test_a_report_is_of_the_clinics_own_patients(patient, therapist, outsider, clinic_admin):
    Monitoring.objects.create(patient=patient, started_on=NOV_2)
    assert read_report(therapist, NOV_24)
    assert read_report(outsider, NOV_24) == []
    assert read_report(clinic_admin, NOV_24) == []


@pytest.mark.parametrize("number", [1, 3])
def test_a_report_takes_four_queries(therapist, pinned_queries, number):
    for _ in range(number):
        patient = make_patient(therapist=therapist)
        Monitoring.objects.create(patient=patient, started_on=NOV_2)
        add_minutes(patient, therapist, NOV_2, 20, "phone")
    with time_machine.travel(noon(NOV_24), tick=False), pinned_queries(4):
        assert len(report_of(therapist, NOV_1)) == number
