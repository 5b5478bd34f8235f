from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from logbook.keys import uuid7
from logbook.models import PatientDay, Session
from tests.factories import make_exercise, make_prescription, make_version

TUESDAY = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)  # nine in the morning in New York


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(TUESDAY, tick=False):
        yield


def open_today(as_user, patient, query=""):
    return as_user(patient).get(reverse("today") + query)


def text(response):
    return " ".join(response.content.decode().split())


def test_the_spine_runs_from_the_upper_back_to_the_hips(as_user, patient, plan, roll):
    page = text(open_today(as_user, patient))
    places = [
        page.index(f'id="stretch-{row.code}"') for row in plan.prescriptions.in_region_order()
    ]
    assert places == sorted(places)
    assert page.index("Upper back") < page.index("Lower back") < page.index("Hips")
    assert "Good morning, Maria" in page
    assert "3 stretches, about 5 minutes" in page
    assert "2 holds of 30 seconds, each side" in page
    assert reverse("stretch_detail", args=["foam-roll"]) in page


@pytest.mark.parametrize(
    ("hours", "greeting"), [(-8, "Good morning"), (4, "Good afternoon"), (10, "Good evening")]
)
def test_the_greeting_follows_the_clock_of_the_patient(as_user, patient, plan, hours, greeting):
    with time_machine.travel(TUESDAY + timedelta(hours=hours), tick=False):
        assert f"{greeting}, Maria" in text(open_today(as_user, patient))


def test_start_asks_first_or_leads_to_the_player_that_does(as_user, patient, plan):
    page = text(open_today(as_user, patient))
    link = page[page.index('<a class="btn pri big"') :].split("</a>")[0]
    assert f'href="{reverse("session_start")}" data-player="{reverse("session_player")}"' in link
    assert "Start" in link


def test_names_are_in_the_words_of_the_clinic(as_user, patient, plan, roll, clinic):
    words = roll.exercise.wordings.get()
    words.pk, words.clinic, words.name = None, clinic, "Roller day"
    words.save(force_insert=True)
    page = text(open_today(as_user, patient))
    assert "Roller day" in page
    assert "Foam roll<" not in page


def test_beads_say_what_is_done_and_what_is_left(as_user, patient, session, roll, press, hip):
    session.log_stretch(roll, uuid7())
    session.log_stretch(press, uuid7(), {("none", 1): 4})
    page = text(open_today(as_user, patient))
    assert f'id="stretch-{roll.code}" class="done"' in page
    assert f'id="stretch-{press.code}" class="part"' in page
    assert f'id="stretch-{hip.code}">' in page
    assert "2 of 3 stretches logged" in page
    assert f'data-player="{reverse("session_player")}"' in page
    assert f'href="{reverse("stretch_log", args=[hip.code])}"' in page
    assert "Go on" in page


def test_a_finished_session_offers_to_do_it_again(as_user, patient, session):
    session.finish(uuid7(), new_or_worse=False)
    page = text(open_today(as_user, patient))
    assert "Done today" in page
    assert "Do it again" in page


def test_the_second_session_of_a_day_lists_what_is_asked_twice(as_user, patient, plan, roll, press):
    plan.prescriptions.filter(pk=roll.pk).update(times_a_day=2)
    first = Session.start(patient, uuid7())
    first.log_stretch(roll, uuid7())
    first.finish(uuid7(), new_or_worse=False)
    page = text(open_today(as_user, patient))
    assert "Today’s session 2" in page
    assert f'id="stretch-{roll.code}">' in page
    assert str(press.code) not in page
    second = Session.start(patient, uuid7())
    assert second.number_of_day == 2
    page = text(open_today(as_user, patient))
    assert "0 of 1 stretches logged" in page


def test_weekdays_choose_the_rows(as_user, patient, plan, roll, press):
    plan.prescriptions.filter(pk=press.pk).update(weekdays=0b1111101)  # not on Tuesday
    page = text(open_today(as_user, patient))
    assert str(roll.code) in page
    assert str(press.code) not in page


