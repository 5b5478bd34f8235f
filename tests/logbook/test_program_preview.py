"""The frame around what a patient will see: any of the next seven days, nothing sent."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from logbook.models import Session
from programs.models import Program, ProgramVersion
from tests.factories import make_exercise, make_version

MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def url(patient):
    return reverse("program_preview", args=[patient.code])


def test_it_frames_the_draft_from_its_first_day_with_something_to_do(
    as_user, therapist, patient, url
):
    make_version(patient, make_exercise(), sent=False, weekdays=0b0000100)  # Wednesdays
    answer = as_user(therapist).get(url)
    page = answer.content.decode()
    screen = reverse("program_preview_screen", args=[patient.code])
    assert f'src="{screen}?day=2026-11-25"' in page
    assert 'sandbox="allow-same-origin"' in page
    assert "Version 1, draft. Nothing is sent." in page
    assert "Mon, Nov 23" in page
    assert "Sun, Nov 29" in page
    assert "Mon, Nov 30" not in page
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("2026-11-26", "2026-11-26"),
        ("2026-11-30", "2026-11-23"),
        ("2026-11-22", "2026-11-23"),
        ("2026-13-45", "2026-11-23"),
        ("tomorrow", "2026-11-23"),
    ],
)
def test_days_beyond_the_week_are_its_first_one(as_user, therapist, patient, url, asked, shown):
    make_version(patient, make_exercise(), sent=False)
    page = as_user(therapist).get(url, {"day": asked}).content.decode()
    assert f"?day={shown}" in page.split("<iframe")[1]


def test_a_version_that_starts_later_is_seen_from_its_first_day(as_user, therapist, patient, url):
    make_version(patient, make_exercise(), by=therapist)
    draft = Program.open_for(patient).open_draft()
    ProgramVersion.objects.filter(pk=draft.pk).update(effective_on="2026-12-08")
    page = as_user(therapist).get(url).content.decode()
    assert "Tue, Dec 8" in page
    assert "Nov 24" not in page


def test_without_a_program_there_is_nothing_to_see(as_user, therapist, patient, url):
    assert as_user(therapist).get(url).status_code == 404


def test_looking_writes_nothing(as_user, therapist, patient, url):
    make_version(patient, make_exercise(), sent=False)
    as_user(therapist).get(url)
    assert Session.objects.count() == 0
    assert ProgramVersion.objects.get().is_draft


def test_another_clinics_patient_does_not_exist(as_user, therapist, outsider, patient, url):
    make_version(patient, make_exercise(), sent=False)
    assert as_user(therapist).get(url).status_code == 200
    assert as_user(outsider).get(url).status_code == 404
