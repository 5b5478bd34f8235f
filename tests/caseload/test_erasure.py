"""Erasing a record: no word of it is left anywhere, in no table and no history; counts stay."""

import pytest
from django.apps import apps
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction

from caseload.erasure import InCare, OnHold, erase
from caseload.tables import TABLES
from logbook.models import Session, SetLog
from people.models import (
    Acknowledgement,
    ErasureRequest,
    ImportRun,
    LegalHold,
    OutgoingMail,
    Patient,
    User,
)
from tests.caseload.filled import fill, plant_canaries, texts_of
from tests.caseload.history import do_session, make_program
from tests.factories import make_member, make_patient


@pytest.fixture
def gone(patient, therapist, colleague):
    """A patient discharged, with something in every table."""
    fill(patient, therapist, colleague)
    patient.discharge()
    return patient


def everything():
    """All that the database holds, as text, history rows included: [(model, field, text)]."""
    return [
        (model, field.name, str(row[field.attname]))
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
        for row in model._base_manager.values()
        for field in model._meta.concrete_fields
        if field in texts_of(model)
    ]


@pytest.mark.trial("E4")
def test_no_word_of_it_is_left_anywhere(gone, tally):
    planted = plant_canaries(gone)
    before = " ".join(text for _model, _field, text in everything())
    assert all(word in before for word in planted)
    stay = {word for word, (table, field) in planted.items() if field.name in table.stays}
    erase(gone, "asked")
    left = [row for row in everything() for word in set(planted) - stay if word in row[2]]
    tally("E4", cases=len(planted), wrong=len(left))
    assert left == []


def test_the_name_and_address_are_nowhere_else(gone, clinic, therapist):
    ImportRun.objects.create(
        clinic=clinic,
        by=therapist,
        rows=[[2, ["Maria  DELGADO", "1968"]], [3, ["Bo Lind", "1970"]]],
        added=[str(gone.code), "another"],
    )
    name, email = gone.name, gone.email
    erase(gone, "asked")
    run = ImportRun.objects.get()
    assert (run.rows, run.added) == ([[3, ["Bo Lind", "1970"]]], ["another"])
    text = " ".join(text for _model, _field, text in everything()).casefold()
    assert name.casefold() not in text
    assert email not in text


def test_mail_to_them_that_waits_is_not_sent(gone):
    for address in (gone.email, "bo@example.com"):
        OutgoingMail.write(EmailMessage("Hello", "Hello.", to=[address]))
    erase(gone, "asked")
    assert [mail.message().to for mail in OutgoingMail.objects.all()] == [["bo@example.com"]]


def test_counts_acknowledgements_and_the_request_stay(gone, clinic_admin):
    counted = {model: model.objects.filter(patient=gone).count() for model in (Session, SetLog)}
    assert all(counted.values())
    erase(gone, "asked", by=clinic_admin)
    assert counted == {m: m.objects.filter(patient=gone).count() for m in counted}
    assert Acknowledgement.objects.filter(patient=gone).exists()
    request = ErasureRequest.objects.get(patient=gone)
    assert (request.state, request.reason, request.answered_by) == ("done", "asked", clinic_admin)


def test_who_is_erased_is_shown_nowhere_and_signs_in_no_more(gone, therapist, clinic_admin):
    user = gone.user
    code = gone.live_code.handout_code
    erase(gone, "asked")
    assert not Patient.objects.visible_to(therapist).exists()
    assert not Patient.objects.at_desk_of(clinic_admin).exists()
    user.refresh_from_db()
    assert (user.is_active, user.name, user.has_usable_password()) == (False, "", False)
    assert user.email.endswith("@erased.invalid")
    assert not gone.devices.exists()
    assert not gone.access_codes.filter(handout_code=code).exists()
    assert therapist.patients_left() == 0


def test_a_sign_in_that_leads_elsewhere_stays(gone, other_clinic, as_user):
    make_patient(other_clinic, user=gone.user)
    erase(gone, "asked")
    gone.refresh_from_db()
    user = User.objects.get(email="maria@example.com")
    assert (gone.user, user.is_active, user.name) == (None, True, "Maria Delgado")


def test_a_colleague_who_was_a_patient_works_on(patient, other_clinic):
    member = make_member(other_clinic)
    Patient.objects.filter(pk=patient.pk).update(user=member.user)
    patient.discharge()
    erase(patient, "asked")
    member.user.refresh_from_db()
    assert member.user.is_active


def test_records_made_one_with_it_lose_their_words_too(gone):
    old = Patient.objects.create(
        clinic=gone.clinic, name="M. Delgada", birth_year=1969, merged_into=gone
    )
    erase(gone, "mistake")
    old.refresh_from_db()
    assert (old.name, old.birth_year, bool(old.erased_at)) == ("[erased]", None, True)


def test_nobody_elses_row_changes(gone, other_patient, therapist, colleague):
    def theirs():
        return {t.name: list(t.rows(other_patient).values()) for t in TABLES}

    make_program(other_patient, by=therapist)
    do_session(other_patient, note="Mine.")
    before = theirs()
    erase(gone, "asked")
    assert theirs() == before


def test_not_while_a_hold_is_on(gone, therapist):
    LegalHold.put_on(gone, therapist, "A claim.")
    with pytest.raises(OnHold):
        erase(gone, "asked")
    LegalHold.lift(gone, therapist)
    erase(gone, "asked")


def test_not_while_care_goes_on(patient):
    with pytest.raises(InCare):
        erase(patient, "asked")
    patient.refresh_from_db()
    assert patient.name == "Maria Delgado"


def test_twice_is_once(gone):
    erase(gone, "asked")
    erased_at = Patient.objects.get(pk=gone.pk).erased_at
    erase(gone, "mistake")
    assert Patient.objects.get(pk=gone.pk).erased_at == erased_at
    assert ErasureRequest.objects.get(patient=gone).reason == "asked"


def test_the_database_keeps_no_erased_record_with_an_address(gone):
    erase(gone, "asked")
    for wrong in ({"email": "maria@example.com"}, {"birth_year": 1968}, {"phone": "1"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Patient.objects.filter(pk=gone.pk).update(**wrong)