def test_a_rest_day_is_part_of_the_plan(as_user, patient, plan, roll):
    plan.prescriptions.update(weekdays=0b0010001)  # Monday and Friday
    page = text(open_today(as_user, patient))
    assert "Rest day, Maria" in page
    assert "Next session: Friday" in page
    assert str(roll.code) not in page
    page = text(open_today(as_user, patient, "?anyway=1"))
    assert str(roll.code) in page
    assert "Start" in page


def test_without_a_plan_the_page_says_who_writes_it(as_user, patient):
    page = text(open_today(as_user, patient))
    assert "Your stretches are on the way" in page
    assert "Dana is still writing your plan." in page


def test_a_discharged_patient_is_told_that_nobody_reads(as_user, patient, plan):
    patient.discharge()
    page = text(open_today(as_user, patient))
    assert "nobody reads new logs" in page


def test_the_week_shows_done_days_and_rest_days(as_user, patient, plan):
    plan.prescriptions.update(weekdays=0b0011111)
    today = patient.today()
    for back in [1, 3, 4, 5, 10, 11, 12, 17, 18]:
        PatientDay.objects.create(
            patient=patient, local_date=today - timedelta(days=back), sessions=1
        )
    page = text(open_today(as_user, patient))
    dots = page[page.index('class="dots"') : page.index("1 session done.")]
    assert [part.split('"')[0] for part in dots.split('<li class="')[1:]] == [
        "rest", "done", "today", "", "", "", "rest",
    ]  # fmt: skip
    assert "2 weeks in a row with 3 sessions or more." in page


def test_the_next_visit_names_the_therapist(as_user, patient, plan):
    patient.episodes.update(next_visit_on=patient.today() + timedelta(days=7))
    page = text(open_today(as_user, patient))
    assert "Tuesday, December 1" in page
    assert "with Dana Okafor, PT" in page


def test_strong_pain_puts_the_stop_card_first(as_user, patient, session, roll):
    session.log_stretch(roll, uuid7(), pain=7)
    page = text(open_today(as_user, patient))
    assert page.index("Your plan is paused") < page.index("Today’s session")
    assert 'href="tel:911"' in page
    assert "Go on" not in page


def test_a_patients_own_limit_comes_before_the_clinics(as_user, patient, session, roll):
    patient.pain_limit = 9
    patient.save()
    session.log_stretch(roll, uuid7(), pain=8)
    assert "Your plan is paused" not in text(open_today(as_user, patient))


def test_another_patients_stretches_are_not_here(as_user, patient, plan, other_patient):
    make_version(other_patient, make_exercise(name="Canary stretch"))
    page = text(open_today(as_user, patient))
    assert "Canary" not in page
    assert "Canary" in text(open_today(as_user, other_patient))


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("state", ["before", "open", "finished"])
def test_queries_do_not_grow_with_the_program(
    as_user, patient, therapist, own_queries, rows, state
):
    draft = make_version(patient, sent=False)
    prescriptions = [make_prescription(draft) for _ in range(rows)]
    draft.send(by=therapist, revision=draft.revision)
    if state != "before":
        session = Session.start(patient, uuid7())
        for prescription in prescriptions:
            session.log_stretch(prescription, uuid7(), pain=1)
    if state == "finished":
        session.finish(uuid7(), new_or_worse=False)
    client = as_user(patient)
    # session at hand, rows with their logs, words, episode with therapist, days
    assert own_queries(lambda: client.get(reverse("today"))) == 5


@pytest.mark.parametrize("person", ["therapist", "clinic_admin", "operator"])
def test_staff_have_no_day_here(request, as_user, person):
    assert as_user(request.getfixturevalue(person)).get(reverse("today")).status_code == 404


def test_a_discharged_patient_without_a_plan_is_promised_none(as_user, patient):
    patient.discharge()
    page = text(open_today(as_user, patient))
    assert "You have no plan right now" in page
    assert "on the way" not in page
