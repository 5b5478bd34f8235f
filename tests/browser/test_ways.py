"""In the player: the answer above the questions, and an easier way in Get ready."""

import pytest
from playwright.sync_api import expect

from exercises.models import Exercise
from logbook.keys import uuid7
from logbook.models import Message, StretchLog
from tests.factories import make_prescription, make_version


@pytest.fixture
def plan(patient, therapist, library):
    """Kneeling hip flexor stretch, which may be done standing."""
    draft = make_version(patient, sent=False)
    hip = Exercise.objects.get(slug="kneeling-hip-flexor-stretch")
    row = make_prescription(draft, hip, side="left", sets=1, hold_seconds=8)
    row.swaps.add(hip.variations.get(slug="standing"))
    draft.send(by=therapist, revision=draft.revision)
    return draft


def begin(page):
    page.goto("/today/session/")
    page.locator("body[data-shows='before']").wait_for()
    page.locator("[data-form=before] input[name=new_or_worse][value=no]").check()
    page.get_by_role("button", name="Begin").click()
    page.locator("body[data-shows='stage']").wait_for()


def test_an_answer_stands_first_and_is_read_by_beginning(open_page, patient, therapist, plan):
    reply = Message.write(patient, uuid7(), "Put a folded towel\nunder your knee.", by=therapist)
    page = open_page(patient)
    page.goto("/today/session/")
    box = page.locator("[data-reply]")
    expect(box).to_contain_text("Put a folded towel\nunder your knee.", use_inner_text=True)
    expect(box).to_contain_text("Dana, ")
    reply.refresh_from_db()
    assert reply.read_at is None
    with page.expect_response("**/messages/read/") as answer:
        begin(page)
    assert answer.value.status in {0, 302}
    reply.refresh_from_db()
    assert reply.read_at is not None


def test_another_way_shows_its_words_is_kept_and_written_down(open_page, patient, plan):
    page = open_page(patient)
    begin(page)
    button, name, set_up = (page.locator(f"[data-{part}]") for part in ("way", "name", "set-up"))
    usual = (name.inner_text(), set_up.inner_text())
    button.click()
    expect(button).to_contain_text("Back to the usual way")
    easier = (name.inner_text(), set_up.inner_text())
    assert easier[1] != usual[1]
    button.click()
    expect(button).to_contain_text("An easier way: ")
    assert (name.inner_text(), set_up.inner_text()) == usual
    button.click()
    page.reload()
    page.locator("body[data-shows='stage']").wait_for()
    expect(set_up).to_have_text(easier[1])
    page.locator("[data-act=ready]:visible").first.click()
    page.locator("body[data-shows='done']").wait_for(timeout=40_000)
    page.locator("[data-form=done] input[name=new_or_worse][value=no]").check()
    page.locator("[data-form=done] button.big").click()
    expect(page.locator("[data-finished-line]")).to_have_text("All of it is saved.")
    log = StretchLog.objects.get(current=True)
    assert (log.done_as.slug, log.as_planned) == ("standing", True)
