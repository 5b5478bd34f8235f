from django.urls import reverse

from people.audit import record
from people.models import Disclosure

URL = reverse("my_disclosures")


def test_a_patient_reads_what_was_agreed_and_given_out(as_user, therapist, patient, other_patient):
    said = {"on_date": "2026-01-05", "what": "A letter", "why": "A claim"}
    for one, whom in ((patient, "Blue Insurance"), (other_patient, "Red Insurance")):
        Disclosure.objects.create(**said, patient=one, to_whom=whom, by=therapist)
    record(therapist, "patient_report GET", patient)
    record(therapist, "patient_report GET", other_patient)
    page = as_user(patient).get(URL).content.decode()
    assert "Blue Insurance" in page
    assert "Red Insurance" not in page
    assert page.count("A progress report") == 1
    assert "Medical notice, version 1" in page


def test_a_phone_of_a_handout_reads_none(client, patient):
    assert client.get(URL).status_code == 302
