"""P5b as a page, a mistaken yes taken back, and Today while the program is paused."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from caseload.models import CaseloadPatient
from logbook.keys import uuid7
from logbook.models import Flag, PatientDay, Session
from logbook.models.spine import needs_stop_signs
from programs.models import ProgramPause
from tests.factories import make_exercise, make_stop_signs, make_version
from tests.logbook.phone import NOW

STOP = "/today/stop/"
pytestmark = pytest.mark.usefixtures("on_tuesday")


@pytest.fixture
def signs():
    return make_stop_signs(
        emergency="A foot that drops\nChest pain", urgent="Fever\nYou walk unsteadily"
    )


@pytest.fixture
def worse(session):
    """The key of the act that said so."""
    key = uuid7()
    session.finish(key, new_or_worse=True)
    return key


@pytest.fixture
def take_back(as_user, patient):
    def post(of):
        return as_user(patient).post(STOP, {"key": uuid7(), "of": of})

    return post


def text(response):
    return " ".join(response.content.decode().split())


def open_page(as_user, patient, address=STOP):
    return text(as_user(patient).get(address))


# --- the page -----------------------------------------------------------------------------------


def test_emergencies_come_first_with_the_clinics_numbers(as_user, patient, signs, worse):
    patient.clinic.emergency_number = "112"
    patient.clinic.save()
    page = open_page(as_user, patient)
    places = [
        page.index(words)
        for words in ("Stop here for today", "Call 112 now", 'href="tel:112"', "A foot that drops",
                      "Call us today", 'href="tel:5550100142"', "Fever", "No list is complete.",
                      "version 1. Not yet reviewed by your clinic.", "Paused since Tuesday")
    ]  # fmt: skip
    assert places == sorted(places)
    assert page.count("<li>") >= 4
    assert "Dana can see what you told us." in page


def test_it_never_says_that_anyone_is_safe_or_when_somebody_reads(as_user, patient, signs, worse):
    page = open_page(as_user, patient).lower()
    assert "no list is complete" in page
    for promise in ("you are safe", "are fine", "none of these", "within", "right away", "soon"):
        assert promise not in page


def test_it_can_be_read_at_any_time(as_user, patient, plan, signs):
    page = open_page(as_user, patient)
    assert "<h1>Stop signs</h1>" in page
    assert "A foot that drops" in page
    assert "paused" not in page
    assert "mistake" not in page


def test_before_a_list_is_published_the_numbers_still_stand(as_user, patient, worse):
    page = open_page(as_user, patient)
    assert 'href="tel:911"' in page
    assert "Stop signs, version" not in page


def test_the_words_are_in_the_patients_language(as_user, patient, worse):
    draft = make_stop_signs(published=False)
    draft.texts.create(language="es", emergency="Dolor en el pecho", urgent="Fiebre")
    draft.publish()
    patient.language = "es"
    patient.save()
    page = open_page(as_user, patient)
    assert "Dolor en el pecho" in page
    assert 'lang="es"' in page


def test_after_discharge_nobody_is_said_to_read(as_user, patient, signs, worse):
    patient.discharge()
    page = open_page(as_user, patient)
    assert "nobody reads new logs" in page
    assert "can see what you told us" not in page


def test_another_patients_flag_is_not_here(as_user, patient, other_patient, signs, worse):
    page = open_page(as_user, other_patient)
    assert "<h1>Stop signs</h1>" in page
    assert "Paused since" not in page
    assert str(worse) not in open_page(as_user, other_patient, f"{STOP}?mistake=1")


# --- a mistake, taken back ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tell", "words"),
    [
        (lambda s, row: s.finish(uuid7(), new_or_worse=True), "I pressed yes by mistake"),
        (lambda s, row: s.hurt(row, uuid7()), "I pressed it by mistake"),
        (
            lambda s, row: s.log_stretch(row, uuid7(), pain=9),
            "I chose that number by mistake",
        ),
    ],
)
def test_each_kind_of_mistake_has_its_words(as_user, patient, session, roll, signs, tell, words):
    tell(session, roll)
    assert words in open_page(as_user, patient)


def test_it_asks_once_before_anything_is_taken_back(as_user, patient, signs, worse):
    assert f'href="{STOP}?mistake=1"' in open_page(as_user, patient)
    page = open_page(as_user, patient, f"{STOP}?mistake=1")
    assert "Take back what you told us?" in page
    assert "Your plan goes on." in page
    assert "Dana can still see that you took it back." in page
    assert f'name="of" value="{worse}"' in page
    assert Flag.objects.standing().count() == 1


def test_a_mistaken_yes_is_taken_back_with_its_pause(take_back, patient, session, worse):
    answer = take_back(worse)
    assert answer.url == reverse("today")
    flag = Flag.objects.get()
    assert flag.withdrawn_at == NOW
    assert ProgramPause.objects.of(patient) is None
    assert not needs_stop_signs(session)
    session.refresh_from_db()
    assert session.new_or_worse is False


def test_with_its_pause_gone_the_plan_goes_on(as_user, patient, signs, worse):
    answer = as_user(patient).post(STOP, {"key": uuid7(), "of": worse}, follow=True)
    assert "Taken back. Your plan goes on." in text(answer)


def test_sent_twice_it_is_taken_back_once(take_back, worse):
    take_back(worse)
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        assert take_back(worse).url == reverse("today")
    assert Flag.objects.get().withdrawn_at == NOW


def test_the_newest_act_first_then_the_one_before(
    as_user, take_back, patient, session, roll, signs
):
    first, second = uuid7(), uuid7()
    session.log_stretch(roll, first, pain=8)
    session.hurt(roll, second, now=NOW + timedelta(seconds=1))
    page = open_page(as_user, patient, f"{STOP}?mistake=1")
    assert f'value="{second}"' in page
    assert "so your plan stays paused" in page
    assert take_back(second).url == STOP
    assert ProgramPause.objects.of(patient)
    assert f'value="{first}"' in open_page(as_user, patient, f"{STOP}?mistake=1")
    assert take_back(first).url == reverse("today")
    assert ProgramPause.objects.of(patient) is None


def test_one_act_may_raise_two_flags_and_takes_both_back(take_back, patient, session):
    key = uuid7()
    session.finish(key, new_or_worse=True, pain_after=9)
    assert Flag.objects.standing().count() == 2
    take_back(key)
    assert not Flag.objects.standing().exists()


def test_felt_lower_down_is_not_taken_back_with_the_pain(take_back, session, roll):
    session.log_stretch(roll, uuid7(), lowest_place_felt="back")
    key = uuid7()
    session.log_stretch(roll, key, pain=9, lowest_place_felt="foot")
    take_back(key)
    assert [flag.reason for flag in Flag.objects.standing()] == ["moved-down"]


def test_a_pause_made_for_another_reason_goes_on(as_user, take_back, patient, session):
    pause = session.version.program.pause(patient.today(), ProgramPause.Reason.OTHER)
    key = uuid7()
    session.hurt(session.version.prescriptions.first(), key)
    assert take_back(key).url == reverse("today")
    assert ProgramPause.objects.of(patient) == pause
    page = open_page(as_user, patient, "/today/")
    assert "Your plan has a break" in page
    assert "Your plan goes on." not in page


def test_what_somebody_else_told_cannot_be_taken_back(as_user, other_patient, worse):
    make_version(other_patient, make_exercise())
    Session.start(other_patient, uuid7())
    client = as_user(other_patient)
    assert client.post(STOP, {"key": uuid7(), "of": worse}).status_code == 404
    assert Flag.objects.standing().count() == 1


@pytest.mark.parametrize("data", [{}, {"of": "x"}, {"of": str(uuid7()), "key": "x"}])
def test_a_broken_post_changes_nothing(as_user, patient, worse, data):
    assert as_user(patient).post(STOP, data).url == STOP
    assert Flag.objects.standing().count() == 1


def test_the_next_day_the_clinic_is_called_instead(as_user, take_back, patient, signs, worse):
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert take_back(worse).url == STOP
        page = open_page(as_user, patient)
    assert "mistake" not in page
    assert "Paused since Tuesday, November 24." in page
    assert Flag.objects.standing().count() == 1


# --- flags and pauses ---------------------------------------------------------------------------


def test_an_act_sent_again_after_the_program_went_on_pauses_nothing(patient, session, roll):
    key = uuid7()
    flag = Flag.raise_for(session, Flag.Reason.SHARP_PAIN, key, NOW, roll)
    CaseloadPatient.objects.get(pk=patient.pk).resume()
    assert Flag.raise_for(session, Flag.Reason.SHARP_PAIN, key, NOW, roll) == flag
    assert ProgramPause.objects.of(patient) is None
    assert not needs_stop_signs(session)


def test_a_pause_begins_on_the_day_of_the_act_and_never_ahead(patient, session):
    for days, day in ((-3, 21), (3, 24)):
        at = NOW + timedelta(days=days)
        flag = Flag.raise_for(session, Flag.Reason.SHARP_PAIN, uuid7(), at)
        assert flag.pause.from_date.day == day
        CaseloadPatient.objects.get(pk=patient.pk).resume()


def test_felt_lower_down_pauses_nothing(patient, session, roll):
    flag = Flag.raise_for(session, Flag.Reason.MOVED_DOWN, uuid7(), NOW, roll)
    assert flag.pause is None
    assert not needs_stop_signs(session)


# --- Today ---------------------------------------------------------------------------------------


def test_while_paused_today_offers_no_start(as_user, patient, plan, session, worse):
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        page = open_page(as_user, patient, "/today/")
    assert "Your plan is paused" in page
    assert "Paused since Tuesday, November 24." in page
    assert f'href="{STOP}"' in page
    assert 'href="tel:5550100142"' in page
    assert 'href="tel:911"' in page
    assert reverse("session_start") not in page
    assert "Rest day" not in page


def test_a_page_opened_before_the_pause_starts_nothing(as_user, patient, session, worse):
    client = as_user(patient)
    answer = client.post("/today/start/", {"key": uuid7(), "new_or_worse": "no"})
    assert answer.url == STOP
    assert Session.objects.get() == session


def test_on_the_day_itself_what_was_logged_stays_in_sight(as_user, patient, session, roll):
    session.log_stretch(roll, uuid7(), pain=8)
    page = open_page(as_user, patient, "/today/")
    assert page.index("Your plan is paused") < page.index("1 of 3 stretches logged")
    assert "Go on" not in page
    assert "Finish" in page
    assert reverse("session_start") not in page


def test_after_the_program_went_on_today_is_as_before(as_user, patient, session, worse):
    CaseloadPatient.objects.get(pk=patient.pk).resume()
    page = open_page(as_user, patient, "/today/")
    assert "Your plan is paused" not in page
    assert reverse("session_start") in page
    assert PatientDay.objects.get(patient=patient).sets_target > 0


def test_queries_of_the_stop_signs_are_pinned(as_user, patient, signs, worse, own_queries):
    client = as_user(patient)
    # session at hand, its flags, what else stands, the list and its words, the pause, the episode
    assert own_queries(lambda: client.get(STOP)) == 7
