"""A patient's phone in Chromium: its pages, its network, its clock, and all that it stores."""

import json
from urllib.parse import urlsplit

from django.conf import settings

from logbook.models import Session, SetLog, StretchLog
from tests.browser.conftest import PATIENCE, PHONE, session_cookie, wait_until

# Begin a session of the stored plan and work out what there is to record, as the player does.
BEGIN = """async () => {
  const offline = await import(document.querySelector("script[data-offline]").src);
  const items = await import("/static/js/player/items.js");
  const {phasesOf} = await import("/static/js/player/timeline.js");
  const plan = await offline.plan();
  const session = await offline.begin(items.startItem({version: plan.version, pain_before: 2,
    since_last: "same", new_or_worse: false}));
  const phases = phasesOf(plan.rows, {logged: session});
  const all = [...items.stretchesToClose(plan.rows, session, session.key),
    ...items.itemsBetween(phases, 0, phases.length, session.key)];
  window.session = {offline, items, key: session.key, all};
}"""

# Record it item by item.
RECORD = """async ({note, part, finish}) => {
  const {offline, items, key, all} = window.session;
  for (const item of all.slice(0, part ?? all.length)) await offline.record(item);
  if (finish) await offline.record(items.finishItem(key,
    {pain_after: 1, effort: 4, new_or_worse: false, note}));
  return key;
}"""

STORES = """async () => {
  const db = await new Promise((resolve, reject) => {
    const request = indexedDB.open("homestretch");
    request.onsuccess = () => resolve(request.result);
    request.onerror = reject;
  });
  const all = (store) => new Promise((resolve) => {
    const request = db.transaction(store).objectStore(store).getAll();
    request.onsuccess = () => resolve(request.result);
  });
  const stores = {};
  for (const name of db.objectStoreNames) stores[name] = await all(name);
  db.close();
  return stores;
}"""

# Text of everything there is; bytes of a sealed note as numbers and as text.
DUMP = """async () => {
  const readable = (key, value) => {
    if (value instanceof ArrayBuffer) value = new Uint8Array(value);
    if (value instanceof Uint8Array) {
      return {bytes: [...value], text: new TextDecoder().decode(value)};
    }
    if (value instanceof CryptoKey) return {extractable: value.extractable, type: value.type};
    return value;
  };
  const stores = await (READ_STORES)();
  const caches_ = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const path = new URL(request.url).pathname + new URL(request.url).search;
      caches_[path] = await (await cache.match(request)).text();
    }
  }
  const words = (storage) => Object.fromEntries(Object.entries(storage));
  return JSON.stringify({stores, caches: caches_, databases: await indexedDB.databases(),
    local: words(localStorage), session: words(sessionStorage)}, readable);
}""".replace("READ_STORES", STORES)


def from_disk(route):
    route.fulfill(path=settings.BASE_DIR / urlsplit(route.request.url).path.lstrip("/"))


class Phone:
    """One browser profile; `tab` is the page that is open."""

    def __init__(self, browser, url, patient=None, **context):
        self.context = browser.new_context(
            base_url=url, viewport=PHONE, reduced_motion="reduce", **context
        )
        # The tests' own way to the player's modules, with and without a network.
        self.context.route("**/static/js/player/*.js", from_disk)
        self.url = url
        self.tab = self.new_tab()
        if patient:
            self.sign_in(patient)

    def new_tab(self):
        tab = self.context.new_page()
        tab.set_default_timeout(PATIENCE)
        return tab

    def sign_in(self, patient):
        self.context.add_cookies([session_cookie(patient, self.url)])

    def open_today(self):
        """Today, until the plan, the worker and the shell are on the phone."""
        self.tab.goto("/today/")
        wait_until(self.tab, "navigator.serviceWorker.controller")
        self.wait_until(lambda stores: stores["plan"])
        self.wait_for_answer("async () => Boolean(await caches.match('/today/session/'))")

    def open_player(self):
        self.tab.goto("/today/session/")
        # Once a screen shows, the player has asked for the session under way and writes no more.
        self.tab.locator("body[data-shows]:not([data-shows='loading'])").wait_for()

    def cut(self):
        self.context.set_offline(True)

    def join(self):
        self.context.set_offline(False)

    def kill_tab(self):
        self.tab.close()
        self.tab = self.new_tab()

    def do_session(self, note="", part=None, finish=None, tab=None):
        """The whole session, or its first sets and ends of stretches (`part` of them)."""
        given = {"note": note, "part": part, "finish": part is None if finish is None else finish}
        tab = tab or self.tab
        tab.evaluate(BEGIN)
        return tab.evaluate(RECORD, given)

    def do_sessions_at_once(self, other):
        """The same session in two tabs: both begin it at once, and then both record every set at
        once. It is finished once both are through, or else a slow tab would rightly begin another.
        """
        other.evaluate(f"() => {{ window.begun = ({BEGIN})(); }}")
        self.tab.evaluate(BEGIN)
        other.evaluate("() => window.begun")
        given = {"finish": False}
        other.evaluate(f"(given) => {{ window.recorded = ({RECORD})(given); }}", given)
        keys = {self.tab.evaluate(RECORD, given), other.evaluate("() => window.recorded")}
        return keys | {self.do_session()}

    def stores(self, tab=None):
        return (tab or self.tab).evaluate(STORES)

    def wait_for_answer(self, code, seconds=30):
        """Ask the page until it says something true."""
        for _try in range(seconds * 10):
            if answer := self.tab.evaluate(code):
                return answer
            self.tab.wait_for_timeout(100)
        raise AssertionError(f"Never true: {code}")

    def wait_until(self, condition, tab=None, seconds=30):
        """Ask the database of the phone, until this holds of what is in it."""
        for _try in range(seconds * 10):
            if condition(stores := self.stores(tab)):
                return stores
            (tab or self.tab).wait_for_timeout(100)
        raise AssertionError(f"Still in the queue: {stores['queue']}")

    def wait_until_sent(self, tab=None):
        return self.wait_until(lambda stores: not stores["queue"], tab)

    def dump(self):
        return json.loads(self.tab.evaluate(DUMP))

    def close(self):
        self.context.close()


SETS = [  # of one session of the plan below: (stretch, side, number, done)
    ("foam-roll-thoracic-extension", "none", 1, 10),
    ("kneeling-hip-flexor-stretch", "left", 1, 30),
    ("kneeling-hip-flexor-stretch", "left", 2, 30),
    ("kneeling-hip-flexor-stretch", "right", 1, 30),
    ("kneeling-hip-flexor-stretch", "right", 2, 30),
]
# What one session sends: start, five sets, two stretches, finish.
ITEMS = 9
SYNC = "**/today/session/sync/"


def sets_of(session, **which):
    rows = SetLog.objects.filter(session=session, **which).select_related(
        "prescription__variation__exercise"
    )
    return sorted(
        (row.prescription.variation.exercise.slug, row.side, row.number, row.done) for row in rows
    )


def assert_sessions(patient, keys, sets=SETS):
    """Exactly these sessions, each with exactly these sets, and not one row that was replaced."""
    sessions = {str(session.key): session for session in Session.objects.filter(patient=patient)}
    assert sorted(sessions) == sorted(keys)
    for session in sessions.values():
        assert sets_of(session) == sets
    assert SetLog.objects.count() == len(keys) * len(sets)
    assert StretchLog.objects.count() == len(keys) * len({slug for slug, *_rest in sets})
