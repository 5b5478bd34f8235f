import pytest

from people.models import AuditEvent
from tests.factories import make_patient


@pytest.fixture(autouse=True)
def theirs(clinic, colleague):
    clinic.restrict_to_caseload = True
    clinic.save()
    return make_patient(therapist=colleague, name="Nadia Blake", birth_year=1975)


def find(client, name, year):
    return client.post("/patients/find/", {"name": name, "birth_year": year})


@pytest.mark.parametrize("name", ["Nadia Blake", " nadia  BLAKE "])
def test_the_whole_name_and_the_year_find_somebody(as_user, therapist, theirs, name):
    page = find(as_user(therapist), name, "1975").content.decode()
    assert "1 record with this name and year" in page
    assert f"/patients/{theirs.code}/" in page
    assert "Treated by Sam Rivera, PT" in page


@pytest.mark.parametrize(
    ("name", "year"), [("Nadia", "1975"), ("Nadia Blake", "1976"), ("N% B%", "1975")]
)
def test_less_finds_nobody(as_user, therapist, theirs, name, year):
    page = find(as_user(therapist), name, year).content.decode()
    assert "0 records with this name and year" in page
    assert str(theirs.code) not in page


def test_the_audit_trail_names_who_was_found_and_nobody_else(as_user, therapist, clinic, theirs):
    make_patient(clinic, name="Of the same year", birth_year=1975)
    find(as_user(therapist), "Nadia Blake", "1975")
    row = AuditEvent.objects.get(action="patient_find POST")
    assert (row.patient_code, row.listed) == (theirs.code, "")


def test_another_clinic_finds_nobody(as_user, outsider, theirs):
    page = find(as_user(outsider), "Nadia Blake", "1975").content.decode()
    assert str(theirs.code) not in page


@pytest.mark.parametrize(("name", "year"), [("", "1975"), ("Nadia Blake", "75"), ("\0", "x")])
def test_both_are_needed(as_user, therapist, name, year):
    answer = find(as_user(therapist), name, year)
    assert answer.status_code == 422
    assert "Please look at this again" in answer.content.decode()


def test_names_are_not_guessed_one_after_the_other(as_user, therapist):
    client = as_user(therapist)
    answers = [find(client, f"Nadia {n}", "1975").status_code for n in range(11)]
    assert answers == [200] * 10 + [429]


def test_the_caseload_leads_here_where_it_is_needed(as_user, therapist, clinic):
    assert "/patients/find/" in as_user(therapist).get("/caseload/").content.decode()
    clinic.restrict_to_caseload = False
    clinic.save()
    assert "/patients/find/" not in as_user(therapist).get("/caseload/").content.decode()
