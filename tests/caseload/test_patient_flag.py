from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from logbook.keys import uuid7
from logbook.models import Flag
from tests.caseload.history import do_session, make_program
from tests.factories import make_exercise, make_stop_signs

WORDS = "Foot tingles since Monday, strength is equal. Seen today."


@pytest.fixture
def signs():
    return make_stop_signs(4, emergency="A foot that drops\nChest pain", urgent="Fever")


@pytest.fixture
def flag(patient, signs):
    make_program(patient, exercise=make_exercise("press-up", name="Press up"))
    return do_session(patient, 1, new_or_worse=True, note="My foot tingles.").flags.get()


def url(flag):
    return reverse("patient_flag", args=[flag.patient.code, flag.key])


def answers(*flags, **changes):
    data = {
        "flags": [flag.name for flag in flags],
        "outcome": "called",
        "finding": WORDS,
        "keep_paused": "on",
        "signs": "4/en",
        "sign-0": "no",
        "sign-1": "no",
    } | changes
    return {name: value for name, value in data.items() if value is not None}


def text_of(response):
    return " ".join(response.content.decode().split())


def test_what_was_told_whose_it_is_and_a_question_a_sign(
    as_user, therapist, colleague, patient, flag
):
    assert "No phone number is written down." in text_of(as_user(therapist).get(url(flag)))
    patient.phone = "(555) 010-0177"
    patient.save()
    page = text_of(as_user(therapist).get(url(flag)))

    assert "Safety flag: new or worse pain" in page
    assert "Something is new or worse." in page
    assert "“My foot tingles.”" in page
    assert 'href="tel:(555)010-0177"' in page
    assert "A foot that drops" in page
    assert "Stop signs, version 4" in page
    assert page.count('type="radio"') == 2 * 2 + 4
    assert 'name="keep_paused"' in page
    # a day old: past the clinic's two hours
    assert "Yours to close." in page
    assert "Passed on to Sam Rivera." in page


def test_to_somebody_else_it_names_the_owner(as_user, therapist, colleague, patient, signs):
    make_program(patient)
    session = do_session(patient, 0, finish=False)
    flag = Flag.raise_for(session, Flag.Reason.NEW_OR_WORSE, uuid7(), timezone.now())
    page = text_of(as_user(colleague).get(url(flag)))
    assert "To close: Dana Okafor." in page
    assert "Yours" not in page


def test_to_the_owner_it_says_yours_and_when_it_goes_on(
    as_user, therapist, colleague, patient, signs
):
    make_program(patient)
    session = do_session(patient, 0, finish=False)
    flag = Flag.raise_for(session, Flag.Reason.NEW_OR_WORSE, uuid7(), timezone.now())

    page = text_of(as_user(therapist).get(url(flag)))

    assert "Yours to close." in page
    assert "Goes to Sam Rivera" in page


def test_closing_says_what_became_of_the_program(as_user, therapist, patient, flag):
    response = as_user(therapist).post(url(flag), answers(flag), follow=True)

    flag.refresh_from_db()
    assert (flag.outcome, flag.finding, flag.closed_by) == ("called", WORDS, therapist)
    assert flag.asked == {"list": 4, "language": "en", "answers": ["no", "no"]}
    assert response.redirect_chain == [(reverse("patient_detail", args=[patient.code]), 302)]
    assert "The flag is closed. The program stays paused." in text_of(response)


def test_let_go_on(as_user, therapist, patient, flag):
    response = as_user(therapist).post(url(flag), answers(flag, keep_paused=None), follow=True)

    assert "The flag is closed. The program goes on." in text_of(response)
    assert patient.pauses.get().until == patient.today()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"outcome": None}, "Choose how it ended."),
        ({"finding": " "}, "Write what you found and what comes next."),
        ({"sign-1": None}, "Ask about this sign."),
        ({"outcome": "known", "sign-1": "yes"}, "needs a no to every emergency sign"),
        ({"outcome": "mistaken", "sign-0": "yes"}, "that is not a mistaken yes"),
        ({"sign-0": "yes", "keep_paused": None}, "the program stays paused"),
        ({"flags": []}, "Choose at least one flag."),
        ({"flags": ["nonsense"]}, "Select a valid choice."),
    ],
)
def test_what_is_missing_or_contradicts_is_said_and_nothing_is_lost(
    as_user, therapist, flag, changes, words
):
    response = as_user(therapist).post(url(flag), answers(flag, **changes))

    assert response.status_code == 422
    assert words in text_of(response)
    if changes.get("finding") is None:
        assert WORDS in text_of(response)
    flag.refresh_from_db()
    assert not flag.is_closed


def test_emergency_care_and_a_mistake_need_no_questions(as_user, therapist, flag):
    nothing_asked = {"sign-0": None, "sign-1": None}
    as_user(therapist).post(url(flag), answers(flag, outcome="emergency", **nothing_asked))
    flag.refresh_from_db()
    assert (flag.outcome, flag.asked["answers"]) == ("emergency", ["", ""])


