from people.models import ErasureRequest, LegalHold
from tests.factories import make_patient


def test_who_asked_and_what_is_held(as_user, clinic_admin, patient, other_patient):
    ErasureRequest.ask(patient)
    LegalHold.put_on(other_patient, clinic_admin, "Claim 12-88.")
    page = as_user(clinic_admin).get("/clinic/erasure/").content.decode()
    assert f"/clinic/erasure/{patient.code}/" in page
    assert f"/clinic/erasure/{other_patient.code}/" in page
    assert "Claim 12-88." in page


def test_any_record_of_the_clinic_is_found_by_name(as_user, clinic_admin, patient, outsider):
    make_patient(therapist=outsider, name="Maria Elsewhere")
    page = as_user(clinic_admin).post("/clinic/erasure/", {"q": "mari"}).content.decode()
    assert f"/clinic/erasure/{patient.code}/" in page
    assert "Elsewhere" not in page


def test_a_name_in_the_address_asks_for_nobody(as_user, clinic_admin, patient):
    page = as_user(clinic_admin).get("/clinic/erasure/", {"q": "mari"}).text
    assert patient.name not in page
    box = page[: page.index('name="q"')].rpartition("<form")[2]
    assert 'method="post"' in box


def test_another_clinics_are_not_there(as_user, clinic_admin, outsiders_patient, outsider):
    ErasureRequest.ask(outsiders_patient)
    LegalHold.put_on(outsiders_patient, outsider, "Claim.")
    page = as_user(clinic_admin).get("/clinic/erasure/").content.decode()
    assert "Priya" not in page


def test_rows_cost_no_query(as_user, clinic_admin, clinic, assert_queries):
    client = as_user(clinic_admin)

    def one_more():
        ErasureRequest.ask(make_patient(clinic))
        LegalHold.put_on(make_patient(clinic), clinic_admin, "Claim.")

    one_more()
    client.get("/clinic/erasure/")
    for _more in range(2):
        with assert_queries(4):
            client.get("/clinic/erasure/")
        one_more()
        one_more()
