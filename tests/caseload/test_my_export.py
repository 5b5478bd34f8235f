import io
import time
import zipfile

import pytest
from django.utils import timezone

from people.devices import COOKIE
from people.models import AccessCode, Device
from tests.caseload.history import do_session, make_program


@pytest.fixture
def fresh(as_user):
    """`fresh(person)` is signed in and has just proved who they are."""

    def client_of(person):
        client = as_user(person)
        session = client.session
        session["proved_at"] = int(time.time())
        session.save()
        return client

    return client_of


def test_a_patient_gets_the_own_record_as_one_file(fresh, patient, therapist):
    make_program(patient, by=therapist)
    do_session(patient, note="Better today.")
    answer = fresh(patient).post("/me/export/")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "Maria" not in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert "Better today." in archive.read("index.html").decode()


def test_opening_the_page_makes_no_file(as_user, patient):
    answer = as_user(patient).get("/me/export/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_who_asks_proves_first_who_they_are(as_user, patient):
    client = as_user(patient)
    session = client.session
    session["proved_at"] = int(time.time()) - 301
    session.save()
    answer = client.post("/me/export/")
    assert "Content-Disposition" not in answer.headers
    assert 'name="again-asked"' in answer.content.decode()


def test_under_me_is_the_way_to_it(as_user, patient, therapist):
    assert "/me/export/" in as_user(patient).get("/me/").content.decode()
    assert "/me/export/" not in as_user(therapist).get("/me/").content.decode()


def test_a_handouts_phone_is_sent_to_sign_in(client, patient):
    client.cookies[COOKIE] = Device.remember(patient, AccessCode.of(patient), timezone.now())
    answer = client.post("/me/export/")
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/login/")
