import io
import json
import time
import zipfile

import pytest

from tests.caseload.filled import fill


def prove(client, ago=0):
    session = client.session
    session["proved_at"] = int(time.time()) - ago
    session.save()


def ask(client, patient, proved=0):
    prove(client, ago=proved)
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


# Where and by what the patient signs in: their own affair.
OWN = {"signed_in_browsers", "second_factors", "phones"}


def test_it_says_nothing_of_the_patients_browsers_and_phones(
    as_user, therapist, colleague, patient
):
    fill(patient, therapist, colleague)
    by_staff = lists_of(ask(as_user(therapist), patient))
    client = as_user(patient)
    prove(client)
    own = lists_of(client.post("/me/export/"))
    assert own.keys() - by_staff.keys() == OWN
    assert all(own[name] for name in OWN)
    assert [row["device"] for row in own["signed_in_browsers"]].count("Firefox") == 1


def lists_of(answer):
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        lists, page = json.loads(archive.read("data.json")), archive.read("index.html").decode()
    assert ("Firefox" in page) == ("signed_in_browsers" in lists)
    return lists


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
