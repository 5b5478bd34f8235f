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
