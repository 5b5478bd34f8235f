"""What the caseload asks of the database, however many patients there are."""

import uuid

import pytest
from django.utils import timezone

from caseload.models import CaseloadPatient
from logbook.keys import uuid7
from logbook.models import Session as PatientSession
from programs.models import Prescription, Program, ProgramVersion
from tests.caseload.history import do_session, make_program
from tests.caseload.listed import URL, names
from tests.factories import make_patient


@pytest.mark.parametrize("patients", [1, 3])
def test_queries_stay_the_same(as_user, therapist, history, assert_queries, patients):
    first = history("Patient 0")
    for number in range(1, patients):
        history(f"Patient {number}")
    client = as_user(therapist)
    client.get(URL)

    # User and membership; the words that wait in the menu; who is at the desk, and two of rows;
    # patients that colleagues offer.
    with assert_queries(2 + 1 + 1 + 2 + 1):
        assert len(names(client.get(URL))) == patients

    assert first.name in names(client.get(URL))


def test_200_patients_cost_the_same_queries(as_user, therapist, history, assert_queries):
    """All with a program and sessions: the first one's, copied."""
    first = history("Patient 000")
    version = first.program_versions.get()
    row, sessions = version.prescriptions.get(), list(first.sessions.all())
    for number in range(1, 200):
        patient = make_patient(therapist=therapist, name=f"Patient {number:03}")
        program = Program.open_for(patient)
        same = {"patient": patient, "program": program, "number": 1, "status": "sent"}
        sent = {"sent_at": version.sent_at, "effective_on": version.effective_on}
        copied = ProgramVersion.objects.create(**same | sent)
        row.pk, row.code, row.patient, row.version = None, uuid.uuid4(), patient, copied
        Prescription.objects.bulk_create([row])
        for session in sessions:
            session.pk, session.code, session.key = None, uuid.uuid4(), uuid7()
            session.patient, session.version = patient, copied
        sessions = PatientSession.objects.bulk_create(sessions)
    client = as_user(therapist)
    client.get(URL)

    with assert_queries(2 + 1 + 1 + 2 + 1):  # as with one and with three
        page = client.get(URL)

    assert page.context["page"].paginator.count == 200
    assert {len(row.recent_sessions) for row in page.context["worklist"].rows} == {3}


@pytest.mark.parametrize("patients", [1, 3])
def test_the_worklist_itself_asks_three_times(assert_queries, therapist, history, patients):
    for number in range(patients):
        do_session(history(f"Patient {number}"), 0, done=1, new_or_worse=True)

    with assert_queries(3):
        rows = CaseloadPatient.objects.in_care().for_worklist(timezone.localdate())
        assert (
            len([(row.why.words, row.strip, row.sparkline, row.adherence) for row in rows])
            == patients
        )


def test_only_versions_that_held_in_these_days_are_loaded(therapist, patient):
    for days_ago in (90, 60, 30, 5):
        make_program(patient, days_ago=days_ago)

    (row,) = CaseloadPatient.objects.in_care().for_worklist(patient.today())

    assert [version.number for version in row.versions] == [3, 4]