def test_the_second_to_close_sees_who_did_and_loses_nothing(
    as_user, therapist, colleague, patient, flag
):
    as_user(colleague).post(url(flag), answers(flag, finding="Sam called."))
    mine = answers(flag, outcome="emergency", finding="Dana sent him in.")

    response = as_user(therapist).post(url(flag), mine)

    assert response.status_code == 409
    page = text_of(response)
    assert "Closed before you. Nothing of yours is saved yet." in page
    assert "Sam Rivera" in page
    assert "“Sam called.”" in page
    assert "Dana sent him in." in page
    assert "Sent to emergency care" in page
    flag.refresh_from_db()
    assert (flag.closed_by, flag.finding) == (colleague, "Sam called.")


def test_the_same_post_twice_is_once(as_user, therapist, flag):
    client = as_user(therapist)
    for _ in range(2):
        assert client.post(url(flag), answers(flag)).status_code == 302
    assert Flag.objects.exclude(closed_at=None).count() == 1


def test_what_came_after_the_page_was_opened_is_not_closed_with_it(
    as_user, therapist, patient, flag
):
    later = do_session(patient, 0, pain_after=9).flags.get()

    response = as_user(therapist).post(url(flag), answers(flag, keep_paused=None), follow=True)

    later.refresh_from_db()
    assert not later.is_closed
    page = text_of(response)
    assert "The flag is closed. The program stays paused." in page
    assert "1 safety flag is still open." in page


def test_all_open_flags_are_closed_together_or_one_of_them(as_user, therapist, patient, flag):
    other = do_session(patient, 0, pain_after=9).flags.get()
    page = text_of(as_user(therapist).get(url(flag)))
    assert page.count('name="flags"') == 2

    as_user(therapist).post(url(flag), answers(flag, other))

    assert Flag.objects.asking(timezone.now()).count() == 0
    assert Flag.objects.filter(finding=WORDS).count() == 2


def test_the_list_that_was_asked_is_the_one_that_is_kept(as_user, therapist, flag):
    make_stop_signs(5, emergency="Only this one")
    as_user(therapist).post(url(flag), answers(flag))
    flag.refresh_from_db()
    assert flag.asked == {"list": 4, "language": "en", "answers": ["no", "no"]}


def test_a_closed_one_reads_how_it_ended(as_user, therapist, flag):
    as_user(therapist).post(url(flag), answers(flag, **{"sign-1": "yes"}))

    page = text_of(as_user(therapist).get(url(flag)))

    assert "No safety flag is open" in page
    assert "Called and talked." in page
    assert WORDS in page
    assert "Yes to: Chest pain." in page
    assert "Asked about 2 of 2 emergency signs, version 4." in page
    assert "<form" not in page.split('<main id="main"')[1]


def test_a_pause_for_another_reason_is_named_and_left_alone(as_user, therapist, patient, signs):
    program = make_program(patient).program
    program.pause(patient.today() - timedelta(days=2), "ill")
    flag = do_session(patient, 1, new_or_worse=True).flags.get()

    page = text_of(as_user(therapist).get(url(flag)))
    assert "paused for another reason (ill)" in page
    as_user(therapist).post(url(flag), answers(flag, keep_paused=None))

    flag.refresh_from_db()
    assert flag.is_closed
    assert patient.pauses.get().until is None


@pytest.mark.parametrize(("sign", "running"), [("no", 0), ("yes", 1)])
def test_a_planned_break_still_ends_on_its_day(as_user, therapist, patient, signs, sign, running):
    """Only an emergency sign puts a pause without an end beside it."""
    program = make_program(patient).program
    session = do_session(patient, 1, finish=False)
    flag = Flag.raise_for(session, Flag.Reason.MOVED_DOWN, uuid7(), timezone.now())
    back = patient.today() + timedelta(days=3)
    program.pause(patient.today(), "away", until=back, by=therapist)

    as_user(therapist).post(url(flag), answers(flag, **{"keep_paused": None, "sign-0": sign}))

    flag.refresh_from_db()
    assert flag.is_closed
    assert patient.pauses.get(reason="away").until == back
    assert patient.pauses.running().count() == running


@pytest.mark.parametrize("who", ["outsider", "clinic_admin", "patient", "operator"])
def test_for_others_it_is_not_there(as_user, request, flag, who):
    client = as_user(request.getfixturevalue(who))
    assert client.get(url(flag)).status_code == 404
    assert client.post(url(flag), answers(flag)).status_code == 404
    flag.refresh_from_db()
    assert not flag.is_closed


def test_a_key_that_raised_nothing_is_not_there(as_user, therapist, patient, flag):
    address = reverse("patient_flag", args=[patient.code, uuid7()])
    assert as_user(therapist).get(address).status_code == 404


@pytest.mark.parametrize("more", [0, 2])
def test_its_queries_do_not_grow_with_sessions_and_flags(
    as_user, therapist, patient, flag, assert_queries, more
):
    for _ in range(more):
        do_session(patient, 0, new_or_worse=True, pain_during=3)
    client = as_user(therapist)
    client.get(url(flag))
    with assert_queries(21):
        client.get(url(flag))
