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
def test_a_report_takes_four_queries(therapist, assert_queries, number):
    for _ in range(number):
        patient = make_patient(therapist=therapist)
        Monitoring.objects.create(patient=patient, started_on=NOV_2)
        add_minutes(patient, therapist, NOV_2, 20, "phone")
    with time_machine.travel(noon(NOV_24), tick=False), assert_queries(4):
        assert len(report_of(therapist, NOV_1)) == number


# --- the page ----------------------------------------------------------------------------------


def show(client, query=""):
    return client.get(f"/monitoring/{query}")


@pytest.fixture
def on_nov_24():
    with time_machine.travel(noon(NOV_24), tick=False):
        yield


@pytest.fixture
def monitors(clinic, on_nov_24):
    clinic.monitoring = True
    clinic.save()


def test_the_page_says_what_is_met_and_what_is_missing(
    as_user, therapist, patient, version, monitors
):
    Monitoring.objects.create(patient=patient, started_on=NOV_2)
    for day in range(2, 13):
        enter_data(patient, noon(date(2026, 11, day)))
    add_minutes(patient, therapist, NOV_2, 12)
    page = " ".join(show(as_user(therapist)).text.split())
    for words in (
        "Maria Delgado",
        "Nov 2 – Dec 1",
        "<b>11</b> data days , 8 days left",
        "5 more data days by Dec 1",
        "<b>12</b> minutes , no live contact",
        "No live contact this month",
        "Consent not recorded",
        "Set-up and education not recorded",
        "Plan of care missing",
        "Not billing advice",
        "some need a medical device as the FDA defines it",
    ):
        assert words.replace(" ,", ",") in page.replace(" ,", ",")
    assert page.count(": count met") == 2  # set-up, and supply of 2 to 15 days
    for never in ("code supported", "billable", "eligible"):
        assert never not in page.lower()


def test_a_clinics_own_decision_stands_in_the_place_of_ours(as_user, therapist, clinic, monitors):
    clinic.compliance_decision = "Decided <June 3> by counsel"
    clinic.save()
    page = show(as_user(therapist)).text
    assert "Decided &lt;June 3&gt; by counsel" in page
    assert "medical device" not in page


def test_earlier_months_are_a_click_away_and_later_ones_are_not_there(
    as_user, therapist, patient, monitors
):
    Monitoring.objects.create(patient=patient, started_on=NOV_2)
    client = as_user(therapist)
    page = show(client).text
    assert "?month=2026-10" in page
    assert "?month=2026-12" not in page
    october = show(client, "?month=2026-10").text
    assert "Nobody was monitored this month" in october
    assert "?month=2026-11" in october
    for odd in ("2026-12", "2026-13", "2026-1", "", "x", "9999-01"):
        assert show(client, f"?month={odd}").status_code == 404


def test_it_is_not_there_where_the_clinic_does_not_monitor(as_user, therapist, patient):
    Monitoring.objects.create(patient=patient, started_on=NOV_2)
    client = as_user(therapist)
    assert show(client).status_code == 404
