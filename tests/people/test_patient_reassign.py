import pytest
from django.urls import reverse

from tests.factories import make_member


def post(client, patient, member):
    return client.post(
        reverse("patient_reassign", args=[patient.code]),
        {"therapist": getattr(member, "code", member)},
    )


def test_a_patient_goes_to_a_colleague(as_user, therapist, colleague, patient):
    response = post(as_user(therapist), patient, colleague)
    patient.refresh_from_db()
    assert response.url == f"/patients/{patient.code}/"
    assert patient.therapist == colleague
    assert patient.therapist_links.count() == 1


def test_nobody_outside_or_without_patients_is_chosen(
    as_user, therapist, outsider, clinic_admin, clinic, patient
):
    ended = make_member(clinic)
    ended.ended_at = "2026-01-01T00:00Z"
    ended.save()
    for member in (outsider, clinic_admin, ended, "nobody", ""):
        response = post(as_user(therapist), patient, member)
        assert response.status_code == 422
        assert 'id="id_therapist_error"' in response.content.decode()
    assert patient.therapist == therapist
    with pytest.raises(ValueError):
        patient.reassign(outsider)


def test_the_page_offers_the_clinics_therapists(as_user, therapist, colleague, outsider, patient):
    address = reverse("patient_reassign", args=[patient.code])
    page = as_user(therapist).get(address).content.decode()
    assert "Sam Rivera, PT" in page
    assert "Olga" not in page


def test_an_outsider_reassigns_nobody(as_user, outsider, therapist, patient):
    response = post(as_user(outsider), patient, outsider)
    assert response.status_code == 404
    assert patient.therapist == therapist
