"""The guided session in Chromium: tempo, what hurts, what is kept when it is left, and the keys.
Time is the page's own clock, turned by us.
"""

import pytest

from exercises.dosage import Kind
from logbook.keys import uuid7
from logbook.models import Flag, Session, SetLog, StretchLog
from tests.factories import make_exercise, make_prescription, make_version

READY_SECONDS = 20


@pytest.fixture
def plan(patient, therapist, library):
    """Thread the needle 1 x 2 each side, press up 1 x 3, a hold of 8 s twice on one side."""
    from exercises.models import Exercise

    draft = make_version(patient, sent=False)
    needle, press_up, hip = (
        Exercise.objects.get(slug=slug)
        for slug in ("thread-the-needle", "press-up", "kneeling-hip-flexor-stretch")
    )
    make_prescription(draft, needle, reps=2, seconds_on=3, seconds_off=3)
    make_prescription(draft, press_up, reps=3)
    make_prescription(draft, hip, side="left", sets=2, hold_seconds=8, rest_seconds=5)
    draft.send(by=therapist, revision=draft.revision)
    return draft


@pytest.fixture
def begin(open_page, patient, plan):
    """`begin(...)` → a page at the first Get ready, its clock turned by nobody but `turn_on`."""

    def begin(pain=2, worse="no", again=False, **options):
        page = open_page(patient, **options)
        page.add_init_script("window.ownTimers = {setTimeout, requestAnimationFrame}")
        page.clock.install()
        page.goto("/today/session/")
        if again:
            page.get_by_role("button", name="Do it again").click()
        until(page, "before")
        page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)
        page.locator(f"[data-form=before] input[name=pain_before][value='{pain}']").check()
        page.locator(f"[data-form=before] input[name=new_or_worse][value={worse}]").check()
        page.get_by_role("button", name="Begin").click()
        page.locator("body:not([data-shows='before'])").wait_for()
        return page

    return begin


def until(page, screen):
    page.locator(f"body[data-shows='{screen}']").wait_for()


def shown(page):
    return page.evaluate("document.body.dataset.shows")


def phase(page):
    return page.locator(".stage").get_attribute("data-phase")


def turn_on(page, seconds):
    for _quarter in range(round(seconds * 4)):
        page.clock.run_for(250)


def press(page, act):
    """What is seen of this act, in the bar, on the stage or on another screen."""
    page.locator(f"[data-act='{act}']:visible").first.click()


def ready(page, seconds):
    """Press Ready, and be so many seconds into what comes then."""
    press(page, "ready")
    turn_on(page, seconds)


def cue(page):
    return page.locator("[data-cue]").inner_text()


def test_the_questions_before_must_be_answered(open_page, patient, plan, axe):
    page = open_page(patient)
    page.goto("/today/session/")
    until(page, "before")
    assert axe(page) == []
    page.get_by_role("button", name="Begin").click()
    page.get_by_text("Choose No or Yes.").first.wait_for()
    assert shown(page) == "before"
    assert Session.objects.count() == 0


def test_the_disc_and_the_words_follow_the_prescribed_tempo(begin):
    page = begin()
    assert "Starts by itself in 20 seconds" in page.locator("[data-wait]").inner_text()
    turn_on(page, READY_SECONDS + 1)
    assert (cue(page), page.locator("[data-count]").inner_text()) == ("Pressure on", "1")
    turn_on(page, 3)
    assert cue(page) == "Pressure off"
    turn_on(page, 3)
    assert (cue(page), page.locator("[data-count]").inner_text()) == ("Pressure on", "2")
    turn_on(page, 6)
    assert cue(page) == "Switch to your right"
    assert page.locator("[data-side]").inner_text().split() == ["R", "Right"]


