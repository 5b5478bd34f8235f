from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from people.models import PrecautionTag
from programs.models import Prescription, ProgramVersion, SentNeverChanges
from tests.factories import make_exercise, make_version
from tests.programs.page import fields, open_page, press, rows


@pytest.fixture
def draft(patient):
    return make_version(patient, make_exercise(name="Press up"), sent=False)


@time_machine.travel(datetime(2026, 11, 24, 3, 30, tzinfo=UTC), tick=False)
def test_sending_makes_the_version_the_patient_follows_from_their_today(
    as_user, therapist, patient, draft
):
    answer = press(as_user(therapist), patient, "program_send")
    assert answer.status_code == 302
    assert answer.url == reverse("patient_detail", args=[patient.code])
    version = ProgramVersion.objects.get()
    assert (version.status, version.number, version.sent_by) == ("sent", 1, therapist)
    assert version.effective_on == date(2026, 11, 23), "it is still Monday in New York"
    assert ProgramVersion.objects.in_effect(patient, patient.today()) == version


def test_the_patients_page_says_who_sees_it(as_user, therapist, patient, draft):
    client = as_user(therapist)
    press(client, patient, "program_send")
    page = client.get(reverse("program", args=[patient.code])).content.decode()
    assert "Sent. Maria sees it now." in page


def test_who_has_no_sign_in_sees_nothing_yet(as_user, therapist, patient, draft):
    patient.user = None
    patient.save()
    client = as_user(therapist)
    press(client, patient, "program_send")
    page = client.get(reverse("program", args=[patient.code])).content.decode()
    assert "Sent. Maria has no sign-in yet." in page


def test_typed_values_are_sent(as_user, therapist, patient, draft):
    row = draft.prescriptions.get()
    press(as_user(therapist), patient, "program_send", **{f"{row.code}-sets": "4"})
    row = Prescription.objects.get(version__status="sent")
    assert row.sets == 4


def test_htmx_goes_to_the_patients_page(as_user, therapist, patient, draft):
    answer = press(as_user(therapist), patient, "program_send", htmx=True)
    assert answer["HX-Redirect"] == reverse("patient_detail", args=[patient.code])


def test_a_precaution_without_a_reason_is_not_sent(as_user, therapist, patient, draft):
    knee = PrecautionTag.objects.create(slug="knee", name="Knee pain")
    row = draft.prescriptions.get()
    row.variation.precautions.add(knee)
    patient.precautions.add(knee)
    client = as_user(therapist)
    for empty in ("", "  "):
        reason = {f"{row.code}-precaution_reason": empty, f"{row.code}-sets": "4"}
        answer = press(client, patient, "program_send", **reason)
        assert answer.status_code == 422
        assert f'id="id_{row.code}-precaution_reason_error"' in answer.content.decode()
        assert fields(answer)[f"{row.code}-sets"] == ["4"]
    page = open_page(client, patient)
    del page[f"{row.code}-precaution_reason"]
    assert press(client, patient, "program_send", page).status_code == 422
    assert press(client, patient, "program_save").status_code == 302
    reason = {f"{row.code}-precaution_reason": "A pad under the knee."}
    assert press(client, patient, "program_send", **reason).status_code == 302
    assert Prescription.objects.get().precaution_reason == "A pad under the knee."
    assert ProgramVersion.objects.get().status == "sent"


@pytest.mark.parametrize("revision", ["", "one", "-1", "9" * 30, "9" * 5000])
def test_a_revision_nobody_has_seen_sends_nothing(as_user, therapist, patient, draft, revision):
    answer = press(as_user(therapist), patient, "program_send", revision=revision)
    assert answer.status_code == 409
    assert not ProgramVersion.objects.sent().exists()


def test_an_empty_program_is_not_sent(as_user, therapist, patient, library):
    client = as_user(therapist)
    answer = press(client, patient, "program_send")
    assert answer.status_code == 422
    assert "Add a stretch first." in answer.content.decode()
    make_version(patient, sent=False)
    assert press(client, patient, "program_send").status_code == 422
    assert ProgramVersion.objects.get().status == "draft"


def test_sending_twice_sends_once(as_user, therapist, patient, draft):
    client = as_user(therapist)
    page = open_page(client, patient)
    assert press(client, patient, "program_send", page).status_code == 302
    assert press(client, patient, "program_send", page).status_code == 409
    assert ProgramVersion.objects.count() == 1


def test_a_dose_a_colleague_changed_meanwhile_is_not_sent_unseen(
    as_user, therapist, colleague, patient, draft
):
    page = open_page(as_user(therapist), patient)
    row = draft.prescriptions.get()
    press(as_user(colleague), patient, "program_save", **{f"{row.code}-sets": "9"})
    answer = press(as_user(therapist), patient, "program_send", page)
    assert answer.status_code == 409
    assert "9 sets of 10" in answer.content.decode()
    assert fields(answer)[f"{row.code}-sets"] == ["9"], "I typed nothing into this row"
    assert ProgramVersion.objects.get().status == "draft"
    assert press(as_user(therapist), patient, "program_send", fields(answer)).status_code == 302


def test_a_sent_dose_never_changes(as_user, therapist, patient, draft):
    client = as_user(therapist)
    press(client, patient, "program_send")
    row = Prescription.objects.select_related("version").get()
    row.sets = 5
    with pytest.raises(SentNeverChanges):
        row.save()
    with pytest.raises(SentNeverChanges):
        row.delete()
    with pytest.raises(SentNeverChanges):
        row.version.prescriptions.create(
            patient=patient, variation=make_exercise().variations.get(), side="none"
        )
    client.post(reverse("program_start_draft", args=[patient.code]))
    (copy,) = rows(patient)
    press(client, patient, "program_send", **{f"{copy.code}-sets": "5"})
    sets = ProgramVersion.objects.order_by("number").values_list("prescriptions__sets", flat=True)
    assert list(sets) == [1, 5]


def test_another_clinics_patient_does_not_exist(as_user, therapist, outsider, patient, draft):
    page = open_page(as_user(therapist), patient)
    assert press(as_user(outsider), patient, "program_send", page).status_code == 404
    assert ProgramVersion.objects.get().status == "draft"
