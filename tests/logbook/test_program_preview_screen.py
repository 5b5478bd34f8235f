"""What stands in the frame: the patient's own first page, with the draft instead of the plan."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from programs.models import Program
from tests.factories import make_exercise, make_version


@pytest.fixture
def url(patient):
    return reverse("program_preview_screen", args=[patient.code])


def test_it_is_the_patients_page_with_the_drafts_doses(as_user, therapist, patient, url):
    make_version(patient, make_exercise(name="Press up"), by=therapist)
    draft = Program.open_for(patient).open_draft()
    draft.prescriptions.update(sets=7)
    page = as_user(therapist).get(url).content.decode()
    assert "Maria" in page
    assert "Press up" in page
    assert "7 sets of 10" in page
    today = as_user(patient).get(reverse("today")).content.decode()
    assert "1 set of 10" in today
    assert "7 sets of 10" not in today


def test_only_our_own_pages_may_frame_it_and_nothing_of_it_runs_offline(
    as_user, therapist, patient, url
):
    make_version(patient, make_exercise(), sent=False)
    answer = as_user(therapist).get(url)
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "'none' 'self'" not in answer.headers["Content-Security-Policy"]
    page = answer.content.decode()
    assert '<base target="_blank">' in page
    assert not re.findall(r"scripts/(offline|patient)", page)
    other = as_user(therapist).get(reverse("program", args=[patient.code]))
    assert other.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]


def test_a_rest_day_looks_like_one(as_user, therapist, patient, url):
    version = make_version(patient, make_exercise(), sent=False, weekdays=0b0000001)
    week = [patient.today() + timedelta(days=number) for number in range(7)]
    rest = next(day for day in week if day.weekday() != 0)
    page = as_user(therapist).get(url, {"day": str(rest)}).content.decode()
    assert "Rest day, Maria" in page
    assert version.is_draft


def test_queries_stay_the_same(as_user, therapist, patient, url, assert_queries):
    client = as_user(therapist)
    counts = []
    for more in (1, 2):
        make_version(patient, *[make_exercise() for _ in range(more)], sent=False)
        client.get(url)
        with assert_queries(at_most=20) as asked:
            client.get(url)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_patient_and_another_clinic_see_no_preview(as_user, therapist, outsider, patient, url):
    make_version(patient, make_exercise(), sent=False)
    assert as_user(therapist).get(url).status_code == 200
    assert as_user(patient).get(url).status_code == 404
    assert as_user(outsider).get(url).status_code == 404
