"""The progress report, read back: facts, function, pain, days and sets, changes, flags."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from caseload.report import average, change_that_matters, share
from exercises.models import Exercise
from logbook.keys import uuid7
from logbook.models import Flag, FunctionActivity, FunctionScore, PatientDay, Session
from programs.models import Program, ProgramPause
from tests.factories import make_exercise, make_version
from tests.paper import KILOBYTE, Paper

TODAY = datetime(2026, 11, 24, 17, tzinfo=UTC)
FIRST = date(2026, 10, 28)  # 28 days with today


@pytest.fixture(autouse=True)
def _on_tuesday():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def report(as_user, therapist, patient, tmp_path):
    """`report(first=..., last=...)` is the PDF as a therapist gets it."""

    def get(**asked):
        address = reverse("patient_report", args=[patient.code])
        answer = as_user(therapist).get(address, {"first": FIRST} | asked)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/pdf"
        assert "no-store" in answer["Cache-Control"]
        return Paper(tmp_path, answer.content)

    return get


@pytest.fixture
def program(patient, therapist):
    """One set of press ups a day since the first day of the period."""
    exercise = make_exercise("press-up", sided=False, name="Press up")
    return make_version(patient, exercise, by=therapist, effective_on=FIRST)


def did(patient, date, before=None, after=None, **fields):
    """A session on this date, and the day counted as one whole set."""
    version = Program.objects.get(patient=patient).current
    at = datetime(date.year, date.month, date.day, 15, tzinfo=UTC)
    if fields.get("place") != "clinic":
        PatientDay.objects.create(
            patient=patient, local_date=date, sessions=1, sets_done=1, sets_target=1, dose=1
        )
    return Session.objects.create(
        patient=patient,
        key=uuid7(),
        version=version,
        started_at=at,
        zone=patient.zone,
        local_date=date,
        pain_before=before,
        pain_after=after,
        state="finished",
        finished_at=at,
        **fields,
    )


def test_who_it_is_about_and_who_treats(report, patient, therapist, program):
    patient.episodes.update(
        complaint="Low back pain", side="left", goals="Carry my grandson", referrer="Dr. Ames"
    )
    text = report().text
    for words in (
        "Riverbend PT",
        "Progress report Oct 28, 2026 to Nov 24, 2026 0 sessions logged.",
        "Patient Maria Delgado",
        "Year of birth 1968",
        "Complaint Low back pain, left",
        "In care since Oct 1, 2026",
        "Referred by Dr. Ames",
        "Goals Carry my grandson",
        "Treated by Dana Okafor, PT",
        "Report made by Dana Okafor, PT, Nov 24, 2026",
    ):
        assert words in text


def test_two_weeks_at_a_time(report, patient, program):
    """28 days, one set each: 3 days done in the first 14, 1 in the last; today is not over."""
    for days in (0, 1, 5):
        did(patient, FIRST + timedelta(days=days), before=6, after=5)
    did(patient, FIRST + timedelta(days=20), before=3, after=2)
    did(patient, FIRST + timedelta(days=21), before=2, after=2, place="clinic")
    text = report().text
    assert "Oct 28 – Nov 10 3 of 14 (21%) 3 of 14 (21%) – 6.0 5.0" in text
    assert "Nov 11 – Nov 24 1 of 13 (7%) 1 of 13 (7%) 1 2.5 2.0" in text


def test_paused_days_ask_for_nothing(report, patient, program):
    ProgramPause.objects.create(
        patient=patient,
        program=program.program,
        from_date=FIRST + timedelta(days=4),
        until=FIRST + timedelta(days=14),
        reason="ill",
    )
    did(patient, FIRST)
    assert "Oct 28 – Nov 10 1 of 4 (25%) 1 of 4 (25%)" in report().text


def test_pain_first_and_last_and_what_change_matters(report, patient, program):
    assert "No pain answer in this period." in report().text
    did(patient, FIRST, before=6, after=7)
    did(patient, FIRST + timedelta(days=3), before=8)
    did(patient, FIRST + timedelta(days=9), before=3, after=2)
    paper = report()
    assert (
        "Before a session: 6 (Oct 28) to 3 (Nov 6), highest 8, 3 answers. A change that matters "
        "from a start of 6: about 2 (doi 10.1055/a-1304-3677)."
    ) in paper.text
    assert "After a session: 7 (Oct 28) to 2 (Nov 6)" in paper.text
    assert "/Figure" in paper.tags


@pytest.mark.parametrize(
    ("start", "points"), [(1, "1"), (4, "1"), (5, "2"), (7, "2"), (8, "3–4"), (10, "3–4")]
)
def test_a_change_that_matters_depends_on_the_start(start, points):
    assert change_that_matters(start) == points


def test_function_first_and_newest(report, patient, therapist, program):
    walk = FunctionActivity.objects.create(
        patient=patient, words="Walk to the store", position=1, added_on=FIRST
    )
    for weeks, score in ((0, 3), (2, 4), (3, 7), (9, 10)):
        FunctionScore.objects.create(
            patient=patient,
            activity=walk,
            on_date=FIRST + timedelta(weeks=weeks),
            score=score,
            at=TODAY,
        )
    text = report().text
    assert "Walk to the store 3 (Oct 28, 2026) 7 (Nov 18, 2026) +4" in text
    assert "Mean change +4.0: a large change for the better." in text
    assert "1.3 points are a small, 2.3 a medium and 2.7 a large change" in text


def test_changes_of_the_dose(report, patient, therapist, program):
    draft = program.program.open_draft()
    draft.prescriptions.update(sets=2)
    draft.send(by=therapist, revision=draft.revision)
    text = report().text
    assert "Changes of the program Nov 24, 2026, version 2 • Press up: sets was 1, now 2" in text
    assert "version 1" not in text


def test_flags_with_their_outcome(report, patient, therapist, program):
    session = did(patient, FIRST, before=8)
    told = {"patient": patient, "session": session, "at": session.started_at}
    Flag.objects.create(
        **told,
        key=uuid7(),
        reason="new-or-worse",
        outcome="called",
        finding="Sore after gardening.",
        closed_by=therapist,
        closed_at=TODAY,
    )
    Flag.objects.create(**told, key=uuid7(), reason="moved-down", withdrawn_at=TODAY)
    text = report().text
    assert "New or worse pain Called and talked, Dana Okafor, PT, Nov 24, 2026. Sore after" in text
    assert "Felt lower down Taken back by the patient: a mistaken answer." in text


def test_what_lies_outside_the_period_is_left_out(report, patient, program):
    did(patient, FIRST - timedelta(days=1), before=9)
    did(patient, FIRST, before=4)
    text = report(last=date(2026, 11, 10)).text
    assert "1 session logged." in text
    assert "Before a session: 4 (Oct 28), one answer." in text
    assert "Nov 11" not in text


def test_what_was_written_to_each_other_is_not_in_it(report, patient, therapist):
    make_version(
        patient, make_exercise("roll"), by=therapist, note="Just for you", effective_on=FIRST
    )
    did(patient, FIRST, note="Between us")
    text = report().text
    assert "Between us" not in text
    assert "Just for you" not in text


def test_it_is_tagged_small_and_in_our_letters(report, patient, program):
    for days in range(0, 28, 2):
        did(patient, FIRST + timedelta(days=days), before=5, after=4)
    paper = report(paper="a4")
    assert paper.reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in paper.reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert paper.reader.trailer["/Root"]["/Lang"] == "en"
    assert "/TH" in paper.tags
    assert {name.partition("-")[0] for name, _embedded in paper.fonts} == {
        "AtkinsonHyperlegibleNext"
    }
    assert {embedded for _name, embedded in paper.fonts} == {"yes"}
    assert round(paper.reader.pages[0].mediabox.height) == 842
    assert len(paper.content) <= 300 * KILOBYTE


def test_without_dates_it_is_the_last_twelve_weeks(report, as_user, therapist, patient, tmp_path):
    answer = as_user(therapist).get(reverse("patient_report", args=[patient.code]))
    assert "Sep 2, 2026 to Nov 24, 2026" in Paper(tmp_path, answer.content).text


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"first": "soon"}, "Enter a valid date."),
        ({"first": "2026-11-02", "last": "2026-11-01"}, "Use a day before the last one."),
        ({"first": "2020-01-01"}, "A report is about two years at most."),
    ],
)
def test_a_period_that_cannot_be_is_asked_for_again(as_user, therapist, patient, asked, says):
    answer = as_user(therapist).get(reverse("patient_report", args=[patient.code]), asked)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_no_program_and_no_session_is_a_report_too(report):
    assert "No pain answer in this period." in report().text


def test_numbers_in_words():
    assert share(0, 0) == "–"
    assert share(2, 0) == "2"
    assert share(99, 100) == "99 of 100 (99%)"
    assert average([None, 4, 5]) == "4.5"
    assert average([None]) == "–"


def test_a_stretch_of_the_library_has_its_name(library, report, patient, therapist):
    make_version(patient, Exercise.objects.get(slug="open-book", clinic=None), effective_on=FIRST)
    assert "Safety flags None in this period." in report().text