def test_without_motion_the_disc_knows_two_states_only(begin):
    page = begin()  # the browsers of these tests ask for less motion
    seen = set()
    ready(page, 0)
    for _quarter in range(24):
        page.clock.run_for(250)
        seen.add(page.locator(".disc .fill").evaluate("fill => fill.style.opacity"))
    assert seen == {"0", "1"}


def test_left_and_opened_again_it_stands_at_the_same_repetition(begin):
    page = begin()
    ready(page, 8)
    press(page, "pause")
    page.clock.run_for(200)
    before = (cue(page), page.locator("[data-count]").inner_text())
    assert before == ("Paused", "2")
    press(page, "leave")
    page.wait_for_url("**/today/")
    page.goto("/today/session/")
    until(page, "stage")
    page.clock.run_for(500)
    assert (cue(page), page.locator("[data-count]").inner_text()) == before
    assert Session.objects.count() == 1
    press(page, "pause")
    turn_on(page, 1)
    assert cue(page) == "Pressure on"


def test_sharp_pain_stops_the_session_and_may_be_taken_back(begin, patient):
    page = begin()
    ready(page, 7)
    press(page, "hurts")
    until(page, "hurts")
    page.get_by_role("button", name="Sharp, new or worse pain").click()
    until(page, "stop")
    page.get_by_text("No list is complete.").wait_for()
    wait_for_rows(page, lambda: Flag.objects.standing().count() == 1)
    assert Flag.objects.get().reason == "sharp-pain"
    assert SetLog.objects.get(patient=patient).done == 1  # the repetition that was done
    page.reload()
    until(page, "stop")
    page.get_by_role("button", name="mistake").click()
    until(page, "stage")
    wait_for_rows(page, lambda: Flag.objects.standing().count() == 0)


@pytest.mark.parametrize(("pain", "worse"), [(8, "no"), (2, "yes")], ids=["limit", "worse"])
def test_the_answers_before_may_lead_to_the_stop_signs(begin, pain, worse):
    page = begin(pain=pain, worse=worse)
    until(page, "stop")
    wait_for_rows(page, lambda: Flag.objects.standing().count() == 1)


def test_too_much_ends_the_stretch_with_what_was_done(begin):
    page = begin()
    ready(page, 7)
    press(page, "hurts")
    page.get_by_role("button", name="This one is too much").click()
    until(page, "early")
    assert page.locator("[data-form=early] input[name=reason]:checked").get_attribute("value") == (
        "pain"
    )
    page.locator("[data-form=early] input[name=pain][value='5']").check()
    page.get_by_role("button", name="Save and go on").click()
    page.clock.run_for(500)
    until(page, "stage")
    assert page.locator("[data-name]").inner_text() == "Press up"
    wait_for_rows(page, lambda: StretchLog.objects.count() == 1)
    log = StretchLog.objects.get()
    assert (log.reason, log.pain, log.cut_short) == ("pain", 5, True)
    done = SetLog.objects.filter(current=True).values_list("side", "reps")
    assert ("left", 1) in done


def test_a_mild_ache_goes_on_smaller(begin):
    page = begin()
    ready(page, 1)
    press(page, "hurts")
    page.get_by_role("button", name="A pull or a mild ache").click()
    until(page, "stage")
    turn_on(page, 0.5)
    assert page.locator("[data-hint]").inner_text() == "Make it smaller."
    assert cue(page) == "Pressure on"


def test_felt_lower_than_before_ends_that_stretch_and_says_so(begin, plan, patient):
    press_up = plan.prescriptions.get(variation__exercise__slug="press-up")
    earlier = Session.start(patient, uuid7())
    earlier.log_stretch(press_up, uuid7(), lowest_place_felt="buttock")
    earlier.finish(uuid7(), new_or_worse=False)
    page = begin(again=True)
    press(page, "skip")
    page.clock.run_for(500)
    ready(page, 13)
    until(page, "where")
    assert "Last time you said: buttock." in page.locator("[data-last-felt]").inner_text()
    page.get_by_role("radio", name="Below the knee").check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("heading", name="We stop this stretch for today").wait_for()
    page.get_by_role("button", name="Go on").click()
    page.clock.run_for(500)
    assert page.locator("[data-name]").inner_text() == "Kneeling hip flexor stretch"
    wait_for_rows(page, lambda: Flag.objects.filter(reason="moved-down").count() == 1)


