"""The record of a patient's monitoring: what was agreed and told, from when to when."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from caseload.models import Monitoring


@pytest.fixture
def monitored(clinic):
    clinic.monitoring = True
    clinic.save()
    return clinic


def address(patient):
    return reverse("patient_monitoring", args=[patient.code])


def posted(patient, **fields):
    return {"revision": 0, "started_on": patient.today().isoformat()} | fields


def test_it_is_not_there_where_the_clinic_does_not_monitor(as_user, therapist, patient, clinic):
    assert as_user(therapist).get(address(patient)).status_code == 404
    assert as_user(therapist).post(address(patient), posted(patient)).status_code == 404
    clinic.monitoring = True
    clinic.save()
    assert as_user(therapist).get(address(patient)).status_code == 200


def test_a_course_begins_with_all_that_was_told(as_user, therapist, patient, monitored):
    today = patient.today().isoformat()
    answer = as_user(therapist).post(
        address(patient),
        posted(
            patient,
            consent_on=today,
            copay_told="on",
            educated_on=today,
            plan_of_care="Plan of November 2",
            biller="Dana Okafor, PT",
            modifiers="GP",
        ),
    )
    assert answer.status_code == 302
    course = patient.monitorings.get()
    assert (course.started_on, course.consent_by, course.revision) == (
        patient.today(),
        therapist,
        1,
    )
    assert course.gaps == []


def test_a_bare_course_names_every_gap(as_user, therapist, patient, monitored):
    page = as_user(therapist).post(address(patient), posted(patient), follow=True)
    assert patient.monitorings.get().gaps == [
        "Consent not recorded",
        "Set-up and education not recorded",
        "Plan of care missing",
        "Who bills is missing",
        "Modifiers missing",
    ]
    assert "Consent not recorded. Set-up and education not recorded" in page.text


def test_consent_without_a_word_on_the_copay_is_a_gap(patient):
    course = Monitoring(patient=patient, started_on=patient.today(), consent_on=patient.today())
    assert course.gaps[0] == "Possible co-pay not told"


def test_an_edit_keeps_who_took_the_consent(as_user, therapist, colleague, patient, monitored):
    consent = {"consent_on": patient.today().isoformat()}
    as_user(therapist).post(address(patient), posted(patient, **consent))
    as_user(colleague).post(address(patient), posted(patient, revision=1, biller="Sam", **consent))
    course = patient.monitorings.get()
    assert (course.biller, course.consent_by, course.revision) == ("Sam", therapist, 2)


def test_a_stale_save_shows_both_and_loses_nothing(as_user, therapist, patient, monitored):
    client = as_user(therapist)
    client.post(address(patient), posted(patient, biller="Dana"))
    client.post(address(patient), posted(patient, revision=1, biller="Sam"))
    answer = client.post(address(patient), posted(patient, revision=1, biller="Mine"))
    assert answer.status_code == 409
    assert patient.monitorings.get().biller == "Sam"
    for words in ("<td>Sam</td>", "<td>Mine</td>", 'value="Mine"', 'name="revision" value="2"'):
        assert words in answer.text
    again = client.post(address(patient), posted(patient, revision=2, biller="Mine"))
    assert again.status_code == 302
    assert patient.monitorings.get().biller == "Mine"


def test_two_courses_begun_at_once_are_one(as_user, therapist, patient, monitored):
    client = as_user(therapist)
    assert client.post(address(patient), posted(patient)).status_code == 302
    assert client.post(address(patient), posted(patient, biller="Other")).status_code == 409
    assert patient.monitorings.count() == 1


@pytest.mark.parametrize(
    ("field", "days", "words"),
    [
        ("started_on", 1, "Use a date up to today."),
        ("consent_on", 1, "Use a date up to today."),
        ("ended_on", -3, "The end cannot come before the start."),
    ],
)
def test_dates_that_cannot_be(as_user, therapist, patient, monitored, field, days, words):
    day = patient.today() + timedelta(days=days)
    answer = as_user(therapist).post(address(patient), posted(patient, **{field: day.isoformat()}))
    assert answer.status_code == 422
    assert words in answer.text
    assert not patient.monitorings.exists()


def test_after_the_end_another_course_may_begin(as_user, therapist, patient, monitored):
    today = patient.today()
    Monitoring.objects.create(
        patient=patient, started_on=today - timedelta(days=40), ended_on=today - timedelta(days=5)
    )
    client = as_user(therapist)
    assert "Start again" in client.get(address(patient)).text
    overlaps = posted(patient, started_on=(today - timedelta(days=5)).isoformat())
    assert client.post(f"{address(patient)}?new", overlaps).status_code == 422
    assert client.post(f"{address(patient)}?new", posted(patient)).status_code == 302
    assert [course.started_on for course in patient.monitorings.all()] == [
        today,
        today - timedelta(days=40),
    ]


def test_a_course_that_ends_counts_no_later_day(patient):
    course = Monitoring(patient=patient, started_on=date(2026, 11, 2), ended_on=date(2026, 12, 10))
    assert course.period_on(date(2026, 12, 5)) == (2, date(2026, 12, 2), date(2026, 12, 10))
    assert course.period_on(date(2026, 12, 11)) is None
    assert course.period_on(date(2026, 11, 1)) is None
