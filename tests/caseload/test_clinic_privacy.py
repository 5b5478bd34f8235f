from datetime import timedelta

import pytest
from django.utils import timezone

from people.models import Clinic


def post(client, revision, **data):
    return client.post("/clinic/privacy/", {"revision": revision} | data)


def test_an_admin_restricts_therapists_to_their_caseload(as_user, clinic, clinic_admin):
    answer = post(as_user(clinic_admin), clinic.revision, restrict_to_caseload="on")
    assert answer.url == "/clinic/privacy/"
    clinic.refresh_from_db()
    assert clinic.restrict_to_caseload


def test_a_stale_save_shows_both(as_user, clinic, clinic_admin):
    Clinic.objects.update(restrict_to_caseload=True, revision=7)
    answer = post(as_user(clinic_admin), clinic.revision)
    assert answer.status_code == 409
    assert 'value="7"' in answer.content.decode()
    clinic.refresh_from_db()
    assert clinic.restrict_to_caseload


def test_an_admin_says_how_long_records_stay(as_user, clinic, clinic_admin):
    client = as_user(clinic_admin)
    assert "No record is erased by itself." in client.get("/clinic/privacy/").content.decode()
    post(client, clinic.revision, keep_years="7")
    clinic.refresh_from_db()
    assert clinic.keep_years == 7
    post(client, clinic.revision, keep_years="")
    clinic.refresh_from_db()
    assert clinic.keep_years is None


@pytest.mark.parametrize("years", ["0", "101", "-1", "7.5", "soon"])
def test_years_are_1_to_100(as_user, clinic, clinic_admin, years):
    answer = post(as_user(clinic_admin), clinic.revision, keep_years=years)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="id_keep_years_error"' in page
    assert f'value="{years}"' in page
    clinic.refresh_from_db()
    assert clinic.keep_years is None


def test_what_years_would_do_is_seen_before_they_hold(as_user, clinic, clinic_admin, patient):
    patient.episodes.update(discharged_at=timezone.now() - timedelta(days=800))
    answer = post(as_user(clinic_admin), clinic.revision, keep_years="2", preview="1")
    assert answer.status_code == 200
    assert "With 2 in this field, 1 record would be erased today." in answer.content.decode()
    clinic.refresh_from_db()
    assert clinic.keep_years is None
