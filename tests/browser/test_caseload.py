"""The caseload in Chromium: its keys, and a table that stays fresh without being in the way."""

import pytest
from django.contrib.sessions.models import Session as SignIn

from tests.browser.conftest import DESK, wait_until
from tests.caseload.history import do_session, make_program
from tests.factories import make_exercise, make_patient

URL = "/caseload/"
A_MINUTE = 61_000


@pytest.fixture
def three(therapist):
    """Three patients on track, in this order: Ada, Ben, Cleo."""
    exercise = make_exercise()
    made = []
    for name in ("Ada", "Ben", "Cleo"):
        patient = make_patient(therapist=therapist, name=name)
        make_program(patient, exercise=exercise)
        do_session(patient, 1)
        made.append(patient)
    return made


@pytest.fixture
def caseload(three, therapist, open_page):
    page = open_page(therapist, viewport=DESK)
    page.clock.install()
    page.goto(URL)
    return page


def names(page):
    return page.locator("[data-row]").all_text_contents()


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim()")


def refresh(page):
    """Let a minute pass and wait for the answer that it asks for."""
    with page.expect_response(lambda answer: URL in answer.url):
        page.clock.run_for(A_MINUTE)


def test_keys_move_search_and_open(caseload, three):
    press = caseload.keyboard.press
    press("j")
    assert focused(caseload) == "Ada"
    press("j")
    press("j")
    press("j")  # the end stays the end
    assert focused(caseload) == "Cleo"
    press("k")
    assert focused(caseload) == "Ben"

    press("/")
    caseload.keyboard.type("jk/")  # typed, not obeyed
    assert caseload.get_by_role("searchbox").input_value() == "jk/"
    caseload.goto(URL)
    press("j")
    press("Enter")
    caseload.wait_for_url(f"**/patients/{three[0].code}/")


def test_a_name_is_looked_for_without_an_address(caseload, three):
    """It is posted: as it is typed, when the list is narrowed, and by the page itself later."""
    find = caseload.get_by_role("searchbox")
    caseload.keyboard.press("/")
    caseload.keyboard.type("clei")
    caseload.clock.run_for(400)
    caseload.get_by_role("button", name="Cleo").click()
    caseload.get_by_text("1 patient with “Cleo” in the name").wait_for()
    assert names(caseload) == ["Cleo"]
    assert find.input_value() == "Cleo"
    asked = []
    caseload.on("request", lambda request: asked.append((request.method, request.url)))
    do_session(three[2], 0, new_or_worse=True)

    refresh(caseload)

    caseload.get_by_text("New or worse pain").wait_for()
    assert names(caseload) == ["Cleo"]
    caseload.get_by_role("button", name="Need you").click()
    caseload.wait_for_url("**/caseload/?therapist=everyone&show=need")
    assert names(caseload) == ["Cleo"]
    with caseload.expect_response("**/caseload/"):
        caseload.get_by_label("Therapist").select_option("Me")
    caseload.get_by_role("link", name="Clear search").click()
    caseload.get_by_text("Ada").first.wait_for()
    assert {method for method, url in asked if "therapist=" not in url and URL in url} == {"POST"}
    assert [url for _method, url in asked if "cle" in url.lower()] == []


def test_keys_can_be_switched_off_for_good(caseload):
    caseload.get_by_text("Keys", exact=True).click()
    caseload.get_by_label("Use these keys").uncheck()
    caseload.get_by_text("Keys", exact=True).click()
    before = focused(caseload)

    caseload.keyboard.press("j")
    assert focused(caseload) == before

    caseload.goto(URL)
    caseload.keyboard.press("j")
    assert focused(caseload) not in names(caseload)


def test_what_was_told_since_comes_by_itself_and_focus_and_place_stay(caseload, three):
    caseload.set_viewport_size({"width": 1280, "height": 300})
    caseload.keyboard.press("j")
    caseload.mouse.wheel(0, 60)
    wait_until(caseload, "window.scrollY > 0")
    place = caseload.evaluate("window.scrollY")
    do_session(three[2], 0, new_or_worse=True)

    refresh(caseload)

    caseload.get_by_text("New or worse pain").wait_for()
    assert names(caseload) == ["Cleo", "Ada", "Ben"]
    assert "1 patient needs you" in caseload.inner_text("#caseload-table")
    assert focused(caseload) == "Ada"
    assert caseload.evaluate("window.scrollY") == place
    do_session(three[1], 0, new_or_worse=True)  # and it goes on
    refresh(caseload)
    caseload.get_by_text("2 patients need you").first.wait_for()


def test_it_waits_while_somebody_selects_and_asks_nothing_out_of_sight(caseload, three):
    asked = []
    caseload.on("request", lambda request: URL in request.url and asked.append(request.url))
    do_session(three[2], 0, new_or_worse=True)

    caseload.locator("[data-row]").first.evaluate("link => getSelection().selectAllChildren(link)")
    caseload.clock.run_for(A_MINUTE)
    caseload.evaluate("getSelection().removeAllRanges()")
    caseload.evaluate("Object.defineProperty(document, 'hidden', {value: true, writable: true})")
    caseload.clock.run_for(5 * A_MINUTE)
    assert asked == []
    assert names(caseload) == ["Ada", "Ben", "Cleo"]

    caseload.evaluate("document.hidden = false")
    refresh(caseload)
    caseload.get_by_text("New or worse pain").wait_for()


def test_an_hour_of_it_leaves_the_sign_in_as_it_was(caseload):
    before = SignIn.objects.get()

    for _ in range(5):
        refresh(caseload)

    after = SignIn.objects.get()
    assert (after.expire_date, after.session_data) == (before.expire_date, before.session_data)


def test_once_signed_out_nothing_stays_on_the_screen(caseload, settings):
    caseload.context.clear_cookies()

    refresh(caseload)

    caseload.wait_for_url("**/accounts/login/**")
    assert "Ada" not in caseload.content()
