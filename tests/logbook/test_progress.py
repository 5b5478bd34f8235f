"""What a patient has done so far: a sentence, a month, pain, minutes.

NOW is Tuesday, November 24.
"""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from logbook.drawing import dates_below, height, minutes_picture
from logbook.keys import uuid7
from logbook.models import PatientDay, Session
from people.models import Episode
from programs import weekdays
from programs.models import ProgramPause
from tests.factories import make_exercise, make_version
from tests.logbook.phone import NOW

pytestmark = pytest.mark.usefixtures("on_tuesday")

TODAY = date(2026, 11, 24)


@pytest.fixture
def program(patient, therapist):
    """One stretch, Monday to Friday, since October 1: 10 repetitions of 2 + 2 seconds."""
    Episode.objects.filter(patient=patient).update(started_on=date(2026, 10, 1))
    return make_version(
        patient,
        make_exercise(),
        by=therapist,
        effective_on=date(2026, 10, 1),
        weekdays=weekdays.from_days(range(5)),
    )


@pytest.fixture
def do(patient, program):
    """`do(days ago, before, after)`: a session of 40 seconds with these pains."""

    def session(days_ago, before=None, after=None, place="home"):
        now = NOW - timedelta(days=days_ago)
        done = Session.start(patient, uuid7(), now=now, pain_before=before)
        done.log_stretch(program.prescriptions.get(), uuid7(), now=now)
        done.finish(uuid7(), new_or_worse=False, pain_after=after, now=now)
        if place != "home":
            Session.objects.filter(pk=done.pk).update(place=place)
            PatientDay.recompute(patient, done.local_date)
        return done

    return session


def page(client, **query):
    return client.get(reverse("progress"), query)


def sentence(client):
    """The first paragraph, without tags."""
    text = page(client).content.decode().split('<p class="lead">')[1].split("</p>")[0]
    for tag in ("<b>", "</b>"):
        text = text.replace(tag, "")
    return " ".join(text.replace("&nbsp;", " ").split())


def test_before_the_first_session(as_user, patient):
    client = as_user(patient)
    assert sentence(client) == "Your first session will show here."
    assert "<svg" not in page(client).content.decode().split('class="lead"')[1].split("</main>")[0]


def test_pain_that_fell(as_user, patient, do):
    do(22, before=6)
    do(10, before=7, after=1)
    do(1, before=3)
    assert sentence(as_user(patient)) == (
        "You have done 3 sessions since November 2. Your pain before a session went from 6 to 3."
    )


def test_pain_that_rose_is_said_without_blame(as_user, patient, do):
    do(3, before=3)
    do(1, before=5)
    assert sentence(as_user(patient)) == (
        "You have done 2 sessions since November 21. Your pain before a session was 3 at the "
        "start and 5 the last time. Dana can see this, too."
    )


def test_pain_as_it_was(as_user, patient, do):
    do(3, before=4)
    do(1, before=4)
    assert sentence(as_user(patient)).endswith(
        "Your pain before a session is 4, as it was at the start."
    )


@pytest.mark.parametrize("pains", [(None,), (0,), (None, 3)])
def test_too_few_answers_make_no_sentence_about_pain(as_user, patient, do, pains):
    for days_ago, pain in enumerate(pains, start=1):
        do(days_ago, before=pain)
    assert sentence(as_user(patient)).endswith("Your pain will show here after a few more.")


def test_zero_is_an_answer(as_user, patient, do):
    do(2, before=2)
    do(1, before=0)
    assert "went from 2 to 0." in sentence(as_user(patient))


def test_only_this_episode_and_only_at_home(as_user, patient, do):
    do(5, before=9)
    do(2, before=4)
    do(1, before=1, place="clinic")
    Episode.objects.filter(patient=patient).update(started_on=TODAY - timedelta(days=4))
    assert sentence(as_user(patient)).startswith("You have done 1 session since November 22.")


def states(response):
    """{day of the month: state} of the calendar shown."""
    rows = response.context["month"].weeks
    return {cell[0].day: cell[1] for row in rows for cell in row if cell}


