"""What is left of an escalation: the admin learns that flags wait, and never what was told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload.models import WorklistRules
from caseload.overdue import overdue_flags
from logbook.keys import uuid7
from logbook.models import Flag
from tests.caseload.history import do_session, make_program


def flagged(patient, hours_ago):
    if not patient.programs.exists():
        make_program(patient)
    at = timezone.now() - timedelta(hours=hours_ago)
    session = patient.sessions.first() or do_session(patient, 1, finish=False)
    return Flag.raise_for(session, Flag.Reason.MOVED_DOWN, uuid7(), at)


@pytest.mark.parametrize(("hours_ago", "overdue"), [(3.9, []), (4.1, [("Dana Okafor", 1)])])
def test_after_the_clinics_hours(patient, hours_ago, overdue):
    flagged(patient, hours_ago)
    assert overdue_flags(patient.clinic, timezone.now()) == overdue


def test_a_patient_counts_once_under_the_first_therapist(patient, other_patient, colleague):
    for one in (patient, patient, other_patient):
        flagged(one, 9)
    patient.therapist_links.create(membership=colleague)
    assert overdue_flags(patient.clinic, timezone.now()) == [("Dana Okafor", 2)]


def test_closed_switched_off_or_elsewhere_there_is_none(patient, therapist, other_clinic):
    flag = flagged(patient, 9)
    assert overdue_flags(other_clinic, timezone.now()) == []
    rules = WorklistRules.objects.create(
        clinic=patient.clinic, cover_after_hours=0, admin_after_hours=0
    )
    assert overdue_flags(patient.clinic, timezone.now()) == []
    rules.delete()
    patient.clinic.refresh_from_db()
    flag.close(therapist, "called", "Well.", {}, keep_paused=False)
    assert overdue_flags(patient.clinic, timezone.now()) == []


def test_the_admin_reads_it_on_the_clinics_page(as_user, clinic_admin, patient):
    flagged(patient, 9)
    page = " ".join(as_user(clinic_admin).get(reverse("clinic_staff")).content.decode().split())
    assert "Safety flags wait longer than they should." in page
    assert "Dana Okafor: 1 patient" in page
    assert "Maria" not in page
    assert "lower" not in page
