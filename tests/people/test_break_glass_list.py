import uuid

from people.models import BreakGlass
from tests.factories import make_patient


def opened(patient, member, reason="Covering the walk-in clinic."):
    return BreakGlass.open_for(patient, member, reason, uuid.uuid4())


def test_an_admin_reads_who_opened_whom_and_why(as_user, clinic_admin, colleague, patient):
    opened(patient, colleague)
    page = as_user(clinic_admin).get("/clinic/opened/").content.decode()
    assert "Sam Rivera opened Maria Delgado" in page
    assert "Covering the walk-in clinic." in page


def test_another_clinics_are_not_there(as_user, clinic_admin, outsider, outsiders_patient):
    opened(outsiders_patient, outsider)
    page = as_user(clinic_admin).get("/clinic/opened/").content.decode()
    assert "Priya" not in page
    assert "Nothing waits for a review" in page


def test_what_was_reviewed_comes_after_what_waits(as_user, clinic_admin, colleague, patient):
    opened(patient, colleague, "The first of the reasons.").review(clinic_admin, "Agreed by phone.")
    opened(patient, colleague, "The second of the reasons.")
    page = as_user(clinic_admin).get("/clinic/opened/").content.decode()
    assert page.index("The second of") < page.index("Reviewed in the last 30 days")
    assert page.index("Reviewed in the last 30 days") < page.index("The first of")
    assert "Agreed by phone." in page


def test_rows_cost_no_query(as_user, clinic_admin, colleague, patient, assert_queries):
    client = as_user(clinic_admin)
    opened(patient, colleague)
    client.get("/clinic/opened/")
    for _more in range(2):
        with assert_queries(4):
            client.get("/clinic/opened/")
        opened(make_patient(therapist=colleague), colleague).review(clinic_admin, "")
        opened(make_patient(therapist=colleague), colleague)


def test_a_therapist_has_no_such_page(as_user, therapist):
    assert as_user(therapist).get("/clinic/opened/").status_code == 404
