import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from caseload.disclosures import given_out
from people.audit import record
from people.models import Disclosure


def address(patient):
    return reverse("patient_disclosures", args=[patient.code])


@pytest.fixture
def letter():
    return {
        "key": str(uuid.uuid4()),
        "on_date": "2026-01-05",
        "to_whom": "Blue Insurance",
        "what": "A letter about six visits",
        "why": "The patient’s claim",
    }


def told(patient):
    return [(str(entry.what), str(entry.to_whom), entry.by) for entry in given_out(patient)]


def test_files_papers_and_mails_of_the_program_are_listed(therapist, patient, other_patient):
    record(therapist, "patient_report GET", patient)
    record(therapist, "patient_export POST", patient, outcome="refused")
    record(therapist, "patient_detail GET", patient)
    record(therapist, "patient_report GET", other_patient)
    assert told(patient) == [("A progress report", "whoever it was printed for", "Dana Okafor")]
    record(therapist, "monitoring_csv GET", listed=[patient.code, other_patient.code])
    assert len(told(patient)) == 2


def test_a_printed_handout_is_listed(as_user, therapist, patient):
    record(therapist, "program_handout GET", patient)
    page = as_user(therapist).get(address(patient)).content.decode()
    assert "The program, on paper" in page


def test_what_went_another_way_is_added_once(as_user, therapist, patient, letter):
    client = as_user(therapist)
    for _click in range(2):
        assert client.post(address(patient), letter).status_code == 302
    row = Disclosure.objects.get()
    assert (row.patient, row.by, row.to_whom) == (patient, therapist, "Blue Insurance")
    assert told(patient) == [("A letter about six visits", "Blue Insurance", "Dana Okafor")]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("to_whom", "", "This is needed."),
        ("why", " ", "This is needed."),
        ("what", "x" * 301, "at most 300"),
        ("on_date", "2099-01-01", "This day is still to come."),
    ],
)
def test_bad_input_comes_back_as_typed(as_user, therapist, patient, letter, field, value, said):
    answer = as_user(therapist).post(address(patient), letter | {field: value})
    assert answer.status_code == 422
    assert said in str(answer.context["form"].errors[field])
    assert letter["key"] in answer.content.decode()
    assert not Disclosure.objects.exists()


def test_nothing_may_be_left_out(patient, therapist):
    with pytest.raises(IntegrityError), transaction.atomic():
        Disclosure.objects.create(patient=patient, on_date="2026-01-05", by=therapist)


def test_an_admin_who_treats_nobody_keeps_the_log_too(as_user, clinic_admin, patient, letter):
    client = as_user(clinic_admin)
    assert client.post(address(patient), letter).status_code == 302
    page = client.get(address(patient)).content.decode()
    assert "Blue Insurance" in page
    assert reverse("patient_detail", args=[patient.code]) not in page


def test_notice_and_monitoring_stand_on_one_page(as_user, therapist, patient):
    patient.monitorings.create(
        started_on="2026-01-02", consent_on="2026-01-03", consent_by=therapist
    )
    page = " ".join(as_user(therapist).get(address(patient)).content.decode().split())
    assert "Medical notice, version 1 (en): read and understood on" in page
    assert "Monitoring: agreed on January 3, 2026 (written down by Dana Okafor)" in page


def test_another_clinics_patient_is_not_there(as_user, therapist, outsiders_patient, letter):
    client = as_user(therapist)
    assert client.get(address(outsiders_patient)).status_code == 404
    assert client.post(address(outsiders_patient), letter).status_code == 404
    assert not Disclosure.objects.exists()