def test_a_month_with_rest_days_and_a_pause_as_part_of_the_plan(as_user, patient, do, program):
    do(1)
    do(8)
    ProgramPause.objects.create(
        patient=patient,
        program=program.program,
        from_date=date(2026, 11, 9),
        until=date(2026, 11, 12),
        reason="ill",
    )
    month = states(page(as_user(patient)))
    assert len(month) == 30
    assert {day for day, state in month.items() if state == "done"} == {16, 23}
    assert {day for day, state in month.items() if state == "paused"} == {9, 10, 11}
    assert {day for day, state in month.items() if state == "rest"} == {
        1, 7, 8, 14, 15, 21, 22, 28, 29,
    }  # fmt: skip
    text = " ".join(page(as_user(patient)).content.decode().split())
    assert '<td class="done"> <span>23<span class="vh">, session done</span></span>' in text
    assert '<td class=" today"> <span>24<span class="vh">, today</span></span>' in text
    assert "missed" not in text


def test_weeks_begin_on_sunday_here(as_user, patient, do):
    do(1)
    month = page(as_user(patient)).context["month"]
    assert month.day_names[0] == "Sunday"
    assert [cell and cell[0].day for cell in month.weeks[0]] == [1, 2, 3, 4, 5, 6, 7]
    assert [cell and cell[0].day for cell in month.weeks[-1]] == [29, 30, *[None] * 5]


@pytest.mark.parametrize(
    ("asked", "shown", "before", "after"),
    [
        ("", (2026, 11), (2026, 10), None),
        ("2026-10", (2026, 10), None, (2026, 11)),
        ("2026-11", (2026, 11), (2026, 10), None),
        ("1999-01", (2026, 10), None, (2026, 11)),
        ("2030-01", (2026, 11), (2026, 10), None),
        ("2026-13", (2026, 11), (2026, 10), None),
        ("<script>", (2026, 11), (2026, 10), None),
    ],
)
def test_earlier_months_by_link(as_user, patient, do, asked, shown, before, after):
    do(40)  # October 15
    month = page(as_user(patient), month=asked).context["month"]
    found = [d and (d.year, d.month) for d in (month.first, month.before, month.after)]
    assert found == [shown, before, after]


def test_weeks_with_three_sessions_add_up_and_nothing_resets(as_user, patient, do):
    for days_ago in (3, 4, 5, 17, 18, 19, 30):  # two weeks of three, an empty one between them
        do(days_ago)
    response = page(as_user(patient))
    weeks = response.context["progress"].weeks
    assert [(day.isoformat(), sessions) for day, sessions, _minutes in weeks] == [
        ("2026-10-25", 1),
        ("2026-11-01", 3),
        ("2026-11-08", 0),
        ("2026-11-15", 3),
        ("2026-11-22", 0),
    ]
    assert "2 weeks with 3 sessions or more." in " ".join(response.content.decode().split())


def test_the_numbers_stand_in_a_table(as_user, patient, do):
    do(2, before=5, after=3)
    do(1, before=4)
    table = page(as_user(patient)).content.decode().split('<table class="nums">')[1]
    cells = [part.split("<")[0].strip() for part in table.split("</table>")[0].split(">")]
    assert [cell for cell in cells if cell] == [
        "Session", "Before", "After", "Nov 23", "4", "–", "Nov 22", "5", "3",
    ]  # fmt: skip


def test_pictures_keep_to_their_frame():
    assert (height(0), height(5), height(10)) == (160, 86, 12)
    days = [(x, TODAY + timedelta(days=x)) for x in (38, 60, 188, 200, 300, 338)]
    assert [(x, anchor) for x, _day, anchor in dates_below(days)] == [
        (38, "start"),
        (188, "middle"),
        (338, "end"),
    ]
    assert dates_below(days[:1]) == [(*days[0], "start")]


def test_a_bar_a_week():
    weeks = [(TODAY, 3, 40), (TODAY, 1, 10), (TODAY, 0, 0)]
    bars = minutes_picture(weeks)
    assert [(bar["tall"], bar["top"], bar["is_now"]) for bar in bars] == [
        (100, 32, False),
        (25, 107, False),
        (0, 132, True),
    ]
    assert minutes_picture([(TODAY, 0, 0)])[0]["tall"] == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(as_user, patient, do, own_queries, rows):
    for days_ago in range(rows):
        do(days_ago + 1, before=3)
    client = as_user(patient)
    # episode, days, versions with their rows, pauses, sessions that tell of pain
    assert own_queries(lambda: page(client)) == 6


def test_nobody_elses_days(as_user, other_patient, do):
    do(1, before=9)
    assert sentence(as_user(other_patient)) == "Your first session will show here."
