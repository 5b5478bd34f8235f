"""One whole session in the real player, from one press on Start to the end, on a clock we turn.

Six stretches, each prescribed otherwise; nothing is pressed between Begin and the questions at the
end but where press ups are felt. What the database holds then is the prescription, set by set, as
much when there was no network from before Start until after the end.
"""

import json

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from exercises.models import Variation
from logbook.models import Session, SetLog, StretchLog
from programs.models import Program
from tests.browser.conftest import open_page, wait_until  # noqa: F401
from tests.browser.phone import DUMP, STORES
from tests.factories import MOBILITY, MUSCLE

# (stretch, variation, side, dose): every kind of row, and the number of seconds it takes.
PRESCRIBED = [
    ("foam-roll-thoracic-extension", "rolled-towel", "none", {**MOBILITY, "reps": 12}),
    (
        "thread-the-needle",
        "standard",
        "both",
        {**MOBILITY, "sets": 2, "reps": 6, "seconds_on": 3, "seconds_off": 3},
    ),
    ("press-up", "hands-near", "none", {**MOBILITY, "reps": 8, "seconds_on": 1}),
    ("open-book", "both-knees", "left", {**MOBILITY, "reps": 5, "seconds_on": 4}),
    ("kneeling-hip-flexor-stretch", "chair", "both", {**MUSCLE, "sets": 2}),
    ("figure-4-glute-stretch", "seated", "right", {**MUSCLE, "sets": 1, "hold_seconds": 45}),
]
# Get ready before each, change of sides, rests: the session's own pauses (clinical.md).
READY, SWITCH = 20, 15
NOTE = "The chair helps."


def moving_seconds(dose):
    if dose["kind"] == "mobility":
        return dose["reps"] * (dose["seconds_on"] + dose["seconds_off"])
    return dose["hold_seconds"]


@pytest.fixture
def prescribed(patient):
    """The six rows above, sent as one version."""
    call_command("seed_library", verbosity=0)
    draft = Program.open_for(patient).open_draft()
    for stretch, variation, side, dose in PRESCRIBED:
        draft.prescribe(
            Variation.objects.get(exercise__slug=stretch, slug=variation),
            revision=draft.revision,
            side=side,
            weekdays=127,
            times_a_day=1,
            **dose,
        )
    draft.send(by=None, revision=draft.revision)
    return draft


def turn_on(page, seconds):
    """Let time pass, a quarter of a second at a time, so that the player draws as it goes."""
    for _quarter in range(round(seconds * 4)):
        page.clock.run_for(250)


def answer_before(page):
    page.locator("[data-screen=before]").get_by_role("heading", level=1).wait_for()
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)  # from here on only we turn it
    page.locator("[data-form=before] input[name=pain_before][value='4']").check()
    page.locator("[data-form=before] input[name=since_last][value=same]").check()
    page.locator("[data-form=before] input[name=new_or_worse][value=no]").check()
    page.get_by_role("button", name="Begin").click()
    page.locator("body[data-shows='stage']").wait_for()


def shown(page):
    return page.evaluate("document.body.dataset.shows")


def until(page, screen, at_most_seconds):
    """Turn the clock until this screen shows; returns the seconds it took."""
    for second in range(at_most_seconds):
        if shown(page) == screen:
            return second
        turn_on(page, 1)
    raise AssertionError(f"{screen} did not come within {at_most_seconds} s: {shown(page)}")


# Nothing is written into it until `release` is true.
HOLD_THE_QUEUE = """() => new Promise((held) => {
  indexedDB.open("homestretch").onsuccess = ({ target }) => {
    const queue = target.result.transaction("queue", "readwrite").objectStore("queue");
    const hold = () => {
      held();
      if (!window.release) queue.count().onsuccess = hold;
    };
    queue.count().onsuccess = hold;
  };
})"""


