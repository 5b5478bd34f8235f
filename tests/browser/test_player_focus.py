"""What somebody who plays a session by keys or by ear meets: focus, complaints, the bar above."""

from logbook.keys import uuid7
from logbook.models import Flag, Session, SetLog
from tests.browser.test_player import (
    begin,
    phase,
    plan,
    press,
    ready,
    turn_on,
    until,
    wait_for_rows,
)

__all__ = ["begin", "plan"]  # fixtures


def test_worse_after_it_moved_down_stops_the_session_for_that_stretch(begin, plan, patient):
    press_up = plan.prescriptions.get(variation__exercise__slug="press-up")
    earlier = Session.start(patient, uuid7())
    earlier.log_stretch(press_up, uuid7(), lowest_place_felt="back")
    earlier.finish(uuid7(), new_or_worse=False)
    page = begin(again=True)
    press(page, "skip")
    page.clock.run_for(500)
    ready(page, 13)
    until(page, "where")
    page.get_by_role("radio", name="Foot").check()
    page.get_by_role("button", name="Save and go on").click()
    until(page, "lower")
    page.get_by_role("button", name="This hurts").click()
    until(page, "stop")
    wait_for_rows(page, lambda: Flag.objects.filter(reason="sharp-pain").count() == 1)
    assert Flag.objects.get(reason="sharp-pain").prescription == press_up


def test_the_focus_stays_on_the_controls_when_a_button_goes(begin):
    page = begin()
    page.get_by_role("button", name="Ready").focus()
    page.keyboard.press("Enter")
    turn_on(page, 1)
    assert focused(page) == "Pause"
    turn_on(page, 12)
    assert phase(page) == "switch"
    assert focused(page) == "Wait"


def test_while_sets_arrive_no_bar_comes_and_goes(begin):
    page = begin()
    page.evaluate(
        """() => {
          const news = document.querySelector("[data-bar=news]");
          window.barsSeen = 0;
          new MutationObserver(() => { if (!news.hidden) window.barsSeen += 1; })
            .observe(news, { attributes: true });
        }"""
    )
    ready(page, 12.5)
    wait_for_rows(page, lambda: SetLog.objects.count() == 1)
    assert page.evaluate("window.barsSeen") == 0


def test_a_complaint_goes_once_it_is_answered(begin):
    page = begin()
    for stretch in ("Press up", "Kneeling hip flexor stretch"):
        press(page, "skip")
        page.clock.run_for(500)
        assert page.locator("[data-name]").inner_text() == stretch
    press(page, "skip")
    page.clock.run_for(500)
    until(page, "done")
    page.get_by_role("button", name="Finish").click()
    complaint = page.locator("[data-form=done] [data-error]")
    assert complaint.is_visible()
    page.locator("[data-form=done] input[name=new_or_worse][value=no]").check()
    assert complaint.is_hidden()


def focused(page):
    return page.evaluate("document.activeElement.innerText.trim()")
