"""A version sent for a later day: taken back before it starts, never after."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from programs.models import Prescription, Program, ProgramVersion
from tests.factories import make_exercise, make_version
from tests.programs.page import open_page, press, rows

MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def waiting(clock, patient, therapist):
    """Version 2, sent on Monday to start on Friday, after a version 1 that holds."""
    make_version(patient, make_exercise("press-up"), by=therapist)
    draft = Program.open_for(patient).open_draft()
    draft.prescriptions.update(sets=3)
    draft.effective_on = "2026-11-27"
    draft.save()
    draft.refresh_from_db()
    draft.send(by=therapist, revision=draft.revision)
    return draft


def take_back(client, patient, number=2):
    return client.post(reverse("program_take_back", args=[patient.code, number]), follow=True)


def test_it_is_a_draft_again_with_its_doses_and_its_day(as_user, therapist, patient, waiting):
    page = take_back(as_user(therapist), patient).content.decode()
    assert "Version 2 is a draft again." in page
    waiting.refresh_from_db()
    assert (waiting.status, waiting.sent_at, waiting.sent_by) == ("draft", None, None)
    assert str(waiting.effective_on) == "2026-11-27"
    assert [row.sets for row in rows(patient)] == [3]
    (row,) = rows(patient)
    press(as_user(therapist), patient, "program_save", **{f"{row.code}-sets": "2"})
    assert [row.sets for row in rows(patient)] == [2]


def test_the_page_offers_it_until_it_starts(as_user, therapist, patient, waiting, clock):
    url = reverse("program", args=[patient.code])
    client = as_user(therapist)
    page = client.get(url).content.decode()
    assert "Version 1, followed since Nov 23." in page
    assert "Version 2 starts Nov 27." in page
    assert "Take version 2 back" in page
    clock.move_to(datetime(2026, 11, 27, 15, tzinfo=UTC))
    page = as_user(therapist).get(url).content.decode()
    assert "Version 2, followed since Nov 27." in page
    assert "Take version 2 back" not in page


def test_once_it_has_started_it_stays(as_user, therapist, patient, waiting, clock):
    clock.move_to(datetime(2026, 11, 27, 15, tzinfo=UTC))
    assert "This version has started." in take_back(as_user(therapist), patient).content.decode()
    assert ProgramVersion.objects.filter(number=2, status="sent").exists()


def test_the_patients_day_decides_not_the_servers(as_user, therapist, patient, waiting, clock):
    # 03:30 on Friday in Greenwich is Thursday evening in New York.
    clock.move_to(datetime(2026, 11, 27, 3, 30, tzinfo=UTC))
    assert "is a draft again" in take_back(as_user(therapist), patient).content.decode()


def test_a_newer_version_goes_first(as_user, therapist, patient, waiting):
    Program.open_for(patient).open_draft()
    answer = take_back(as_user(therapist), patient)
    assert "There is a newer version." in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.status == "sent"


def test_a_second_click_and_no_version_change_nothing(as_user, therapist, patient, waiting):
    client = as_user(therapist)
    take_back(client, patient)
    assert take_back(client, patient).status_code == 404
    assert take_back(client, patient, number=9).status_code == 404
    assert ProgramVersion.objects.count() == 2


def test_sent_again_it_starts_on_the_day_it_named(as_user, therapist, patient, waiting):
    client = as_user(therapist)
    take_back(client, patient)
    answer = press(client, patient, "program_send")
    assert answer.status_code == 302
    waiting.refresh_from_db()
    assert (waiting.status, str(waiting.effective_on)) == ("sent", "2026-11-27")
    page = client.get(reverse("program", args=[patient.code])).content.decode()
    assert "Sent. Version 2 starts Nov 27." in page


def test_a_version_sent_for_an_earlier_day_takes_its_place(as_user, therapist, patient, waiting):
    client = as_user(therapist)
    client.post(reverse("program_start_draft", args=[patient.code]))
    page = open_page(client, patient)
    press(client, patient, "program_send", page)
    third = ProgramVersion.objects.get(number=3)
    assert str(third.effective_on) == "2026-11-23"
    followed = [
        ProgramVersion.objects.in_effect(patient, datetime(2026, 11, day).date()).number
        for day in (23, 26, 27, 30)
    ]
    assert followed == [3, 3, 3, 3]
    shown = client.get(reverse("program_version", args=[patient.code, 2])).content.decode()
    assert "never started" in shown


def test_another_clinics_patient_does_not_exist(as_user, outsider, patient, waiting):
    assert take_back(as_user(outsider), patient).status_code == 404
    assert Prescription.objects.filter(version__status="sent").count() == 2
