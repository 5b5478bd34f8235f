"""Before somebody is signed out for doing nothing the page asks; what was typed is kept."""

import pytest
from django.urls import reverse

from logbook.models import Message
from tests.browser.conftest import DESK, PHONE, session_cookie, wait_until
from tests.browser.sessions import let_time_pass

TYPED = "Please bend a little less."


@pytest.fixture
def thread(patient):
    return reverse("patient_messages", args=[patient.code])


@pytest.fixture
def desk(open_page, therapist, thread):
    """The therapist writes to Maria, and then does nothing for 14 minutes and a bit."""
    page = open_page(therapist, viewport=DESK)
    page.clock.install()
    page.goto(thread)
    page.wait_for_load_state("networkidle")
    box(page).fill(TYPED)
    pass_idle(page, 14 * 60 + 5)
    return page


def box(page):
    return page.get_by_role("textbox", name="Answer")


def pass_idle(page, seconds):
    let_time_pass(seconds)
    page.clock.run_for(seconds * 1000)


def dialog(page, name):
    return page.get_by_role("alertdialog", name=name)


def test_it_asks_a_minute_before_and_one_press_is_enough(desk, axe):
    asked = dialog(desk, "Are you still there?")
    asked.wait_for()
    assert axe(desk) == []
    asked.get_by_role("button", name="Stay signed in").click()
    asked.wait_for(state="hidden")
    assert box(desk).input_value() == TYPED
    pass_idle(desk, 13 * 60)
    assert not dialog(desk, "Are you still there?").is_visible()
    desk.get_by_role("button", name="Send").click()
    desk.locator("article", has_text=TYPED).or_(desk.locator("li", has_text=TYPED)).first.wait_for()
    assert Message.objects.get().body == TYPED


def test_signed_out_what_was_typed_is_kept_and_can_be_sent(desk, therapist, live_server, axe):
    dialog(desk, "Are you still there?").wait_for()
    pass_idle(desk, 61)
    out = dialog(desk, "You are signed out")
    out.wait_for()
    assert axe(desk) == []
    link = out.get_by_role("link", name="Sign in again")
    assert (link.get_attribute("href"), link.get_attribute("target")) == (
        reverse("account_login"),
        "_blank",
    )
    desk.keyboard.press("Escape")
    assert out.is_visible()
    with desk.expect_response(f"**{reverse('session_left')}") as answer:
        out.get_by_role("button", name="I have signed in").click()
    answer.value.finished()
    assert out.is_visible()  # not yet
    sign_in_in_another_tab(desk, therapist, live_server)
    press_signed_in(desk)
    out.wait_for(state="hidden")
    assert box(desk).input_value() == TYPED
    desk.get_by_role("button", name="Send").click()
    wait_until(desk, "!document.querySelector('textarea').value")
    assert Message.objects.get().body == TYPED


def sign_in_in_another_tab(page, person, live_server):
    """With another session and another token, as a sign-in makes them."""
    page.context.clear_cookies()
    page.context.add_cookies([session_cookie(person, live_server.url)])
    tab = page.context.new_page()
    tab.goto(reverse("me"))
    tab.close()


def press_signed_in(page):
    """The page may have asked by itself when it came into view again: then the button is gone."""
    page.locator("[data-ends-back]").dispatch_event("click")


def test_somebody_else_does_not_get_the_page(desk, colleague, live_server):
    dialog(desk, "Are you still there?").wait_for()
    pass_idle(desk, 61)
    out = dialog(desk, "You are signed out")
    out.wait_for()
    sign_in_in_another_tab(desk, colleague, live_server)
    press_signed_in(desk)
    dialog(desk, "Somebody else is signed in").wait_for()


def test_another_tabs_acts_count(open_page, therapist, thread):
    page = open_page(therapist, viewport=DESK)
    page.clock.install()
    page.goto(thread)
    with page.expect_response(f"**{reverse('session_left')}") as answer:
        page.clock.run_for((14 * 60 + 5) * 1000)  # here; another tab used the session just now
    answer.value.finished()
    assert not dialog(page, "Are you still there?").is_visible()


def test_the_day_ends_whatever_is_done(open_page, therapist, thread):
    page = open_page(therapist, viewport=DESK)
    let_time_pass(12 * 3600 - 30, "signed_in_at")
    page.goto(thread)
    ends = dialog(page, "Your sign-in ends now")
    ends.wait_for()
    ends.get_by_role("button", name="Back to the page").click()
    ends.wait_for(state="hidden")
    box(page).fill(TYPED)


def test_a_patient_is_asked_after_29_minutes(open_page, patient, axe):
    page = open_page(patient, viewport=PHONE)
    page.clock.install()
    page.goto(reverse("conversation"))
    page.wait_for_load_state("networkidle")  # the worker fetches what it keeps
    pass_idle(page, 29 * 60 + 5)
    dialog(page, "Are you still there?").wait_for()
    assert axe(page) == []


def test_the_admins_desk_asks_too(open_page, clinic_admin):
    page = open_page(clinic_admin, viewport=DESK)
    page.clock.install()
    page.goto(reverse("admin:index"))
    pass_idle(page, 9 * 60 + 5)
    asked = dialog(page, "Are you still there?")
    asked.get_by_role("button", name="Stay signed in").click()
    asked.wait_for(state="hidden")
