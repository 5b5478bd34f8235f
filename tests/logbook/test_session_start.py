import pytest
from django.urls import reverse

from logbook.keys import uuid7
from logbook.models import Flag, Session
from programs.models import Prescription, ProgramPause
from tests.factories import make_exercise, make_version

START = "/today/start/"


@pytest.fixture
def post(as_user, patient):
    def send(**data):
        return as_user(patient).post(START, {"key": uuid7(), "new_or_worse": "no"} | data)

    return send


def text(response):
    return " ".join(response.content.decode().split())


# --- the page ---------------------------------------------------------------


def test_nothing_is_chosen_for_the_patient(as_user, patient, plan):
    body = text(as_user(patient).get(START))
    assert body.count('name="pain_before"') == 11
    assert body.count('name="since_last"') == 3
    assert body.count('name="new_or_worse"') == 2
    assert "checked" not in body


def test_a_get_starts_nothing(as_user, patient, plan):
    assert as_user(patient).get(START).status_code == 200
    assert not Session.objects.exists()


def test_the_notes_and_what_to_fetch_stand_before_the_button(as_user, patient, plan, roll, press):
    roll.exercise.wordings.update(equipment="Foam roller")
    press.exercise.wordings.update(equipment="Foam roller")
    Prescription.objects.filter(pk=press.pk).update(note="Hands nearer each time.")
    body = text(as_user(patient).get(START))
    assert "<p><b>Press up.</b> Hands nearer each time.</p>" in body
    assert "<footer>Dana</footer>" in body
    assert body.count("Foam roller") == 1
    assert body.index("A mat or rug") < body.index("Foam roller") < body.index("Begin")


def test_without_notes_nobody_is_quoted(as_user, patient, plan):
    assert "blockquote" not in text(as_user(patient).get(START))


def test_who_stays_off_the_floor_needs_no_mat(as_user, patient, plan, roll, press, hip):
    for row in (roll, press, hip):
        row.exercise.variations.update(floor_free=True)
    assert "Get these ready" not in text(as_user(patient).get(START))


def test_in_a_session_it_leads_on(as_user, patient, session, roll, press):
    session.log_stretch(roll, uuid7())
    assert as_user(patient).get(START).url == reverse("stretch_log", args=[press.code])


def test_without_a_plan_or_in_a_pause_nothing_is_asked(as_user, patient, plan, session, roll):
    session.hurt(roll, uuid7())
    session.finish(uuid7(), new_or_worse=False)
    assert as_user(patient).get(START).url == "/today/"
    plan.program.status, plan.program.ended_on = "ended", patient.today()
    plan.program.save()
    assert as_user(patient).get(START).url == "/today/"


def test_the_words_are_those_of_ones_own_plan(as_user, patient, plan, other_patient):
    make_version(other_patient, make_exercise(name="Canary stretch"), note="Canary note")
    assert "Canary" not in text(as_user(patient).get(START))
    assert "Canary" in text(as_user(other_patient).get(START))


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_the_program(as_user, patient, therapist, own_queries, rows):
    make_version(patient, *[make_exercise() for _ in range(rows)], by=therapist, note="Slowly.")
    client = as_user(patient)
    # session at hand, rows, easier ways, words, episode with therapist
    assert own_queries(lambda: client.get(START)) == 5


# --- starting ---------------------------------------------------------------


def test_begin_leads_to_the_first_stretch(post, patient, plan, roll):
    answer = post()
    assert (answer.status_code, answer.url) == (302, reverse("stretch_log", args=[roll.code]))
    assert Session.objects.get().patient == patient


def test_a_pause_of_somebody_elses_program_holds_nobody_up(post, patient, plan, other_patient):
    theirs = make_version(other_patient, make_exercise())
    theirs.program.pause(other_patient.today(), ProgramPause.Reason.OTHER)
    post()
    assert Session.objects.get().patient == patient


def test_answers_are_stored_as_given(post, plan):
    post(pain_before=0, since_last="worse", zone="Asia/Tokyo")
    session = Session.objects.get()
    assert (session.pain_before, session.since_last) == (0, "worse")
    assert (session.new_or_worse_before, session.zone) == (False, "Asia/Tokyo")


def test_unanswered_stays_unanswered(post, plan):
    post()
    session = Session.objects.get()
    assert (session.pain_before, session.since_last) == (None, "")


@pytest.mark.parametrize("answer", ["", "maybe"])
def test_new_or_worse_is_required_and_what_was_said_is_kept(post, plan, answer):
    response = post(new_or_worse=answer, pain_before=3, since_last="same")
    body = text(response)
    assert response.status_code == 422
    assert 'aria-describedby="worse-error"' in body
    assert "Please choose No or Yes." in body
    assert 'value="3" checked' in body
    assert 'value="same" checked' in body
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    "data", [{"pain_before": 11}, {"pain_before": "much"}, {"since_last": "never"}]
)
def test_other_wrong_answers_start_nothing(post, plan, data):
    response = post(**data)
    assert response.status_code == 422
    assert 'class="err"' in text(response)
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("said", "reason"),
    [({"new_or_worse": "yes"}, "new-or-worse"), ({"pain_before": 7}, "pain-at-limit")],
)
def test_new_or_strong_pain_is_stored_and_leads_to_the_stop_signs(
    post, patient, plan, said, reason
):
    assert post(**said).url == reverse("stop_signs")
    session = Session.objects.get()
    flag = Flag.objects.get()
    assert (flag.session, flag.key, flag.reason) == (session, session.key, reason)
    assert patient.pauses.get().until is None


def test_two_posts_with_one_key_are_one_session(post, plan, roll):
    key = uuid7()
    answers = [post(key=key) for _ in range(2)]
    assert {answer.url for answer in answers} == {reverse("stretch_log", args=[roll.code])}
    assert Session.objects.count() == 1


def test_the_key_of_the_page_starts_exactly_one_session(as_user, patient, post, plan):
    key = text(as_user(patient).get(START)).split('name="key" value="')[1].split('"')[0]
    post(key=key)
    post(key=key)
    assert str(Session.objects.get().key) == key


def test_back_and_other_answers_are_asked_about_first(post, plan):
    key = uuid7()
    post(key=key, pain_before=2)
    answer = post(key=key, pain_before=3)
    body = text(answer)
    assert answer.status_code == 422
    assert "You began with other answers before. Press Begin again to use these." in body
    fresh = body.split('name="key" value="')[1].split('"')[0]
    assert fresh != str(key)
    assert post(key=fresh, pain_before=3).status_code == 302
    assert [s.pain_before for s in Session.objects.order_by("id")] == [2, 3]


def test_a_key_that_is_none_starts_nothing_and_says_so(as_user, patient, plan):
    for data in ({}, {"key": "abc", "new_or_worse": "no"}):
        answer = as_user(patient).post(START, data)
        assert answer.status_code == 422
        assert "This page was out of date" in text(answer)
    assert not Session.objects.exists()


def test_without_a_plan_nothing_starts(post):
    assert post().url == "/today/"
    assert not Session.objects.exists()


def test_begin_again_with_the_key_of_a_finished_session_goes_back_to_the_day(post, plan):
    key = uuid7()
    post(key=key)
    Session.objects.get().finish(uuid7(), new_or_worse=False)
    assert post(key=key).url == "/today/"
