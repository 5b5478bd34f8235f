"""What is done without a network reaches the server once: nothing lost, nothing doubled
(security.md, D9)."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as SignIn
from django.utils import timezone

from exercises.models import Exercise
from logbook.keys import uuid7
from logbook.models import Session
from tests.browser.phone import ITEMS, SETS, SYNC, assert_sessions, sets_of
from tests.factories import make_version

pytestmark = pytest.mark.trial("D9")


def test_five_sessions_offline_survive_a_killed_tab(phone, patient):
    phone.cut()
    keys = []
    for number in range(5):
        phone.kill_tab()
        phone.open_player()
        keys.append(phone.do_session(note=f"Session {number}"))
    phone.kill_tab()
    phone.tab.goto("/today/")
    assert len(phone.stores()["queue"]) == 5 * ITEMS
    assert Session.objects.count() == 0

    phone.join()
    phone.wait_until_sent()
    assert_sessions(patient, keys)
    notes = Session.objects.order_by("started_at", "id").values_list("key", "note", "state")
    assert [(str(key), note) for key, note, _state in notes] == [
        (key, f"Session {number}") for number, key in enumerate(keys)
    ]
    assert {state for *_rest, state in notes} == {"finished"}
    assert sorted(Session.objects.values_list("number_of_day", flat=True)) == [1, 2, 3, 4, 5]


def test_a_tab_killed_in_the_middle_goes_on_in_the_same_session(phone, patient):
    phone.cut()
    phone.open_player()
    first = phone.do_session(part=2)
    phone.kill_tab()
    phone.open_player()
    assert phone.do_session() == first
    phone.join()
    phone.wait_until_sent()
    assert_sessions(patient, [first])


def test_sent_at_the_next_open_when_the_network_came_back_unseen(phone, patient):
    phone.cut()
    phone.open_player()
    key = phone.do_session()
    phone.tab.close()
    phone.join()
    phone.tab = phone.new_tab()
    phone.tab.goto("/me/")
    phone.wait_until_sent()
    assert_sessions(patient, [key])


def test_a_session_that_expired_waits_until_somebody_signs_in(phone, patient):
    patient.user.set_password("a short sentence works")
    patient.user.save()
    phone.sign_in(patient)  # a new password ends what was signed in
    phone.open_player()
    phone.cut()
    key = phone.do_session()
    SignIn.objects.all().delete()
    phone.context.clear_cookies(name="sessionid")
    phone.join()
    bar = phone.tab.locator("[data-offline-bar]")
    bar.get_by_text("5 sets wait on this phone.").wait_for()
    assert len(phone.stores()["queue"]) == ITEMS

    bar.get_by_role("link", name="Sign in to send them").click()
    phone.tab.get_by_label("Email").fill(patient.user.email)
    phone.tab.get_by_role("textbox", name="Password").fill("a short sentence works")
    phone.tab.get_by_role("button", name="Sign in", exact=True).click()
    phone.tab.wait_for_url("**/today/")
    phone.wait_until_sent()
    assert_sessions(patient, [key])
    assert "is not saved" not in phone.tab.locator("body").inner_text()


def test_an_answer_lost_after_the_commit_doubles_nothing(phone, patient):
    lost = []

    def lose(route):
        lost.append(route.fetch().status)
        route.abort()

    phone.open_player()
    phone.context.route(SYNC, lose, times=3)
    key = phone.do_session()
    for _try in range(4):
        phone.tab.wait_for_timeout(200)
        phone.tab.evaluate("dispatchEvent(new Event('online'))")
    phone.wait_until_sent()
    assert lost == [200, 200, 200]
    assert_sessions(patient, [key])


def test_trouble_on_the_server_loses_nothing_and_nothing_is_called_saved(phone, patient):
    phone.open_player()
    phone.context.route(SYNC, lambda route: route.fulfill(status=503))
    key = phone.do_session()
    bar = phone.tab.locator("[data-offline-bar]")
    bar.get_by_text("They did not reach us. We try again.").wait_for()
    assert "5 sets wait on this phone." in bar.inner_text()
    assert "aved" not in bar.inner_text()
    assert len(phone.stores()["queue"]) == ITEMS

    phone.context.unroute(SYNC)
    phone.tab.evaluate("dispatchEvent(new Event('online'))")
    phone.wait_until_sent()
    bar.get_by_text("wait on this phone").wait_for(state="hidden")
    assert_sessions(patient, [key])


def test_two_tabs_begin_one_session_and_send_it_once(phone, patient):
    phone.open_player()
    other = phone.new_tab()
    other.goto("/today/session/")
    phone.cut()
    keys = phone.do_sessions_at_once(other)
    assert len(keys) == 1
    assert len(phone.stores()["queue"]) > ITEMS  # both tabs wrote sets down
    phone.join()
    phone.wait_until_sent()
    # What the second tab wrote for the same set corrects it, and counts once.
    session = Session.objects.get()
    assert str(session.key) in keys
    assert sets_of(session, current=True) == SETS
    assert patient.days.get().sets_done == len(SETS)


def test_another_person_on_the_phone_sees_and_sends_nothing_of_the_first(
    phone, patient, other_patient
):
    make_version(other_patient, Exercise.objects.get(slug="foam-roll-thoracic-extension"))
    phone.open_player()
    phone.cut()
    key = phone.do_session(note="My left leg")
    phone.context.clear_cookies()
    phone.join()
    phone.tab.get_by_text("wait on this phone").first.wait_for()

    phone.sign_in(other_patient)
    phone.tab.goto("/me/")  # any page of somebody else is enough
    phone.wait_until(lambda stores: not stores["plan"] and not stores["state"])
    phone.wait_for_answer("async () => !(await caches.match('/today/session/'))")
    phone.tab.goto("/today/")
    second = str(other_patient.code)
    phone.wait_until(lambda stores: stores["plan"] and stores["plan"][0]["owner"] == second)
    phone.tab.goto("/today/")
    phone.tab.wait_for_load_state("networkidle")
    stores = phone.stores()
    assert stores["state"] == []
    assert {entry["owner"] for entry in stores["queue"]} == {str(patient.code)}
    assert len(stores["queue"]) == ITEMS
    assert phone.tab.locator("[data-bar=news]").is_hidden()
    assert Session.objects.count() == 0

    mine = phone.do_session()
    phone.wait_until(lambda stores: len(stores["queue"]) == ITEMS)
    phone.tab.goto("/me/")
    phone.tab.get_by_role("button", name="Sign out").click()
    phone.tab.wait_for_url("**/stretches/")
    assert len(phone.stores()["queue"]) == ITEMS  # sealed under its owner, still

    phone.sign_in(patient)
    phone.tab.goto("/today/")
    phone.wait_until_sent()
    assert [str(k) for k in patient.sessions.values_list("key", flat=True)] == [key]
    assert [str(k) for k in other_patient.sessions.values_list("key", flat=True)] == [mine]
    assert patient.sessions.get().note == "My left leg"
    assert sets_of(patient.sessions.get()) == SETS


@pytest.mark.parametrize("phone_is_ahead", [timedelta(), timedelta(hours=30)])
def test_a_session_begun_on_the_plain_page_goes_on_in_the_player(
    offline_plan, phones, patient, phone_is_ahead
):
    begun = Session.start(patient, uuid7())
    first = offline_plan.prescriptions.first()
    begun.log_set(first, uuid7(), "none", 1, 10)
    phone = phones(patient)
    phone.tab.clock.install(time=timezone.now() + phone_is_ahead)
    phone.open_today()
    session = phone.tab.evaluate(
        """async () => (await import(document.querySelector("[data-offline]").src)).session()"""
    )
    assert session["key"] == str(begun.key)
    done = {"prescription": str(first.code), "side": "none", "number": 1, "done": 10}
    assert session["sets"] == [done]
    assert phone.do_session() == str(begun.key)
    phone.wait_until_sent()
    assert_sessions(patient, [str(begun.key)])


def test_what_waits_goes_in_order_and_by_the_hundred(phone, patient):
    batches = []

    def look(route):
        batches.append([item["key"] for item in route.request.post_data_json["items"]])
        route.continue_()

    phone.context.route(SYNC, look)
    phone.cut()
    keys = [phone.do_session() for _session in range(12)]
    written = [entry["key"] for entry in phone.stores()["queue"]]
    phone.join()
    phone.wait_until_sent()
    assert [len(batch) for batch in batches] == [100, 12 * ITEMS - 100]
    assert [key for batch in batches for key in batch] == written
    assert_sessions(patient, keys)


def test_one_success_never_empties_the_rest(phone):
    """Of three, one is stored, one refused and one gets no answer: two are still here."""
    results = ["stored", "refused"]

    def answer(route):
        items = route.request.post_data_json["items"]
        answers = [
            {"key": item["key"], "result": results.pop(0), "why": "Why not."}
            for item in items
            if results
        ]
        route.fulfill(json={"answers": answers})

    phone.cut()
    phone.do_session(part=2)
    phone.context.route(SYNC, answer)
    phone.join()
    phone.tab.locator("[data-offline-bar]").get_by_text("1 answer was not taken").wait_for()
    waiting = [(entry["item"]["act"], entry.get("refused")) for entry in phone.stores()["queue"]]
    assert waiting == [("set", "Why not."), ("stretch", None)]
