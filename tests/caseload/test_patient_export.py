import io
import time
import zipfile

import pytest


def ask(client, patient, proved=0):
    session = client.session
    session["proved_at"] = int(time.time()) - proved
    session.save()
    return client.post(f"/patients/{patient.code}/export/")


def test_a_therapist_makes_it_for_a_patient_who_asks(as_user, therapist, patient):
    page = as_user(therapist).get(f"/patients/{patient.code}/export/").content.decode()
    assert "A copy of the record for Maria Delgado" in page
    answer = ask(as_user(therapist), patient)
    assert "no-store" in answer.headers["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert "Maria Delgado" in archive.read("index.html").decode()


def test_who_asks_proves_first_who_they_are(as_user, therapist, patient):
    answer = ask(as_user(therapist), patient, proved=301)
    assert 'name="again-asked"' in answer.content.decode()


@pytest.mark.parametrize("who", ["outsider", "clinic_admin", "other_patient"])
def test_nobody_else_does(as_user, request, patient, who):
    answer = ask(as_user(request.getfixturevalue(who)), patient)
    assert answer.status_code == 404


@pytest.mark.parametrize("who", ["clinic_admin", "other_patient"])
def test_who_treats_nobody_is_not_even_asked_for_a_proof(as_user, request, patient, who):
    answer = ask(as_user(request.getfixturevalue(who)), patient, proved=301)
    assert answer.status_code == 404


def test_the_record_leads_to_it(as_user, therapist, patient):
    page = as_user(therapist).get(f"/patients/{patient.code}/").content.decode()
    assert f"/patients/{patient.code}/export/" in page
