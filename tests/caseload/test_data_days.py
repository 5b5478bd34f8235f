"""What is a data day: a local date on which the patient entered data at home."""

from datetime import date, datetime, timedelta

import pytest

from caseload.monitoring import data_days
from logbook.keys import uuid7
from logbook.models import FunctionActivity, FunctionScore, Session
from tests.caseload.monitoring import NEW_YORK, enter_data, noon

NOV_1, NOV_2, NOV_24 = date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 24)


def at(month, day, hour, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=NEW_YORK)


def dates_of(patient):
    return sorted(data_days([patient], date(2026, 1, 1), date(2026, 12, 31))[patient.pk])


def test_a_day_in_the_clinic_is_no_data_day(patient, therapist, version):
    session = enter_data(patient, noon(NOV_2))
    enter_data(patient, noon(NOV_24))
    assert dates_of(patient) == [NOV_2, NOV_24]
    Session.objects.filter(pk=session.pk).update(place=Session.Place.CLINIC, logged_by=therapist)
    assert dates_of(patient) == [NOV_24]


def test_what_staff_wrote_down_is_no_data_day(patient, therapist, version):
    session = enter_data(patient, noon(NOV_2))
    Session.objects.filter(pk=session.pk).update(logged_by=therapist)
    assert dates_of(patient) == []


def test_a_session_opened_without_an_answer_is_no_data_day(patient, version):
    session = Session.start(patient, uuid7(), now=noon(NOV_2))
    assert dates_of(patient) == []
    session.log_stretch(version.prescriptions.get(), uuid7(), skipped=True, now=noon(NOV_2))
    assert dates_of(patient) == [NOV_2]


@pytest.mark.parametrize(
    "answer", [{"pain_before": 0}, {"since_last": "same"}, {"new_or_worse_before": False}]
)
def test_each_answer_before_a_session_is_data(patient, version, answer):
    Session.start(patient, uuid7(), now=noon(NOV_2), **answer)
    assert dates_of(patient) == [NOV_2]


def test_the_answers_at_the_end_alone_are_data(patient, version):
    session = Session.start(patient, uuid7(), now=noon(NOV_2))
    session.finish(uuid7(), new_or_worse=False, now=noon(NOV_2))
    assert dates_of(patient) == [NOV_2]


def test_a_session_past_midnight_and_a_later_correction_belong_to_the_day_it_began(
    patient, version
):
    prescription = version.prescriptions.get()
    session = Session.start(patient, uuid7(), now=at(11, 2, 23, 50))
    session.log_set(prescription, uuid7(), "none", 1, 8, now=at(11, 3, 0, 10))
    session.log_set(prescription, uuid7(), "none", 1, 10, now=at(11, 5, 9))
    assert dates_of(patient) == [NOV_2]


def test_ten_minutes_before_and_after_midnight_are_two_days_on_nights_the_clock_changes(
    patient, version
):
    for month, day in ((3, 7), (10, 31)):  # the clocks change in the night that follows
        enter_data(patient, at(month, day, 23, 50))
        enter_data(patient, at(month, day, 23, 50) + timedelta(minutes=20))
    # 1:30 comes twice on November 1: still that one day
    enter_data(patient, datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK, fold=1))
    assert dates_of(patient) == [date(2026, 3, 7), date(2026, 3, 8), date(2026, 10, 31), NOV_1]


def test_own_scores_are_data_and_those_a_therapist_asked_are_not(patient, therapist):
    kneel = FunctionActivity.objects.create(
        patient=patient, words="Kneel in the garden", position=1, added_on=NOV_1
    )
    for on_date, by in ((NOV_2, therapist), (NOV_24, None)):
        FunctionScore.objects.create(
            patient=patient, activity=kneel, on_date=on_date, score=3, by=by, at=noon(on_date)
        )
    assert dates_of(patient) == [NOV_24]
