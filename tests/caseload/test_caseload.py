"""Whose patients stand on the caseload, and how many on a page."""

from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import Cover, Episode
from tests.caseload.listed import URL, names
from tests.factories import make_member, make_patient


def test_own_patients_by_default(as_user, therapist, colleague, patient):
    make_patient(therapist=colleague, name="Sams Patient")

    response = as_user(therapist).get(URL)

    assert names(response) == ["Maria Delgado"]
    assert b"Sams Patient" not in response.content


def test_a_colleagues_patients_and_everyones(as_user, therapist, colleague, patient):
    make_patient(therapist=colleague, name="Sams Patient")
    client = as_user(therapist)

    assert names(client.get(URL, {"therapist": colleague.code})) == ["Sams Patient"]
    assert names(client.get(URL, {"therapist": "everyone"})) == ["Maria Delgado", "Sams Patient"]
    assert b"Dana Okafor" in client.get(URL, {"therapist": "everyone"}).content


@pytest.mark.parametrize("who", ["outsider", "nobody", "1"])
def test_another_clinics_member_is_not_there(as_user, therapist, outsider, patient, who):
    code = outsider.code if who == "outsider" else who

    response = as_user(therapist).get(URL, {"therapist": code})

    assert response.status_code == 404
    assert b"Olga" not in response.content


def test_the_outsider_sees_none_of_our_patients(as_user, outsider, patient, outsiders_patient):
    for query in ({}, {"therapist": "everyone"}, {"show": "discharged"}):
        response = as_user(outsider).get(URL, query)

        assert b"Delgado" not in response.content
    assert b"Delgado" not in as_user(outsider).post(URL, {"q": "Maria"}).content
    assert names(as_user(outsider).get(URL)) == ["Priya Raman"]


def test_not_for_admins_and_patients(as_user, clinic_admin, patient):
    assert as_user(clinic_admin).get(URL).status_code == 404
    assert as_user(patient).get(URL).status_code == 404


def test_an_admin_with_credentials_has_a_caseload(as_user, clinic):
    owner = make_member(clinic, role="admin", email="own@riverbend.test")
    owner.credentials = "DPT"
    owner.save()
    make_patient(therapist=owner, name="Own Patient")

    assert names(as_user(owner).get(URL)) == ["Own Patient"]


def test_patients_one_covers_for_are_ones_own_for_these_days(as_user, therapist, colleague, clinic):
    make_patient(therapist=colleague, name="Sams Patient")
    make_patient(therapist=therapist, name="Own Patient")
    today = timezone.localdate(timezone=ZoneInfo(clinic.zone))
    cover = Cover.objects.create(
        clinic=clinic, away=colleague, by=therapist, from_date=today, to_date=today
    )
    client = as_user(therapist)

    page = client.get(URL)
    assert names(page) == ["Own Patient", "Sams Patient"]
    page = client.get(URL, {"therapist": "everyone"})
    assert "Sam Rivera, covered by Dana Okafor" in page.content.decode()

    cover.end()
    assert names(client.get(URL)) == ["Own Patient"]


def test_discharged_patients_have_a_list_of_their_own(as_user, therapist, patient, other_patient):
    other_patient.discharge()
    client = as_user(therapist)

    assert names(client.get(URL)) == ["Maria Delgado"]
    assert names(client.get(URL, {"show": "discharged"})) == ["Walter Nguyen"]


def test_a_patient_with_an_old_and_an_open_episode_stands_once(as_user, therapist, patient):
    Episode.objects.create(
        patient=patient,
        complaint="Old knee",
        started_on="2020-01-01",
        discharged_at=timezone.now(),
    )
    client = as_user(therapist)

    assert names(client.get(URL)) == ["Maria Delgado"]
    assert b"Low back pain" in client.get(URL).content
    assert names(client.get(URL, {"show": "discharged"})) == []


def test_htmx_gets_the_table_alone(as_user, therapist, patient):
    response = as_user(therapist).post(URL, {"q": "maria"}, headers={"HX-Request": "true"})

    assert response.content.strip().startswith(b"<div")
    assert b'id="caseload-table"' in response.content
    assert b"<html" not in response.content
    assert b"Maria Delgado" in response.content


def test_fifty_a_page(as_user, therapist):
    for number in range(51):
        make_patient(therapist=therapist, name=f"Patient {number:02}")
    client = as_user(therapist)

    assert len(names(client.get(URL))) == 50
    assert names(client.get(URL, {"page": 2})) == ["Patient 50"]
    assert names(client.get(URL, {"page": "x"}))[0] == "Patient 00"


def test_no_patients_yet_shows_the_next_three_steps(as_user, therapist):
    page = as_user(therapist).get(URL).content.decode()

    assert page.count("<li>") == 3
    assert reverse("patient_add") in page
