"""What the audit trail writes down, row by row: who, whose record, what, and how it ended."""

import pytest
from django.db import DatabaseError
from django.urls import reverse

from people.audit import record
from people.devices import COOKIE
from people.models import AccessCode, AuditedPatient, AuditEvent, Device
from tests.factories import make_patient
from tests.people.lists import send

YEAR = 1968


def only_row():
    return AuditEvent.objects.get()


def test_a_page_of_a_record_is_one_row(as_user, therapist, patient):
    as_user(therapist).get(reverse("patient_detail", args=[patient.code]))
    row = only_row()
    assert (row.user, row.clinic) == (therapist.user, therapist.clinic)
    assert (row.patient_code, row.listed) == (patient.code, "")
    assert (row.action, row.outcome) == ("patient_detail GET", "ok")


def test_a_list_names_everybody_on_it(
    as_user, therapist, patient, other_patient, outsiders_patient
):
    as_user(therapist).get(reverse("caseload"))
    row = only_row()
    assert row.patient_code is None
    shown = AuditedPatient.objects.filter(listed=row.listed)
    assert {one.patient_code for one in shown} == {patient.code, other_patient.code}


def test_the_same_list_is_kept_once(as_user, therapist, patient, other_patient):
    for _minute in range(3):
        as_user(therapist).get(reverse("caseload"))
    assert AuditEvent.objects.count() == 3
    assert AuditedPatient.objects.count() == 2


def test_a_patients_own_page_is_about_the_patient(as_user, patient):
    as_user(patient).get(reverse("today"))
    row = only_row()
    assert (row.user, row.patient_code, row.action) == (patient.user, patient.code, "today GET")


def test_a_handouts_phone_is_named_as_that_phone(client, patient, notice):
    code = AccessCode.of(patient)
    client.cookies[COOKIE] = Device.remember(patient, code, code.created_at)
    client.get(reverse("today"))
    row = only_row()
    assert (row.user, row.device_number) == (None, Device.objects.get().pk)
    assert row.patient_code == patient.code


def test_an_act_without_a_patient_is_a_row(as_user, clinic_admin, colleague):
    as_user(clinic_admin).post(
        reverse("member_role", args=[colleague.code]),
        {"role": "admin", "credentials": "PT", "was": "therapist PT"},
    )
    row = only_row()
    assert (row.action, row.object_code) == ("member_role POST", str(colleague.code))
    assert (row.patient_code, row.listed) == (None, "")


def test_a_caseload_transfer_names_the_patient(as_user, therapist, colleague, patient):
    address = reverse("patient_reassign", args=[patient.code])
    as_user(therapist).post(address, {"therapist": colleague.code})
    row = only_row()
    assert (row.action, row.patient_code) == ("patient_reassign POST", patient.code)


def test_a_page_without_a_patient_is_no_row(as_user, clinic_admin, patient):
    as_user(clinic_admin).get(reverse("clinic_about"))
    assert not AuditEvent.objects.exists()


def test_the_players_shell_holds_no_patient_and_is_no_row(as_user, patient):
    as_user(patient).get(reverse("session_player"))
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("person", ["outsider", "clinic_admin", "other_patient"])
def test_somebody_elses_record_is_a_refused_try(request, as_user, person, patient):
    asking = request.getfixturevalue(person)
    as_user(asking).get(reverse("patient_detail", args=[patient.code]))
    row = only_row()
    assert (row.user, row.outcome, row.patient_code) == (asking.user, "refused", patient.code)


def test_nobody_known_at_a_private_door_is_no_row(client, patient):
    client.get(reverse("patient_detail", args=[patient.code]))
    assert not AuditEvent.objects.exists()


def test_a_wrong_year_is_a_refused_try_on_that_patient(client, patient):
    code = AccessCode.of(patient).handout_code
    client.post(reverse("go"), {"handout_code": code, "birth_year": YEAR + 1})
    row = only_row()
    assert (row.action, row.outcome, row.patient_code) == ("go POST", "refused", patient.code)
    assert code not in (row.object_code, row.action)


def test_the_right_year_is_written_down_as_well(client, patient):
    code = AccessCode.of(patient).handout_code
    client.post(reverse("go_code", args=[code]), {"birth_year": YEAR})
    row = only_row()
    assert (row.action, row.outcome, row.patient_code) == ("go_code POST", "ok", patient.code)
    assert row.object_code == ""


