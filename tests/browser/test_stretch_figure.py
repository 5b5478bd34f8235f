"""The moving picture of a stretch's page: in the standard tempo, stoppable, forced on nobody."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

PRESS_UP = "/stretches/press-up/"
HIP = "/stretches/kneeling-hip-flexor-stretch/"
REPEAT = {"reps": 2, "secondsOn": 2, "secondsOff": 4}
HOLD = {"holdSeconds": 30, "restSeconds": 10}


@pytest.fixture
def moving_page(open_page, library):
    """`moving_page(address)`: a page that allows motion; its clock stands until it is run."""

    def visit(address, person=None, motion="no-preference", **options):
        page = open_page(person, **options)
        page.emulate_media(reduced_motion=motion)
        page.clock.install(time=0)
        page.clock.pause_at(1000)
        page.goto(address)
        return page

    return visit


def started(page):
    """The same page once its picture moves and pressure is on."""
    expect(page.locator("[data-pause]")).to_be_visible()
    for _ in range(500):  # until the page has noticed that the picture is in view
        page.clock.run_for(17)
        if page.locator("[data-now]").count():
            return page
    raise AssertionError("The picture never moved.")


def drawing(page):
    return page.locator(".moving .fig > svg").inner_html()


def steps(page, tempo, seconds):
    return page.evaluate(
        """async ([tempo, seconds]) => {
          const { stepAt } = await import("/static/js/stretch-figure.js");
          return seconds.map((one) => stepAt(tempo, one, (...all) => all));
        }""",
        [tempo, seconds],
    )


def test_repetitions_follow_the_seconds_on_and_off(moving_page):
    page = moving_page(PRESS_UP, motion="reduce")

    shown = steps(page, REPEAT, [0, 1, 2, 4, 5.999, 6, 8, 12.5, 14])

    assert [round(step["moment"]["at"], 3) for step in shown] == [0, 0.5, 1, 0.5, 0, 0, 1, 0, 0]
    assert [step["cue"] for step in shown] == [
        *("on", "on", "off", "off", "off", "on", "off"),
        *("off", "on"),
    ]
    # Which repetition, of how many, how far up, on the way back: for hands that walk nearer.
    assert shown[3]["moment"]["progress"] == [0, 2, 0.5, True]
    assert shown[6]["moment"]["progress"] == [1, 2, 1, True]


def test_a_hold_is_kept_and_then_rested_from(moving_page):
    page = moving_page(PRESS_UP, motion="reduce")

    shown = steps(page, HOLD, [0, 2, 29.5, 30, 32, 39, 40])

    assert [round(step["moment"]["at"], 3) for step in shown] == [0, 1, 1, 1, 0, 0, 0]
    assert [step["cue"] for step in shown] == ["on"] * 3 + ["off"] * 3 + ["on"]


def test_the_picture_moves_and_the_cue_that_holds_is_framed(moving_page):
    page = started(moving_page(PRESS_UP))

    expect(page.locator(".moving picture")).to_be_hidden()
    expect(page.locator("[data-now]")).to_contain_text("Pressure on")
    before = drawing(page)
    page.clock.run_for(2500)
    expect(page.locator("[data-now]")).to_contain_text("Pressure off")
    assert drawing(page) != before


def test_what_the_picture_shows_stays_in_words(moving_page):
    page = moving_page(PRESS_UP)

    moving = page.locator(".moving").get_by_role("img", name="The hands are under the shoulders")
    expect(moving).to_be_visible()
    expect(moving.locator("svg")).to_have_attribute("aria-hidden", "true")


def test_pause_stops_it_and_play_goes_on_from_there(moving_page):
    page = started(moving_page(PRESS_UP))
    page.clock.run_for(1000)

    page.get_by_role("button", name="Pause the picture").click()
    held = drawing(page)
    page.clock.run_for(20_300)
    assert drawing(page) == held
    page.get_by_role("button", name="Play the picture").click()
    page.clock.run_for(500)
    assert drawing(page) != held
    expect(page.locator("[data-now]")).to_contain_text("Pressure on")


def test_out_of_view_it_stands_still(moving_page):
    page = started(moving_page(PRESS_UP))
    page.clock.run_for(3000)

    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(".moving")).not_to_be_in_viewport()
    for _ in range(100):  # until the page has noticed
        before = drawing(page)
        page.clock.run_for(500)
        if drawing(page) == before:
            return
    raise AssertionError("The picture moves where nobody sees it.")


def test_less_motion_keeps_the_still_and_fetches_no_engine(moving_page):
    fetched = []
    page = moving_page("/", motion="reduce")
    page.on("request", lambda request: fetched.append(request.url))

    page.goto(PRESS_UP)

    expect(page.locator(".moving picture")).to_be_visible()
    expect(page.locator("[data-pause]")).to_be_hidden()
    assert [url for url in fetched if url.endswith("js/stretch-figure.js")]
    assert not [url for url in fetched if "scripts/figure" in url]


def test_a_wish_for_less_motion_holds_at_once(moving_page):
    page = started(moving_page(PRESS_UP))

    page.emulate_media(reduced_motion="reduce")
    for _ in range(100):  # until the browser has told the page
        page.clock.run_for(17)
        if page.locator(".moving picture").is_visible():
            break

    expect(page.locator(".moving picture")).to_be_visible()
    expect(page.locator("[data-pause]")).to_be_hidden()
    expect(page.locator("[data-now]")).to_have_count(0)


def test_without_javascript_the_still_stands_alone(open_page, library):
    page = open_page(javascript=False)
    page.goto(PRESS_UP)

    expect(page.locator(".moving picture")).to_be_visible()
    expect(page.locator("[data-pause]")).to_be_hidden()


def test_a_patient_sees_the_own_look(moving_page, patient):
    patient.look = "deep"
    patient.save(update_fields=["look"])

    page = moving_page(PRESS_UP, patient)

    expect(page.locator(".moving svg path[fill='#8a5a3c']").first).to_be_attached()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_the_moving_page_is_clean_by_axe(moving_page, axe, theme, viewport):
    page = started(moving_page(PRESS_UP, theme=theme, viewport=viewport))
    page.clock.run_for(3000)
    page.clock.resume()  # axe waits by the page's own clock

    assert axe(page) == []
