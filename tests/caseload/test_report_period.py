"""Choosing the period of a progress report."""

import pytest
import time_machine
from django.urls import reverse


@pytest.fixture
def page(as_user, therapist, patient):
    with time_machine.travel("2026-11-24T17:00Z", tick=False):
        answer = as_user(therapist).get(reverse("report_period", args=[patient.code]))
        return answer.content.decode()


def test_it_begins_with_the_last_twelve_weeks(page, patient):
    assert 'value="2026-09-02"' in page
    assert 'value="2026-11-24"' in page
    assert f'action="{reverse("patient_report", args=[patient.code])}"' in page


def test_the_record_leads_here(as_user, therapist, patient):
    record = as_user(therapist).get(reverse("patient_detail", args=[patient.code]))
    assert reverse("report_period", args=[patient.code]) in record.content.decode()