def test_an_unknown_code_is_a_refused_try_on_nobody(client, patient):
    client.post(reverse("go"), {"handout_code": "ZZZZZZZZ", "birth_year": YEAR})
    row = only_row()
    assert (row.outcome, row.patient_code) == ("refused", None)


def test_a_failed_sign_in_is_a_refused_try_and_keeps_nothing_typed(client, therapist):
    client.post(reverse("account_login"), {"login": "dana@riverbend.test", "password": "wrong one"})
    row = only_row()
    assert (row.action, row.outcome) == ("account_login POST", "refused")
    assert row.user == therapist.user  # whose sign-in it was to be
    kept = " ".join(str(getattr(row, field.attname)) for field in row._meta.fields)
    assert "dana" not in kept
    assert "wrong" not in kept


@pytest.mark.usefixtures("at_once")
def test_past_its_limit_an_address_writes_a_row_a_minute(client, patient):
    wrong = {"handout_code": "ZZZZZZZZ", "birth_year": YEAR}
    asked = [client.post(reverse("go"), wrong).status_code for _time in range(15)]
    assert asked == [422] * 10 + [429] * 5
    assert AuditEvent.objects.filter(action="go POST", outcome="refused").count() == 11
    client.post(reverse("go"), wrong, REMOTE_ADDR="203.0.113.9")
    for _time in range(12):
        client.post(reverse("go"), wrong, REMOTE_ADDR="203.0.113.9")
    assert AuditEvent.objects.count() == 22  # another address has its own


def test_a_failed_sign_in_of_nobody_is_a_row_too(client):
    client.post(reverse("account_login"), {"login": "nobody@x.\0test", "password": "wrong one"})
    assert (only_row().user, only_row().outcome) == (None, "refused")


def test_signing_in_and_out_name_the_person(client, therapist):
    therapist.user.set_password("a long password")
    therapist.user.save()
    client.post(
        reverse("account_login"), {"login": therapist.user.email, "password": "a long password"}
    )
    client.post(reverse("account_logout"))
    actions = list(AuditEvent.objects.order_by("id").values_list("action", "user", "outcome"))
    assert actions == [
        ("account_login POST", therapist.user.pk, "ok"),
        ("account_logout POST", therapist.user.pk, "ok"),
    ]


def test_no_row_no_page(client, as_user, therapist, patient, monkeypatch):
    def fails(*args, **kwargs):
        raise DatabaseError

    as_user(therapist)
    client.raise_request_exception = False
    monkeypatch.setattr(AuditEvent, "save", fails)
    page = client.get(reverse("patient_detail", args=[patient.code]))
    assert page.status_code == 503
    assert page.headers["Retry-After"]
    assert patient.name not in page.content.decode()


def test_a_command_writes_its_own_row(patient):
    row = record("forget_imports", "lists erased", patient, object_code=7)
    assert (row.command, row.action, row.object_code) == ("forget_imports", "lists erased", "7")
    assert (row.user, row.clinic, row.patient_code) == (None, None, patient.code)


def test_a_member_writes_a_row_outside_of_a_request(therapist, patient, other_patient):
    row = record(therapist, "invitation mail", listed=[patient.code, other_patient.code])
    assert (row.user, row.clinic) == (therapist.user, therapist.clinic)
    assert AuditedPatient.objects.filter(listed=row.listed).count() == 2


def test_an_import_notes_only_whom_it_names(as_user, therapist):
    """A dry run compares with everybody, and shows one name."""
    known = make_patient(therapist=therapist, name="Maria Delgado", birth_year=1968)
    make_patient(therapist=therapist, name="Walter Nguyen", birth_year=1950)
    client = as_user(therapist)
    run = send(client, ["Name", "Born"], ["Maria Delgado", "1968"], ["Bo", "1949"])
    client.get(reverse("import_dry_run", args=[run.code]))
    assert [row.patient_code for row in AuditEvent.objects.filter(action="import_dry_run GET")] == [
        known.code
    ]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/stretches/Maria-has-a-slipped-disc/sign-off/", ""),
        (f"/accounts/passkeys/{'9' * 400}/remove/", "9" * 80),
    ],
)
def test_nobody_writes_words_of_their_own_into_the_trail(as_user, therapist, address, kept):
    """Nor more than its column takes: PostgreSQL would refuse the row, and the page with it."""
    assert as_user(therapist).post(address).status_code == 404
    row = AuditEvent.objects.get()
    assert (row.outcome, row.object_code) == ("refused", kept)
