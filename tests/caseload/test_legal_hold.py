from people.models import LegalHold


def post(client, patient, **data):
    return client.post(f"/clinic/erasure/{patient.code}/hold/", data)


def test_an_admin_holds_a_record_and_lifts_it(as_user, clinic_admin, patient):
    client = as_user(clinic_admin)
    assert post(client, patient, why="Claim 12-88.").url == f"/clinic/erasure/{patient.code}/"
    hold = LegalHold.objects.get(patient=patient)
    assert (hold.set_by, hold.why, hold.lifted_at) == (clinic_admin, "Claim 12-88.", None)
    post(client, patient, act="lift")
    hold.refresh_from_db()
    assert hold.lifted_by == clinic_admin


def test_two_clicks_are_one_hold(as_user, clinic_admin, patient):
    for why in ("Claim 12-88.", "Another claim."):
        post(as_user(clinic_admin), patient, why=why)
    assert LegalHold.objects.get().why == "Claim 12-88."


def test_it_says_why(as_user, clinic_admin, patient):
    answer = post(as_user(clinic_admin), patient, why=" ")
    assert answer.status_code == 422
    assert 'id="id_why_error"' in answer.content.decode()
    assert not LegalHold.objects.exists()


def test_nobody_else_holds(as_user, therapist, outsider, patient):
    for person in (therapist, outsider):
        assert post(as_user(person), patient, why="Claim 12-88.").status_code == 404
    assert not LegalHold.objects.exists()
