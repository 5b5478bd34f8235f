from people.models import ErasureRequest


def test_a_patient_asks_once_and_takes_it_back(as_user, patient):
    client = as_user(patient)
    for _click in range(2):
        assert client.post("/me/erasure/").url == "/me/erasure/"
    assert ErasureRequest.objects.get(patient=patient).state == "asked"
    assert "You asked your clinic" in client.get("/me/erasure/").content.decode()
    client.post("/me/erasure/", {"act": "withdraw"})
    assert ErasureRequest.objects.get(patient=patient).state == "withdrawn"


def test_looking_asks_nothing(as_user, patient):
    page = as_user(patient).get("/me/erasure/").content.decode()
    assert "Ask my clinic to erase it" in page
    assert not ErasureRequest.objects.exists()


def test_it_asks_for_nobody_else(as_user, patient, other_patient):
    as_user(patient).post("/me/erasure/")
    assert not other_patient.erasure_requests.exists()


def test_under_me_is_the_way_to_it(as_user, patient):
    assert "/me/erasure/" in as_user(patient).get("/me/").content.decode()
