"""What is another since the last session: said on Today, before a session and in the thread."""

import pytest
from django.urls import reverse

from logbook.keys import uuid7
from logbook.models import Session
from programs import weekdays
from tests.factories import make_exercise, make_prescription

pytestmark = pytest.mark.usefixtures("on_tuesday")


@pytest.fixture
def change(patient, therapist, plan):
    """`change(edit)` sends another version after `edit(rows by slug, draft)`, a session later."""
    Session.start(patient, uuid7()).finish(uuid7(), new_or_worse=False)
    Session.objects.update(local_date="2026-11-23", started_at="2026-11-23T14:00:00Z")

    def send(edit):
        draft = plan.program.open_draft()
        rows = draft.prescriptions.select_related("variation__exercise")
        edit({row.exercise.slug: row for row in rows}, draft)
        draft.send(by=therapist, revision=draft.revision)
        return draft

    return send


def more_of_everything(rows, draft):
    rows["press-up"].sets = 2
    rows["press-up"].save()
    rows["hip-flexor"].weekdays = weekdays.from_days([0, 2])
    rows["hip-flexor"].save()
    rows["foam-roll"].delete()
    make_prescription(draft, make_exercise("open-book", name="Open book", sided=True))


LINES = [
    "Press up: now 2 sets of 10 (was 1 set of 10)",
    "New: Open book, 1 set of 10, each side",
    "Hip: now Mon, Wed",
    "Taken off: Foam roll",
]


def lines_on(client, name="today"):
    page = client.get(reverse(name))
    return page.context["day"].changes if name == "today" else page.context["changes"]


@pytest.mark.parametrize("name", ["today", "session_start"])
def test_a_line_a_stretch(as_user, patient, change, name):
    change(more_of_everything)
    client = as_user(patient)
    assert lines_on(client, name) == LINES
    text = client.get(reverse(name)).content.decode()
    assert "What Dana changed" in text
    assert "<li>Taken off: Foam roll</li>" in text


def test_nothing_once_a_session_of_the_new_version_is_begun(as_user, patient, change):
    change(more_of_everything)
    Session.start(patient, uuid7())
    assert lines_on(as_user(patient)) == []


def test_nothing_before_the_first_session_of_all(as_user, patient, plan):
    assert lines_on(as_user(patient)) == []
    assert lines_on(as_user(patient), "session_start") == []


def test_nothing_while_the_newest_session_followed_this_version(as_user, patient, change):
    assert lines_on(as_user(patient)) == []


def test_two_versions_in_a_row_are_one_change(as_user, patient, change):
    def fewer(rows, draft):
        rows["press-up"].reps = 8
        rows["press-up"].save()

    change(more_of_everything)
    change(fewer)
    assert lines_on(as_user(patient))[0] == "Press up: now 2 sets of 8 (was 1 set of 10)"


def test_another_way_of_doing_it(as_user, patient, change):
    def standing(rows, draft):
        exercise = rows["press-up"].exercise
        way = exercise.variations.create(slug="standing")
        exercise.wordings.create(variation=way, name="Standing press up", steps=[])
        rows["press-up"].variation = way
        rows["press-up"].save()

    change(standing)
    assert lines_on(as_user(patient)) == ["Press up: now Standing press up"]


def test_a_note_or_a_review_date_is_no_change(as_user, patient, change):
    def noted(rows, draft):
        rows["press-up"].note = "Hands nearer each time."
        rows["press-up"].save()

    change(noted)
    assert lines_on(as_user(patient)) == []


def test_the_thread_says_it_too(as_user, patient, therapist, change):
    change(more_of_everything)
    text = as_user(patient).get(reverse("conversation")).content.decode()
    assert "Dana changed your stretches, November 24." in text
    for line in LINES:
        assert f"<br>{line}" in text
    staff = as_user(therapist).get(reverse("patient_messages", args=[patient.code]))
    assert "<br>Taken off: Foam roll" in staff.content.decode()


def test_of_an_ended_program_nothing_is_left(as_user, patient, change, plan):
    plan.program.status, plan.program.ended_on = "ended", patient.today()
    plan.program.save()
    client = as_user(patient)
    assert lines_on(client) == []
    assert client.get(reverse("session_plan")).json()["rows"] == []
