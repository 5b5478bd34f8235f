"""Eight clients at once, for real: what is posted twice is stored once."""

import threading
from collections import defaultdict

import pytest
from django.db import connection
from django.test import Client

from logbook.keys import uuid7
from logbook.models import FinishLog, PatientDay, Session, SetLog, StretchLog
from tests.logbook.phone import NOW, counts, one_set, stamp, whole_session
from tests.logbook.test_stretch_log import page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.trial("D8")]
CLIENTS = 8


@pytest.fixture
def at_once(patient):
    """`at_once(path, [data, ...])` posts each from its own thread at one moment; the answers.
    Other arguments go to the client."""
    clients = [Client() for _ in range(CLIENTS)]
    for client in clients:
        client.force_login(patient.user)

    def post(path, datas, **how):
        gate = threading.Barrier(len(datas))
        answers = [None] * len(datas)

        def run(number):
            try:
                gate.wait(10)
                answers[number] = clients[number].post(path, datas[number], **how)
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=[number]) for number in range(len(datas))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return answers

    return post


def test_two_hundred_posts_of_twenty_five_keys_are_twenty_five_logs(at_once, patient, plan, roll):
    for _ in range(25):
        session = Session.start(patient, uuid7())
        data = {"key": uuid7(), "session": session.code, "none-1": 7, "pain": 2}
        answers = at_once(page(roll), [data] * CLIENTS)
        assert {answer.status_code for answer in answers} == {302}
        assert StretchLog.objects.filter(session=session).count() == 1
        assert SetLog.objects.filter(session=session).count() == 1
    day = PatientDay.objects.get()
    assert (day.sets_done, day.sessions, day.pain_n, day.pain_sum) == (25, 25, 25, 50)


def test_eight_tabs_with_keys_of_their_own_leave_one_current_row(at_once, session, roll):
    numbers = range(1, CLIENTS + 1)
    answers = at_once(page(roll), [{"key": uuid7(), "none-1": done} for done in numbers])
    assert {answer.status_code for answer in answers} == {302}
    assert StretchLog.objects.filter(current=True).count() == 1
    assert sorted(log.done for log in SetLog.objects.all()) == list(numbers)
    current = SetLog.objects.get(current=True)
    assert PatientDay.objects.get().dose == pytest.approx(current.done / 10)
    chain = 1
    while current.replaces:
        current, chain = current.replaces, chain + 1
    assert chain == CLIENTS


def test_one_key_with_other_numbers_each_is_stored_once(at_once, session, roll):
    key = uuid7()
    answers = at_once(page(roll), [{"key": key, "none-1": done} for done in range(CLIENTS)])
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [302] + [422] * (CLIENTS - 1)
    assert SetLog.objects.count() == 1


def test_different_stretches_at_once_lose_no_count(at_once, session, roll, press, hip, patient):
    rows = [roll, press, hip]
    threads = []
    for row in rows:
        client = Client()
        client.force_login(patient.user)

        def run(client=client, row=row):
            try:
                client.post(page(row), {"key": uuid7(), "as_planned": 1})
            finally:
                connection.close()

        threads.append(threading.Thread(target=run))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    day = PatientDay.objects.get()
    assert (day.sets_done, day.dose) == (6, 6)


def test_starts_at_once_are_one_session_a_key_and_one_open(at_once, plan):
    key = uuid7()
    at_once("/today/start/", [{"key": key, "new_or_worse": "no"}] * CLIENTS)
    assert Session.objects.count() == 1
    at_once("/today/start/", [{"key": uuid7(), "new_or_worse": "no"} for _ in range(CLIENTS)])
    assert Session.objects.count() == 1 + CLIENTS
    assert Session.objects.filter(state="open").count() == 1


def test_a_finish_pressed_eight_times_is_one(at_once, session):
    at_once("/today/finish/", [{"key": uuid7(), "new_or_worse": "no"}] * 1)
    data = {"key": uuid7(), "session": session.code, "new_or_worse": "no", "pain_after": 3}
    answers = at_once("/today/finish/", [data] * CLIENTS)
    assert {answer.status_code for answer in answers} == {302}
    assert FinishLog.objects.filter(pain_after=3).count() == 1
    assert FinishLog.objects.filter(current=True).count() == 1


def batch(patient, items):
    return {"owner": str(patient.code), "sent_at": stamp(NOW), "items": items}


def sent_at_once(at_once, patient, batches):
    """Each batch from a client of its own; {key: what each of them was answered}."""
    bodies = [batch(patient, items) for items in batches]
    answers = at_once("/today/session/sync/", bodies, content_type="application/json")
    assert {answer.status_code for answer in answers} == {200}
    results = defaultdict(list)
    for answer in answers:
        for told in answer.json()["answers"]:
            results[told["key"]].append(told["result"])
    return results


def test_one_batch_from_eight_clients_at_once_is_stored_once(at_once, patient, plan):
    items = [*whole_session(plan), *whole_session(plan)]
    results = sent_at_once(at_once, patient, [items] * CLIENTS)
    assert len(results) == 22
    for told in results.values():
        assert sorted(told) == ["already"] * (CLIENTS - 1) + ["stored"]
    assert counts() == (2, 12, 6, 2)
    day = PatientDay.objects.get()
    assert (day.sets_done, day.sessions, day.dose) == (12, 2, 6)


def test_eight_parts_of_one_session_at_once_lose_nothing(at_once, patient, plan):
    """Its start is there; what follows comes in any order, as from tabs that each send a part."""
    begin, *rest = whole_session(plan)
    sent_at_once(at_once, patient, [[begin]])
    results = sent_at_once(at_once, patient, [rest[n:] + rest[:n] for n in range(CLIENTS)])
    for told in results.values():
        assert sorted(told) == ["already"] * (CLIENTS - 1) + ["stored"]
    assert counts() == (1, 6, 3, 1)
    day = PatientDay.objects.get()
    assert (day.sets_done, day.sets_target, day.dose) == (6, 6, 6)
    assert set(StretchLog.objects.values_list("as_planned", "cut_short")) == {(True, False)}


def test_eight_sets_for_one_slot_at_once_leave_one_current(at_once, patient, session, roll):
    mine = {"key": str(session.key)}
    batches = [[one_set(mine, roll, done=done)] for done in range(1, CLIENTS + 1)]
    results = sent_at_once(at_once, patient, batches)
    assert {tuple(told) for told in results.values()} == {("stored",)}
    assert sorted(row.done for row in SetLog.objects.all()) == list(range(1, CLIENTS + 1))
    assert PatientDay.objects.get().dose == SetLog.objects.get(current=True).done / 10