def test_skipping_an_untouched_stretch_asks_nothing(begin):
    page = begin()
    press(page, "skip")
    page.clock.run_for(500)
    assert page.locator("[data-name]").inner_text() == "Press up"
    wait_for_rows(page, lambda: StretchLog.objects.filter(skipped=True).count() == 1)


def test_change_corrects_a_set_and_goes_on(begin):
    page = begin()
    ready(page, 12.5)
    assert phase(page) == "switch"
    press(page, "change")
    until(page, "early")
    page.locator("#counted-0").fill("1")
    page.get_by_role("button", name="Save and go on").click()
    page.clock.run_for(500)
    until(page, "stage")
    assert page.locator("[data-name]").inner_text() == "Thread the needle"
    wait_for_rows(page, lambda: SetLog.objects.filter(current=True, reps=1).count() == 1)
    assert SetLog.objects.filter(current=False, reps=2).count() == 1
    assert StretchLog.objects.filter(current=True, skipped=True).count() == 0


def test_keys_pause_redo_skip_and_leave(begin):
    page = begin()
    ready(page, 4)
    page.keyboard.press("Space")
    page.clock.run_for(200)
    assert cue(page) == "Paused"
    page.keyboard.press("r")
    page.clock.run_for(200)
    turn_on(page, 1)
    assert (cue(page), page.locator("[data-count]").inner_text()) == ("Pressure on", "1")
    page.keyboard.press("h")
    until(page, "hurts")
    page.keyboard.press("Escape")
    until(page, "stage")
    page.keyboard.press("Escape")
    page.wait_for_url("**/today/")


def test_letter_keys_can_be_switched_off_and_that_is_remembered(begin):
    page = begin()
    press(page, "settings")
    until(page, "settings")
    page.get_by_role("switch", name="Letter keys").uncheck()
    press(page, "back")
    until(page, "stage")
    page.keyboard.press("h")
    page.clock.run_for(300)
    assert shown(page) == "stage"
    kept = page.evaluate("JSON.parse(localStorage.getItem('homestretch-switches'))")
    assert kept["keys"] is False
    assert set(map(type, kept.values())) == {bool}


def test_each_screen_starts_at_its_heading(begin):
    page = begin()
    assert page.evaluate("document.activeElement.textContent.trim()") == "Thread the needle"
    press(page, "hurts")
    assert "What" in page.evaluate("document.activeElement.textContent")


def test_a_clinics_own_stretch_plays_without_a_figure(open_page, patient, therapist, clinic):
    own = make_exercise("our-own", clinic=clinic, kind=Kind.MUSCLE, name="Our own")
    draft = make_version(patient, sent=False)
    make_prescription(draft, own, sets=1, hold_seconds=6)
    draft.send(by=therapist, revision=draft.revision)
    page = open_page(patient)
    page.clock.install()
    page.goto("/today/session/")
    until(page, "before")
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)
    page.locator("[data-form=before] input[name=new_or_worse][value=no]").check()
    page.get_by_role("button", name="Begin").click()
    until(page, "stage")
    assert page.locator("[data-name]").inner_text() == "Our own"
    ready(page, 6.5)
    until(page, "done")


def wait_for_rows(page, found):
    """The phone sends in the background: give it real time, at most ten seconds."""
    for _try in range(100):
        if found():
            return
        page.clock.run_for(50)
        page.evaluate(
            "new Promise((done) => { const c = new MessageChannel();"
            " c.port1.onmessage = done; c.port2.postMessage(0) })"
        )
    raise AssertionError("not in the database")
