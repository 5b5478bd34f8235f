"""The bar says what is not sent yet, in both themes, in little room, and never calls it saved."""

import pytest
from playwright.sync_api import expect

from tests.browser.phone import SYNC

NARROW = {"width": 320, "height": 640}
APPLE = "Object.defineProperty(navigator, 'vendor', {get: () => 'Apple Computer, Inc.'})"


def bar_of(phone):
    return phone.tab.locator("[data-offline-bar]")


def assert_fits(phone, axe):
    assert axe(phone.tab) == []
    phone.tab.set_viewport_size(NARROW)
    assert phone.tab.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_offline(offline_plan, phones, patient, axe, theme):
    phone = phones(patient, color_scheme=theme)
    phone.open_today()
    assert bar_of(phone).inner_text().strip() == ""
    phone.cut()
    bar_of(phone).get_by_text("You’re offline. Your session still works.").wait_for()
    phone.do_session(part=3)  # two sets and a stretch
    words = "2 sets wait on this phone. We send them when you are back online."
    bar_of(phone).get_by_text(words).wait_for()
    assert "aved" not in bar_of(phone).inner_text()
    assert_fits(phone, axe)


def test_in_the_player_it_is_shorter(phone):
    phone.open_player()
    phone.cut()
    phone.do_session(part=1)
    bar_of(phone).get_by_text("1 set waits on this phone.").wait_for()
    assert "We send" not in bar_of(phone).inner_text()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_signed_out(offline_plan, phones, patient, axe, theme):
    phone = phones(patient, color_scheme=theme)
    phone.open_today()
    phone.context.clear_cookies()
    phone.do_session(part=1)
    link = bar_of(phone).get_by_role("link", name="Sign in to send them")
    link.wait_for()
    assert "1 set waits on this phone." in bar_of(phone).inner_text()
    assert_fits(phone, axe)
    link.click()
    phone.tab.wait_for_url("**/login/?next=/today/")


def test_answers_without_a_set_are_counted_too(phone):
    phone.cut()
    phone.do_session(part=0, finish=False)
    bar_of(phone).get_by_text("Your answers wait on this phone.").wait_for()


def test_what_safari_may_erase_is_said_while_something_is_unsent(offline_plan, phones, patient):
    phone = phones(patient)
    phone.context.add_init_script(APPLE)
    phone.open_today()
    phone.cut()
    bar_of(phone).get_by_text("Your session still works").wait_for()
    assert "Safari" not in bar_of(phone).inner_text()
    phone.do_session(part=1)
    bar_of(phone).get_by_text("Open this page again within 7 days").wait_for()
    assert "home screen" in bar_of(phone).inner_text()


def test_what_was_refused_is_listed_with_the_reason(phone, axe):
    phone.context.route(
        SYNC,
        lambda route: route.fulfill(
            json={
                "answers": [
                    {"key": item["key"], "result": "refused", "why": f"Not this {item['act']}."}
                    for item in route.request.post_data_json["items"]
                ]
            }
        ),
    )
    phone.do_session(part=1)
    bar_of(phone).get_by_text("2 answers were not taken. See why").click()
    lines = phone.tab.locator("[data-bar=reasons] li").all_inner_texts()
    assert [line.split(": ")[1] for line in lines] == ["Not this start.", "Not this set."]
    assert len(phone.stores()["queue"]) == 2
    assert_fits(phone, axe)


def test_start_leads_to_the_player_once_the_plan_is_kept(phone):
    start = phone.tab.get_by_role("link", name="Start")
    expect(start).to_have_attribute("href", "/today/session/")


def test_start_stays_a_plain_page_where_nothing_can_be_kept(offline_plan, phones, patient):
    phone = phones(patient)
    phone.context.add_init_script("delete globalThis.indexedDB")
    phone.tab.goto("/today/")
    phone.tab.wait_for_load_state("networkidle")
    assert phone.tab.get_by_role("link", name="Start").get_attribute("href") == "/today/start/"
    phone.tab.goto("/me/")
    phone.tab.get_by_role("button", name="Sign out").click()
    phone.tab.wait_for_url("**/stretches/")
