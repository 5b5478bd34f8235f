"""A program that ends: nothing more is asked for, all stays to be read, a new one may begin."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from logbook.keys import uuid7
from logbook.models import NoPlan, PatientDay, Session
from programs.models import Program, ProgramPause, ProgramVersion
from tests.factories import make_exercise, make_version
from tests.programs.page import press


@pytest.fixture
def version(patient, therapist):
    return make_version(
        patient, make_exercise("press-up", name="Press up"), by=therapist,
        effective_on=date(2026, 10, 1),
    )  # fmt: skip


def end(client, patient):
    return client.post(reverse("program_end", args=[patient.code]), follow=True)


def test_it_ends_today_and_an_open_draft_goes(as_user, therapist, patient, version):
    version.program.open_draft()
    page = end(as_user(therapist), patient).content.decode()
    assert "The program has ended." in page
    assert "The program ended on" in page
    program = Program.objects.get()
    assert (program.status, program.ended_on) == ("ended", patient.today())
    assert [v.status for v in ProgramVersion.objects.all()] == ["sent"]


def test_the_patient_reads_that_it_ended_and_cannot_start(as_user, therapist, patient, version):
    end(as_user(therapist), patient)
    page = as_user(patient).get(reverse("today")).content.decode()
    assert "Your plan ended on" in page
    assert "Ask Dana if you want to go on." in page
    assert "on the way" not in page
    with pytest.raises(NoPlan):
        Session.start(patient, uuid7())


def test_days_after_it_ask_for_nothing(as_user, therapist, patient, version):
    yesterday = patient.today() - timedelta(days=1)
    end(as_user(therapist), patient)
    for day in (yesterday, patient.today()):
        PatientDay.recompute(patient, day)
    targets = PatientDay.objects.order_by("local_date").values_list("sets_target", flat=True)
    assert list(targets) == [1, 0]


def test_a_pause_ends_with_it(as_user, therapist, patient, version):
    version.program.pause(patient.today(), ProgramPause.Reason.ILL)
    end(as_user(therapist), patient)
    assert ProgramPause.objects.get().until == patient.today()


def test_versions_stay_to_be_read_and_numbers_go_on(as_user, therapist, patient, version):
    client = as_user(therapist)
    end(client, patient)
    make_exercise("open-book")
    press(client, patient, "program_prescribe", stretch="open-book")
    press(client, patient, "program_send")
    assert ProgramVersion.objects.in_effect(patient, patient.today()).number == 2
    page = client.get(reverse("program_version", args=[patient.code, 1])).content.decode()
    assert "Press up" in page
    assert Program.objects.filter(status="open").count() == 1


def test_the_ended_program_may_be_copied_into_the_new_one(as_user, therapist, patient, version):
    client = as_user(therapist)
    end(client, patient)
    press(client, patient, "program_copy", **{"from": str(patient.code)})
    draft = ProgramVersion.objects.get(status="draft")
    assert [row.exercise.slug for row in draft.prescriptions.all()] == ["press-up"]


def test_a_second_click_changes_nothing(as_user, therapist, patient, version):
    client = as_user(therapist)
    end(client, patient)
    before = list(Program.objects.values())
    assert end(client, patient).status_code == 200
    assert list(Program.objects.values()) == before


def test_another_clinics_patient_does_not_exist(as_user, outsider, patient, version):
    assert end(as_user(outsider), patient).status_code == 404
    assert Program.objects.get().status == "open"
