"""An act that is refused says why, and stops none of the others."""

import uuid

import pytest
from django.urls import reverse

from logbook.keys import uuid7
from logbook.models import Session, SetLog
from tests.logbook.phone import (
    NO_SESSION,
    NOT_IN_PLAN,
    OUT_OF_RANGE,
    SAVED_BEFORE,
    SCALE,
    UNREADABLE,
    act,
    counts,
    end,
    finish,
    hurt,
    one_set,
    start,
)

pytestmark = pytest.mark.usefixtures("on_tuesday")


# --- refused ---


@pytest.fixture
def refusal(results, plan, roll):
    """`refusal(make)`: why the act `make(start)` is refused; what comes after it is stored."""

    def ask(make):
        begin = start()
        bad = make(begin)
        after = one_set(begin, roll)
        first, why, last = results([begin, bad, after])
        assert (first, last) == ("stored", "stored")
        assert counts() == (1, 1, 0, 0)
        return why

    return ask


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"done": -1}, OUT_OF_RANGE),
        ({"done": 201}, OUT_OF_RANGE),
        ({"done": 10**30}, OUT_OF_RANGE),
        ({"done": None}, UNREADABLE),
        ({"done": "ten"}, UNREADABLE),
        ({"done": 1.5}, UNREADABLE),
        ({"done": True}, UNREADABLE),
        ({"done": [1]}, UNREADABLE),
        ({"number": 0}, UNREADABLE),
        ({"number": 2}, NOT_IN_PLAN),
        ({"side": "left"}, NOT_IN_PLAN),
        ({"side": "up"}, UNREADABLE),
        ({"prescription": "abc"}, UNREADABLE),
        ({"prescription": None}, UNREADABLE),
        ({"prescription": str(uuid.uuid4())}, NOT_IN_PLAN),
        ({"session": str(uuid.uuid4())}, NO_SESSION),
        ({"session": 5}, UNREADABLE),
        ({"key": "abc"}, UNREADABLE),
        ({"key": None}, UNREADABLE),
        ({"act": "erase"}, UNREADABLE),
        ({"act": ["set"]}, UNREADABLE),
        ({"act": None}, UNREADABLE),
        ({"at": {}}, UNREADABLE),
        ({"more": [1]}, UNREADABLE),
    ],
)
def test_a_set_that_is_wrong_says_why(refusal, roll, fields, why):
    assert refusal(lambda begin: one_set(begin, roll) | fields) == why


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"pain": 11}, SCALE),
        ({"pain": "much"}, SCALE),
        ({"reason": "lazy"}, UNREADABLE),
        ({"lowest_place_felt": "ear"}, UNREADABLE),
    ],
)
def test_the_end_of_a_stretch_that_is_wrong_says_why(refusal, press, fields, why):
    assert refusal(lambda begin: end(begin, press, **fields)) == why


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"pain_after": 11}, SCALE),
        ({"effort": -1}, SCALE),
        ({"new_or_worse": None}, UNREADABLE),
        ({"new_or_worse": "perhaps"}, UNREADABLE),
        ({"note": "x" * 2001}, "A note can have 2,000 characters."),
    ],
)
def test_an_end_that_is_wrong_says_why(refusal, fields, why):
    assert refusal(lambda begin: finish(begin, **fields)) == why


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"pain_before": 11}, SCALE),
        ({"since_last": "never"}, UNREADABLE),
        ({"version": f"{uuid.uuid4()}/1"}, "This plan is not yours."),
        ({"version": "nonsense"}, "This plan is not yours."),
    ],
)
def test_a_start_that_is_wrong_says_why(refusal, fields, why):
    assert refusal(lambda begin: start(**fields)) == why


@pytest.mark.parametrize("text", ["\ud800", "a\0b"])
def test_text_no_database_takes_is_refused(send, plan, text):
    begin = start()
    bad = finish(begin, note=text)
    answers = send([begin, bad, finish(begin, note="Fine.")]).json()["answers"]
    assert [answer["result"] for answer in answers] == ["stored", "refused", "stored"]
    assert answers[1]["why"]
    assert Session.objects.get().note == "Fine."


def test_nothing_to_take_back_says_so(refusal):
    take_back = {"of": str(uuid7())}
    why = refusal(lambda begin: act("withdraw", session=begin["key"], **take_back))
    assert why == "There is nothing to take back."


def test_the_same_key_with_other_content_is_refused(results, plan, roll, press):
    begin = start()
    acts = [
        begin,
        one_set(begin, roll),
        end(begin, roll, pain=2),
        hurt(begin, roll),
        finish(begin, pain_after=3),
    ]
    assert results(acts) == ["stored"] * 5
    changed = [
        acts[0] | {"pain_before": 5},
        acts[1] | {"done": 9},
        acts[2] | {"pain": 4},
        acts[3] | {"prescription": str(press.code)},
        acts[4] | {"pain_after": 4},
    ]
    before = counts()
    assert results(changed) == [SAVED_BEFORE] * 5
    assert results(acts) == ["already"] * 5
    assert counts() == before
    assert SetLog.objects.get().done == 10


def test_what_belongs_to_a_start_that_was_refused_is_refused_too(results, patient, plan, roll):
    begin = start(pain_before=11)
    assert results([begin, one_set(begin, roll)]) == [SCALE, NO_SESSION]
    assert counts() == (0, 0, 0, 0)


def test_without_a_plan_a_start_says_so(results, patient):
    assert results([start()]) == ["You have no plan, so this session was not saved."]


def test_what_is_no_act_at_all_is_refused_and_stops_nothing(send, plan):
    answers = send([None, "set", 5, [], {}, start()]).json()["answers"]
    assert [answer["result"] for answer in answers] == ["refused"] * 5 + ["stored"]
    assert {answer["why"] for answer in answers[:5]} == {UNREADABLE}


# --- batches that are none ---


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "null",
        "5",
        '"text"',
        "[]",
        "{}",
        '{"owner": "x"}',
        '{"items": []}',
        '{"owner": "OWNER", "items": "set"}',
        '{"owner": "OWNER", "items": {"a": 1}}',
        '{"owner": "OWNER", "items": null}',
        "[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_what_is_no_batch_is_a_bad_request(as_user, patient, plan, body):
    if isinstance(body, str):
        body = body.replace("OWNER", str(patient.code))
    client = as_user(patient)
    client.raise_request_exception = False
    answer = client.post(reverse("session_sync"), body, content_type="application/json")
    assert answer.status_code == 400


def test_an_empty_batch_is_answered(send, plan):
    assert send([]).json() == {"answers": []}


def test_a_hundred_are_taken_and_more_are_too_many(send, results, plan, roll):
    begin = start()
    items = [begin, *(one_set(begin, roll, done=n) for n in range(99))]
    assert send([*items, one_set(begin, roll)]).status_code == 413
    assert counts() == (0, 0, 0, 0)
    assert results(items) == ["stored"] * 100


def test_a_body_beyond_the_limit_is_too_large(send, plan):
    assert send([start(note="x" * 1_100_000)]).status_code == 413


def test_only_a_post_is_taken(as_user, patient, plan):
    assert as_user(patient).get(reverse("session_sync")).status_code == 405


def test_the_answer_is_kept_nowhere(send, plan):
    assert "no-store" in send([start()]).headers["Cache-Control"]
