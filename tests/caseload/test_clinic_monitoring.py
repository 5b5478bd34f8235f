"""The clinic admin switches monitoring on; it is off until then."""

import pytest
from django.urls import reverse

from tests.factories import make_clinic

ADDRESS = "/clinic/monitoring/"


def test_it_is_off_by_default():
    assert make_clinic().monitoring is False


def test_an_admin_switches_it_on_and_off(as_user, clinic_admin, clinic):
    client = as_user(clinic_admin)
    said = {
        "revision": 1,
        "monitoring": "on",
        "in_person_is_live": "on",
        "compliance_decision": "Our counsel, June 3.",
    }
    assert client.post(ADDRESS, said).status_code == 302
    clinic.refresh_from_db()
    assert (clinic.monitoring, clinic.in_person_is_live) == (True, True)
    page = client.get(ADDRESS)
    assert "Our counsel, June 3." in page.text
    assert "not billing advice" not in page.text
    client.post(ADDRESS, {"revision": 2, "compliance_decision": ""})
    clinic.refresh_from_db()
    assert (clinic.monitoring, clinic.compliance_decision) == (False, "")
    assert "not billing advice" in client.get(ADDRESS).text


def test_nothing_else_of_the_clinic_changes(as_user, clinic_admin, clinic):
    answer = as_user(clinic_admin).post(
        ADDRESS, {"revision": 1, "monitoring": "on", "name": "Other", "pain_limit": "1"}
    )
    assert answer.status_code == 302
    clinic.refresh_from_db()
    assert (clinic.name, clinic.pain_limit) == ("Riverbend PT", 7)


def test_a_long_decision_is_refused_and_stays_typed(as_user, clinic_admin, clinic):
    long = "x" * 2001
    answer = as_user(clinic_admin).post(ADDRESS, {"revision": 1, "compliance_decision": long})
    assert answer.status_code == 422
    assert long in answer.text
    clinic.refresh_from_db()
    assert clinic.compliance_decision == ""


def test_a_stale_save_shows_both(as_user, clinic_admin, clinic):
    client = as_user(clinic_admin)
    client.post(ADDRESS, {"revision": 1, "monitoring": "on"})
    answer = client.post(ADDRESS, {"revision": 1, "compliance_decision": "Mine"})
    assert answer.status_code == 409
    for words in ("<td>Yes</td>", "<td>No</td>", "<td>Mine</td>", 'name="revision" value="2"'):
        assert words in answer.text
    clinic.refresh_from_db()
    assert (clinic.monitoring, clinic.compliance_decision) == (True, "")


def test_an_admin_without_credentials_is_shown_no_report(as_user, clinic_admin, clinic):
    clinic.monitoring = True
    clinic.save()
    client = as_user(clinic_admin)
    link = 'href="/monitoring/"'
    assert link not in client.get(ADDRESS).text
    assert client.get(reverse("monitoring_report")).status_code == 404
    clinic_admin.credentials = "PT"
    clinic_admin.save()
    assert link in client.get(ADDRESS).text
    assert client.get(reverse("monitoring_report")).status_code == 200


@pytest.mark.parametrize("words", ["code supported", "billable"])
def test_it_never_says_that_a_code_may_be_billed(as_user, clinic_admin, clinic, words):
    assert words not in as_user(clinic_admin).get(ADDRESS).text.lower()
