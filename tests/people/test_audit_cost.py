"""What the audit trail itself asks the database, which assert_queries leaves out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


@pytest.fixture
def asked():
    """`asked(client, address)`: the first words of each query of the trail."""

    def ask(client, address):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        trail = [row["sql"] for row in captured if '"people_audit' in row["sql"]]
        return [sql.split()[0] for sql in trail]

    return ask


def test_a_page_is_one_insert(asked, as_user, therapist, patient):
    address = reverse("patient_detail", args=[patient.code])
    assert asked(as_user(therapist), address) == ["INSERT"]


def test_a_patients_page_is_one_insert(asked, as_user, patient):
    assert asked(as_user(patient), reverse("today")) == ["INSERT"]


def test_a_list_looks_whether_it_is_kept(asked, as_user, therapist, patient, other_patient):
    client, address = as_user(therapist), reverse("caseload")
    assert asked(client, address) == ["SELECT", "INSERT", "INSERT"]
    assert asked(client, address) == ["SELECT", "INSERT"]


def test_a_page_without_a_patient_asks_nothing(asked, as_user, clinic_admin):
    assert asked(as_user(clinic_admin), reverse("clinic_about")) == []