@pytest.mark.usefixtures("prescribed")
@pytest.mark.parametrize("network", ["there", "cut"])
def test_one_press_on_start_guides_through_all_six(open_page, patient, network):  # noqa: F811
    page = open_page(patient)
    # The worker of a real phone has the phone's clock; here it has that of the machine.
    page.add_init_script("delete ServiceWorkerRegistration.prototype.sync")
    page.goto("/today/")
    wait_until(page, "navigator.serviceWorker.controller")
    page.locator("a[data-player][href='/today/session/']").wait_for()
    until_kept(page)
    page.clock.install()
    page.context.set_offline(network == "cut")
    page.get_by_role("link", name="Start").click()
    page.wait_for_url("**/today/session/")
    answer_before(page)

    first_three = (
        READY + 12 * 4,
        READY + 4 * 6 * 6 + 3 * SWITCH,
        READY + 8 * 3,
    )
    took = until(page, "where", 60 * 10)
    assert abs(took - sum(first_three)) <= 2
    page.get_by_role("radio", name="Back").check()
    page.get_by_role("button", name="Save and go on").click()
    last_three = (
        READY + 5 * 6,
        READY + 4 * 30 + 3 * SWITCH,
        READY + 45,
    )
    took = until(page, "done", 60 * 10)
    assert abs(took - sum(last_three)) <= 2

    page.locator("[data-form=done] input[name=pain_after][value='3']").check()
    page.locator("[data-form=done] input[name=new_or_worse][value=no]").check()
    page.locator("[data-form=done] input[name=effort][value='5']").check()
    page.get_by_label("Note").fill(NOTE)
    if network == "cut":
        page.evaluate(HOLD_THE_QUEUE)
    page.get_by_role("button", name="Finish").click()
    if network == "cut":
        expect(page.locator("[data-finished-line]")).to_have_text("Saving")
        page.evaluate("window.release = true")
        line = "Your answers wait on this phone. We send them when you are back online."
        page.get_by_text(line).wait_for()
        assert_unsent_and_nameless(page, patient)
        page.context.set_offline(False)
    page.get_by_text("All of it is saved.").wait_for()
    assert page.evaluate(STORES)["queue"] == []

    session = Session.objects.get()
    assert (session.patient, session.state) == (patient, "finished")
    assert (session.pain_before, session.since_last, session.new_or_worse_before) == (
        4,
        "same",
        False,
    )
    assert (session.pain_after, session.effort, session.new_or_worse) == (3, 5, False)
    assert session.note == NOTE
    assert rows_of(session) == [
        (stretch, variation, side, number, *amount(dose))
        for stretch, variation, of, dose in PRESCRIBED
        for number in range(1, dose["sets"] + 1)
        for side in (("left", "right") if of == "both" else (of,))
    ]
    logs = StretchLog.objects.filter(session=session)
    assert logs.count() == 6
    assert not logs.filter(cut_short=True).exists()
    assert set(logs.values_list("as_planned", "skipped", "pain", "reason", "current")) == {
        (True, False, None, "", True)
    }
    felt = logs.exclude(lowest_place_felt="").values_list(
        "prescription__variation__exercise__slug", "lowest_place_felt"
    )
    assert list(felt) == [("press-up", "back")]


def until_kept(page):
    """Wait for the shell in the cache and the plan in the phone's database."""
    for _try in range(100):
        kept = page.evaluate("async () => Boolean(await caches.match('/today/session/'))")
        if kept and page.evaluate(STORES)["plan"]:
            return
        page.wait_for_timeout(100)
    raise AssertionError("The phone did not keep what it needs offline.")


def assert_unsent_and_nameless(page, patient):
    """All of the session waits, and no store of the phone holds a name, an address or the note."""
    assert Session.objects.count() == 0
    dump = json.loads(page.evaluate(DUMP))
    sets = sum(dose["sets"] * (2 if side == "both" else 1) for *_way, side, dose in PRESCRIBED)
    acts = [entry["item"]["act"] for entry in dump["stores"]["queue"]]
    assert sorted(acts) == ["finish"] + ["set"] * sets + ["start"] + ["stretch"] * len(PRESCRIBED)
    personal = [*patient.name.split(), patient.user.email, patient.therapist.user.name, NOTE]
    assert [word for word in personal if word in str(dump)] == []


def amount(dose):
    """(repetitions, seconds held, target) of one set done as prescribed."""
    if dose["kind"] == "mobility":
        return dose["reps"], None, dose["reps"]
    return None, dose["hold_seconds"], dose["hold_seconds"]


def rows_of(session):
    """Every set row of the session, in the order they arrived. Not by their times: this phone's
    clock runs faster than the server's, so what waits for the next sending seems to be earlier.
    """
    return list(
        SetLog.objects.filter(session=session)
        .order_by("id")
        .values_list(
            "prescription__variation__exercise__slug",
            "prescription__variation__slug",
            "side",
            "number",
            "reps",
            "held_seconds",
            "target",
        )
    )
