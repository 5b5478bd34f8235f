"""Every screen of the guided session: axe in both themes, and no scrolling while it plays."""

import pytest

from tests.browser.test_player import (
    begin,
    plan,
    press,
    ready,
    shown,
    turn_on,
    until,
)

__all__ = ["begin", "plan"]  # fixtures

SIZES = [(320, 640), (390, 844), (844, 390), (1280, 800)]
STATES = ["ready", "on", "off", "paused", "switch", "where", "hold", "rest"]
SHOW = """(name) => {
  for (const section of document.querySelectorAll("main > [data-screen]")) {
    section.hidden = section.dataset.screen !== name;
  }
  document.body.dataset.shows = name;
}"""
# Those that a session like this one does not come to.
OTHERS = ["loading", "none", "no-plan", "rest", "again", "paused", "signed-out", "before", "lower"]


def scrolls(page):
    """How many pixels the page, and the words of Get ready, are taller or wider than their box."""
    return page.evaluate(
        """() => {
          const page = document.scrollingElement, words = document.querySelector(".readyin");
          const beyond = [page.scrollHeight - innerHeight, page.scrollWidth - innerWidth];
          const box = [...document.querySelectorAll(".pctl, .cuebox, .figwrap")]
            .filter((part) => part.offsetHeight)
            .map((part) => part.getBoundingClientRect().bottom - innerHeight);
          return Math.round(Math.max(...beyond, ...box, words.scrollHeight - words.clientHeight));
        }"""
    )


def playing_states(page):
    """Through one session; yields the name of each state that plays, at that state."""
    turn_on(page, 1)
    yield "ready"
    ready(page, 2)
    yield "on"
    turn_on(page, 3)
    yield "off"
    press(page, "pause")
    page.clock.run_for(100)
    yield "paused"
    press(page, "pause")
    turn_on(page, 9)
    yield "switch"
    ready(page, 12.5)
    ready(page, 13)
    until(page, "where")
    yield "where"
    page.get_by_role("radio", name="Back").check()
    page.get_by_role("button", name="Save and go on").click()
    turn_on(page, 1)
    ready(page, 3)
    yield "hold"
    turn_on(page, 6)
    yield "rest"


@pytest.mark.parametrize("size", SIZES, ids=[f"{w}x{h}" for w, h in SIZES])
def test_nothing_scrolls_while_it_plays(begin, size):
    page = begin(viewport={"width": size[0], "height": size[1]})
    beyond = {state: scrolls(page) for state in playing_states(page) if state != "where"}
    assert list(beyond) == [state for state in STATES if state != "where"]
    assert {state: pixels for state, pixels in beyond.items() if pixels > 0} == {}


@pytest.fixture
def look(axe):
    """`look(page)` → what axe finds on the screen that shows, while the session's clock stands;
    `look.seen` are the screens that were looked at."""

    def look(page):
        look.seen.add(shown(page))
        # As tall as what it holds, so that no bar at the foot lies over what can be scrolled to.
        if shown(page) != "stage":
            height = page.evaluate("document.scrollingElement.scrollHeight")
            page.set_viewport_size({"width": 390, "height": max(844, height)})
        # axe waits with timers: it gets the browser's own.
        page.evaluate("window.turned = {setTimeout, requestAnimationFrame}")
        page.evaluate("Object.assign(window, window.ownTimers)")
        wrong = [f"{shown(page)}: {finding}" for finding in axe(page)]
        page.evaluate("Object.assign(window, window.turned)")
        page.set_viewport_size({"width": 390, "height": 844})
        return wrong

    look.seen = set()
    return look


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(begin, look, theme):
    page = begin(theme=theme)
    wrong = []
    for _state in playing_states(page):
        wrong += look(page)
    for act, screen in (("settings", "settings"), ("hurts", "hurts"), ("change", "early")):
        press(page, act)
        until(page, screen)
        wrong += look(page)
        press(page, "back")
        until(page, "stage")
    press(page, "skip")
    until(page, "early")
    wrong += look(page)
    page.get_by_role("button", name="Save and go on").click()
    page.clock.run_for(500)
    until(page, "done")
    page.get_by_role("button", name="Finish").click()  # without an answer: the complaint shows
    wrong += look(page)
    page.locator("[data-form=done] input[name=new_or_worse][value=yes]").check()
    page.get_by_role("button", name="Finish").click()
    until(page, "stop")
    wrong += look(page)
    page.get_by_role("button", name="mistake").click()
    until(page, "finished")
    wrong += look(page)
    for screen in OTHERS:
        page.evaluate(SHOW, screen)
        wrong += look(page)
    assert look.seen == set(
        page.locator("main > [data-screen]").evaluate_all(
            "(sections) => sections.map((section) => section.dataset.screen)"
        )
    )
    assert wrong == []
