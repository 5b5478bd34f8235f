"""What stays on the phone: nothing that names anybody, and nothing after signing out."""

from logbook.keys import uuid7
from logbook.models import Message, Session
from tests.browser.conftest import wait_until
from tests.browser.phone import ITEMS, SYNC, assert_sessions

CANARIES = ["Maria", "Delgado", "maria@example.com", "Dana", "Okafor", "Zanzibar"]


def test_nothing_on_the_phone_names_anybody_and_nothing_stays_after_signing_out(
    phone, patient, offline_plan
):
    offline_plan.prescriptions.update(note="Maria: as in Zanzibar")
    Message.write(patient, uuid7(), "Zanzibar is warm", by=patient.therapist)
    phone.tab.goto("/today/")
    phone.tab.wait_for_load_state("networkidle")
    phone.open_player()
    phone.tab.get_by_text("Zanzibar is warm").wait_for()
    phone.cut()
    phone.do_session(note="Zanzibar helped, says Dana")
    before = phone.dump()
    text = str(before)
    assert [word for word in CANARIES if word in text] == []
    assert len(before["stores"]["queue"]) == ITEMS
    assert before["stores"]["secret"] == [{"extractable": False, "type": "secret"}]
    sealed = [entry["sealed"] for entry in before["stores"]["queue"] if "sealed" in entry]
    assert len(sealed) == 1
    assert "/today/session/" in before["caches"]
    assert set(before["session"]) <= {"htmx-current-path-for-history"}

    phone.join()
    phone.wait_until_sent()
    assert Session.objects.get().note == "Zanzibar helped, says Dana"
    phone.tab.goto("/me/")
    phone.tab.get_by_role("button", name="Sign out").click()
    phone.tab.wait_for_url("**/stretches/")
    after = phone.dump()
    assert not any(after["stores"].values())
    assert "/today/session/" not in after["caches"]
    assert [word for word in CANARIES if word in str(after)] == []
    assert set(after["local"]) <= {"homestretch-switches"}


def test_signing_out_asks_before_it_leaves_something_unsent(phone, patient):
    phone.open_player()
    phone.context.route(SYNC, lambda route: route.fulfill(status=503))
    phone.do_session(part=2)
    phone.tab.goto("/me/")
    phone.tab.get_by_role("button", name="Sign out").click()
    dialog = phone.tab.get_by_role("dialog", name="Some of what you did is not sent yet")
    dialog.get_by_role("button", name="Stay signed in").click()
    assert len(phone.stores()["queue"]) == 3
    assert phone.tab.url.endswith("/me/")

    phone.tab.get_by_role("button", name="Sign out").click()
    dialog.get_by_role("button", name="Delete it and sign out").click()
    phone.tab.wait_for_url("**/stretches/")
    assert not any(phone.stores().values())


def test_what_the_server_refuses_stays_and_can_be_read(phone, patient):
    phone.open_player()
    key = phone.do_session(part=1)
    phone.wait_until_sent()
    phone.tab.evaluate(
        """async (session) => {
          const offline = await import(document.querySelector("script[data-offline]").src);
          const items = await import("/static/js/player/items.js");
          const row = {code: crypto.randomUUID()};
          await offline.record(items.setItem(session, {row, side: "none", set: 1}, 5));
        }""",
        key,
    )
    phone.tab.get_by_text("1 answer was not taken. See why").click()
    reason = phone.tab.locator("[data-bar=reasons] li")
    assert ": " in reason.inner_text()
    assert len(phone.stores()["queue"]) == 1
    phone.do_session()
    phone.wait_until(lambda stores: len(stores["queue"]) == 1)
    assert_sessions(patient, [key])


def test_somebody_elses_sign_out_empties_the_browser_but_for_what_is_not_sent(
    phone, therapist, patient
):
    """On a tablet of the clinic: Maria's sets wait, and her therapist signs in and out."""
    phone.open_player()
    phone.context.route(SYNC, lambda route: route.fulfill(status=503))
    phone.do_session(part=2)
    waiting = len(phone.stores()["queue"])
    phone.context.clear_cookies()
    phone.sign_in(therapist)
    phone.tab.goto("/caseload/")
    phone.tab.get_by_role("button", name="Sign out").click()
    phone.tab.wait_for_url("**/stretches/")
    assert len(phone.stores()["queue"]) == waiting == 3


def test_with_nothing_unsent_it_empties_all_of_it(phone, therapist):
    phone.tab.evaluate("() => localStorage.setItem('homestretch-switches', '{}')")
    phone.context.clear_cookies()
    phone.sign_in(therapist)
    phone.tab.goto("/caseload/")
    phone.tab.get_by_role("button", name="Sign out").click()
    phone.tab.wait_for_url("**/stretches/")
    assert phone.dump()["local"] == {}
    assert not any(phone.stores().values())


READ_AND_WRITE = """async () => {
  const store = await import("/static/js/offline/store.js");
  const acts = [
    () => store.plan(),
    () => store.queueOf("x"),
    () => store.forgetOthers("x"),
    () => store.keepPlan({ owner: "x", now: new Date().toISOString(), session: null, rows: [] }),
  ];
  window.failures = 0;
  (async () => {
    for (;;) {
      for (const { reason } of await Promise.allSettled(acts.map((act) => act()))) {
        if (reason) window.failures += 1;
      }
    }
  })();
}"""


def test_a_store_emptied_in_the_middle_of_a_step_tells_the_one_who_asked(phone, patient):
    complaints = []
    phone.tab.on("pageerror", lambda error: complaints.append(str(error)))
    phone.tab.goto("/me/")
    phone.tab.evaluate(READ_AND_WRITE)
    browser = phone.context.new_cdp_session(phone.tab)
    origin = {"origin": phone.tab.evaluate("origin"), "storageTypes": "indexeddb"}
    for _time in range(20):
        browser.send("Storage.clearDataForOrigin", origin)

    wait_until(phone.tab, "window.failures > 0")
    assert complaints == []
