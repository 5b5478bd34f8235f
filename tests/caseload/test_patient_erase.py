"""An admin erases a record: the name is typed, the reason chosen, and nothing stands in the way."""

import time

import pytest

from people.models import AuditEvent, ErasureRequest, LegalHold
from tests.factories import make_member


@pytest.fixture
def gone(patient):
    patient.discharge()
    return patient


def address(patient):
    return f"/clinic/erasure/{patient.code}/"


def erase(client, patient, name="maria delgado", reason="asked"):
    return client.post(address(patient), {"name": name, "reason": reason})


def is_erased(patient):
    patient.refresh_from_db()
    return patient.erased_at is not None


def test_an_admin_erases_who_asked(as_user, clinic_admin, gone):
    ErasureRequest.ask(gone)
    client = as_user(clinic_admin)
    page = client.get(address(gone)).content.decode()
    assert "The patient asked for it on" in page
    answer = erase(client, gone)
    assert answer.url == "/clinic/erasure/"
    assert is_erased(gone)
    assert gone.erasure_requests.get().answered_by == clinic_admin
    assert client.get(address(gone)).status_code == 404
    row = AuditEvent.objects.get(action="patient_erase POST")
    assert (row.user_id, row.patient_code) == (clinic_admin.user_id, gone.code)


@pytest.mark.parametrize(
    ("name", "reason", "field"),
    [
        ("", "asked", "name"),
        ("Maria", "asked", "name"),
        ("Walter Nguyen", "asked", "name"),
        ("Maria Delgado", "", "reason"),
        ("Maria Delgado", "kept", "reason"),
    ],
)
def test_without_the_name_and_a_reason_nothing_goes(
    as_user, clinic_admin, gone, name, reason, field
):
    answer = erase(as_user(clinic_admin), gone, name, reason)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not is_erased(gone)


def test_a_hold_says_why_not(as_user, clinic_admin, gone):
    LegalHold.put_on(gone, clinic_admin, "Claim 12-88.")
    client = as_user(clinic_admin)
    page = client.get(address(gone)).content.decode()
    assert "A legal hold keeps this record." in page
    assert "Claim 12-88." in page
    assert "Erase for good" not in page
    answer = erase(client, gone)
    assert answer.status_code == 422
    assert "A legal hold keeps this record." in answer.content.decode()
    assert not is_erased(gone)


def test_care_that_goes_on_says_why_not(as_user, clinic_admin, patient):
    answer = erase(as_user(clinic_admin), patient)
    assert answer.status_code == 422
    assert "Care goes on." in answer.content.decode()
    assert not is_erased(patient)


def test_who_erases_proves_first_who_they_are(as_user, clinic_admin, gone):
    client = as_user(clinic_admin)
    session = client.session
    session["proved_at"] = int(time.time()) - 301
    session.save()
    answer = erase(client, gone)
    assert 'name="again-asked"' in answer.content.decode()
    assert not is_erased(gone)


def test_no_therapist_and_no_other_clinics_admin(as_user, therapist, outsider, other_clinic, gone):
    for person in (therapist, outsider, make_member(other_clinic, role="admin")):
        assert erase(as_user(person), gone).status_code == 404
    assert not is_erased(gone)


def test_the_page_says_nothing_of_the_care(as_user, clinic_admin, gone):
    page = as_user(clinic_admin).get(address(gone)).content.decode()
    assert "Maria Delgado" in page
    assert "Low back pain" not in page
