from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from people.audit import record
from people.audit_words import what
from people.models import AuditEvent
from tests.factories import make_member, make_patient
from tests.test_conventions import OWN

URL = reverse("clinic_audit")


def lines(client, **asked):
    """(who, whose, what) of each row on the page."""
    page = client.get(URL, asked).context["page"]
    return [(row.who, row.whose, row.words) for row in page]


@pytest.fixture
def opened(as_user, therapist, patient):
    """Dana opened Maria's record, and Lee, who may not, tried."""
    as_user(therapist).get(reverse("patient_detail", args=[patient.code]))


DANA = ("Dana Okafor", "Maria Delgado", "Opened: the record")
LEE = ("Lee Park", "Maria Delgado", "Tried: the record")


@pytest.fixture
def admins(opened, as_user, clinic_admin, patient):
    client = as_user(clinic_admin)
    client.get(reverse("patient_detail", args=[patient.code]))
    return client


def test_the_newest_row_first_in_words(admins):
    assert lines(admins) == [LEE, DANA]


def test_looking_is_written_down_too(admins):
    lines(admins)
    (looked, *_earlier) = lines(admins)
    assert looked == ("Lee Park", "Maria Delgado", "Opened: this audit trail")


def test_by_person_kind_and_day(admins, therapist):
    assert lines(admins, person=therapist.code) == [DANA]
    assert lines(admins, kind="refused") == [LEE]
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert lines(admins, from_date=tomorrow, to_date=tomorrow) == []


def test_by_patient_lists_included(
    admins, as_user, therapist, clinic_admin, patient, other_patient
):
    as_user(therapist).get(reverse("patient_detail", args=[other_patient.code]))
    as_user(therapist).get(reverse("caseload"))
    found = lines(as_user(clinic_admin), patient=patient.code, person=therapist.code)
    assert found == [("Dana Okafor", "2 patients in a list", "Opened: the caseload"), DANA]


@pytest.mark.parametrize("typed", ["a", "delgado mar"])
def test_a_patient_is_found_by_parts_of_the_name(admins, patient, outsiders_patient, typed):
    page = admins.post(URL, {"q": typed}).content.decode()
    assert f"?patient={patient.code}" in page
    assert outsiders_patient.name not in page


def test_a_name_in_the_address_asks_for_nobody(admins, patient):
    page = admins.get(URL, {"q": "a", "kind": "changed"}).text
    assert patient.name not in page
    box = page[: page.index('name="q"')].rpartition("<form")[2]
    assert 'method="post"' in box


def test_looking_for_a_name_changed_nothing_and_reads_so(admins, as_user, therapist, patient):
    as_user(therapist).post(reverse("caseload"), {"q": "maria"})
    admins.force_login(AuditEvent.objects.get(outcome="refused").user)
    looked = ("Dana Okafor", "Maria Delgado", "Opened: the caseload")
    assert lines(admins, kind="opened")[0] == looked
    assert looked not in lines(admins, kind="changed")


def test_another_clinics_rows_are_not_there(admins, as_user, outsider, outsiders_patient):
    as_user(outsider).get(reverse("patient_detail", args=[outsiders_patient.code]))
    assert AuditEvent.objects.count() == 3
    admins.force_login(AuditEvent.objects.get(outcome="refused").user)
    assert lines(admins) == [LEE, DANA]


def test_another_clinics_patient_is_not_named(admins, outsiders_patient):
    answer = admins.get(URL, {"patient": outsiders_patient.code})
    assert answer.status_code == 422
    assert outsiders_patient.name not in answer.content.decode()


def test_failed_sign_ins_and_commands_about_our_people(admins, patient, outsiders_patient):
    record("erase", "erase", patient)
    record("erase", "erase", outsiders_patient)
    assert lines(admins)[0] == ("Homestretch itself", "Maria Delgado", "Changed: erasing a record")
    assert len(lines(admins)) == 4


def test_what_the_operator_did_to_our_peoples_sign_ins(admins, therapist, patient, outsider):
    for person in (therapist, patient, outsider):
        call_command("sign_out", person.user.email, verbosity=0)
    call_command("forget_factors", therapist.user.email, verbosity=0)
    operator = "The operator, by command"
    assert lines(admins)[:4] == [
        (operator, "Dana Okafor", "Changed: the ways to sign in"),
        (operator, "Maria Delgado", "Changed: signing in"),
        (operator, "Dana Okafor", "Changed: signing in"),
        LEE,
    ]


def test_a_colleague_who_is_a_patient_elsewhere_is_one_of_ours_alone(
    admins, as_user, therapist, outsider
):
    """The operator's act is told to both clinics; neither learns of the other."""
    elsewhere = make_patient(therapist=outsider, name="Dana O.", user=therapist.user)
    call_command("sign_out", therapist.user.email, verbosity=0)

    told = ("The operator, by command", "Dana Okafor", "Changed: signing in")
    assert lines(admins)[:2] == [told, LEE]
    assert str(elsewhere.code) not in admins.get(URL).text

    admin = make_member(outsider.clinic, role="admin")
    of_patient = ("The operator, by command", "Dana O.", "Changed: signing in")
    assert lines(as_user(admin)) == [of_patient]


def test_no_page_hands_on_a_name_that_stood_in_its_address(admins):
    """As in a bookmark of before names were posted."""
    page = admins.get(URL, {"q": "Maria", "kind": "opened"}).text
    assert f'href="{reverse("clinic_audit_csv")}?kind=opened"' in page
    assert "q=Maria" not in page


def test_days_the_wrong_way_round_are_refused(admins):
    answer = admins.get(URL, {"from_date": "2026-02-02", "to_date": "2026-02-01"})
    assert answer.status_code == 422
    assert "This day is before the first one." in answer.content.decode()


def test_pages_of_a_hundred(admins, clinic, patient, therapist):
    for _row in range(120):
        record(therapist, "patient_detail GET", patient)
    assert len(lines(admins)) == 100
    assert len(lines(admins, page=2)) == 23


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_stay_the_same(admins, assert_queries, therapist, patient, other_patient, rows):
    for _row in range(rows):
        record(therapist, "patient_detail GET", patient)
        record(therapist, "caseload GET", listed=[patient.code, other_patient.code])
    admins.get(URL)
    # user, membership; members to choose from; count, rows; names (sizes of lists stand apart)
    with assert_queries(2 + 1 + 2 + 1):
        admins.get(URL)


def test_no_therapist_and_no_patient_sees_it(as_user, therapist, patient):
    assert as_user(therapist).get(URL).status_code == 404
    assert as_user(patient).get(URL).status_code == 404


def test_every_page_that_is_audited_has_words():
    names = [p.name for p in OWN if p.callback.audience != "public"]
    assert [name for name in names if what(f"{name} GET") == f"{name} GET"] == []


@pytest.mark.parametrize("asked", [{"from_date": "0001-01-01"}, {"to_date": "9999-12-31"}])
def test_what_no_form_of_ours_sends_is_no_error_of_ours(admins, asked):
    assert admins.get(URL, asked).status_code == 422
    assert admins.post(URL, {"q": "Mar\0ia"}).status_code == 200
