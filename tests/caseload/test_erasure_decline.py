import pytest

from people.models import ErasureRequest


@pytest.fixture
def asked(patient):
    return ErasureRequest.ask(patient)


def post(client, patient, answer="The law keeps it until 2033."):
    return client.post(f"/clinic/erasure/{patient.code}/decline/", {"answer": answer})


def test_the_patient_reads_why_not(as_user, clinic_admin, patient, asked):
    assert post(as_user(clinic_admin), patient).url == "/clinic/erasure/"
    asked.refresh_from_db()
    assert (asked.state, asked.answered_by) == ("declined", clinic_admin)
    page = as_user(patient).get("/me/erasure/").content.decode()
    assert "The law keeps it until 2033." in page


def test_an_answer_is_needed(as_user, clinic_admin, patient, asked):
    answer = post(as_user(clinic_admin), patient, answer="")
    assert answer.status_code == 422
    assert 'id="id_answer_error"' in answer.content.decode()
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_nobody_else_answers(as_user, therapist, outsider, patient, asked):
    for person in (therapist, outsider):
        assert post(as_user(person), patient).status_code == 404
    asked.refresh_from_db()
    assert asked.state == "asked"
