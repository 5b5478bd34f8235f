"""What no phone of ours sends: types that only look right, keys used twice, floods."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from logbook.keys import set_key, uuid7
from logbook.models import Flag, PatientDay, Session, SetLog, StretchLog
from programs.models import ProgramPause
from tests.logbook.phone import NOW, UNREADABLE, act, end, finish, hurt, one_set, start

pytestmark = pytest.mark.usefixtures("on_tuesday")


# --- types ---


@pytest.mark.parametrize("answer", ["yes", "true ", 1, 0, "1", "2", 1.5])
def test_a_yes_in_another_type_never_passes_for_no_answer(results, plan, answer):
    assert results([start(new_or_worse=answer)]) == [UNREADABLE]
    assert not Session.objects.exists()


@pytest.mark.parametrize("answer", ["no", 0, 1])
def test_skipped_is_true_or_false(results, roll, answer):
    begin = start()
    assert results([begin, end(begin, roll, skipped=answer)]) == ["stored", UNREADABLE]
    assert not StretchLog.objects.exists()


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_that_utc_cannot_count_is_now(results, plan, at):
    assert results([start() | {"at": at}]) == ["stored"]
    assert (Session.objects.get().started_at, Session.objects.get().phone_time) == (NOW, None)


@pytest.mark.parametrize("depth", [10, 400, *range(700, 960, 10)])
def test_however_deep_it_is_an_answer_comes(as_user, patient, plan, depth):
    deep = "[" * depth + "]" * depth
    item = json.dumps(act("start", zone="ZONE")).replace('"ZONE"', deep)
    body = f'{{"owner": "{patient.code}", "items": [{item}]}}'
    answer = as_user(patient).post(reverse("session_sync"), body, content_type="application/json")
    assert answer.status_code in (200, 400)
    assert not Session.objects.exists()


@pytest.mark.parametrize("key", ["NaN", "Infinity", "1e999", "[[]]", '{"a": 1}'])
def test_an_answer_is_json_whatever_the_key(as_user, patient, plan, key):
    body = f'{{"owner": "{patient.code}", "items": [{{"act": "start", "key": {key}}}]}}'
    answer = as_user(patient).post(reverse("session_sync"), body, content_type="application/json")
    assert json.loads(answer.content, parse_constant=pytest.fail)["answers"] == [
        {"key": None, "result": "refused", "why": UNREADABLE}
    ]


# --- keys ---


def test_an_act_is_not_taken_back_under_its_own_key(as_user, results, patient, plan):
    begin = start()
    worse = finish(begin, new_or_worse=True)
    results([begin, worse])
    data = {"key": worse["key"], "of": worse["key"]}
    answer = as_user(patient).post(reverse("stop_signs"), data)
    assert (answer.status_code, answer.url) == (302, reverse("stop_signs"))
    assert Flag.objects.standing().count() == 1
    assert ProgramPause.objects.of(patient)


def test_a_key_that_a_set_has_already_asks_to_save_again(as_user, results, patient, roll, hip):
    begin, key = start(), uuid7()
    taken = one_set(begin, roll) | {"key": str(set_key(key, "left", 1))}
    results([begin, taken])
    answer = as_user(patient).post(
        reverse("stretch_log", args=[hip.code]), {"key": key, "as_planned": "1"}
    )
    assert answer.status_code == 422
    assert "This page was out of date." in answer.content.decode()
    assert SetLog.objects.count() == 1
    assert not StretchLog.objects.exists()


# --- floods ---


def test_a_flag_on_a_running_pause_costs_the_same_however_long_it_is(results, patient, roll):
    begin = start()
    results([begin, hurt(begin, roll)])
    pause = ProgramPause.objects.get()

    def cost():
        item = hurt(begin, roll)
        with CaptureQueriesContext(connection) as captured:
            assert results([item]) == ["stored"]
        return len(captured)

    short = cost()
    ProgramPause.objects.filter(pk=pause.pk).update(from_date=pause.from_date - timedelta(days=30))
    for days in range(1, 31):
        PatientDay.objects.create(patient=patient, local_date=pause.from_date - timedelta(days))
    assert cost() == short


def test_days_of_a_pause_are_counted_anew_when_it_begins_and_when_it_ends(results, patient, roll):
    begin = start()
    yes = hurt(begin, roll)
    results([begin, one_set(begin, roll), yes])
    assert patient.days.get().sets_target == 0
    results([act("withdraw", session=begin["key"], of=yes["key"])])
    assert patient.days.get().sets_target == 6
