from django.urls import reverse


def address(patient):
    return reverse("patient_discharge", args=[patient.code])


def test_asking_changes_nothing_and_a_post_ends_the_episode(as_user, therapist, patient):
    client = as_user(therapist)
    assert "Discharge Maria Delgado?" in client.get(address(patient)).content.decode()
    assert patient.episodes.get().discharged_at is None
    assert client.post(address(patient)).url == f"/patients/{patient.code}/"
    ended = patient.episodes.get().discharged_at
    assert ended is not None
    client.post(address(patient))
    assert patient.episodes.get().discharged_at == ended


def test_an_outsider_discharges_nobody(as_user, outsider, patient):
    for response in (
        as_user(outsider).get(address(patient)),
        as_user(outsider).post(address(patient)),
    ):
        assert response.status_code == 404
        assert "Maria" not in response.content.decode()
    assert patient.episodes.get().discharged_at is None
