"""The loop closes: worse pain, why now, a dose changed, an answer, an outcome; and the patient sees
both the answer and what changed. Prints how long each took and how many clicks."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from exercises.models import Exercise
from logbook.models import Flag, Message
from tests.browser.conftest import DESK
from tests.browser.test_journey import Clicks
from tests.factories import make_stop_signs, make_version

ANSWER = "Thank you for telling me. One set of press ups from now on."


@pytest.fixture
def world(library, patient, other_patient):
    make_stop_signs(number=2, emergency="A leg that gets weaker fast", urgent="Fever")
    weeks_ago = timezone.now().date() - timedelta(days=20)
    for who in (patient, other_patient):
        press_up = Exercise.objects.get(slug="press-up")
        make_version(who, press_up, sets=2, effective_on=weeks_ago)


def report_worse_pain(page):
    page.goto(reverse("session_start"))
    page.locator("input[name=pain_before][value='6']").check()
    page.get_by_role("radio", name="Worse").check()
    page.get_by_role("group", name="new or worse").get_by_role("radio", name="Yes").check()
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url(f"**{reverse('stop_signs')}*")


def answer_every_sign(page, click):
    for sign in page.locator(".ask fieldset").all():
        click(sign.get_by_role("radio", name="No"))


def test_the_loop_closes(open_page, world, therapist, patient, other_patient, capsys):
    report_worse_pain(open_page(patient))

    desk = open_page(therapist, viewport=DESK)
    click = Clicks()
    desk.goto(reverse("caseload"))
    rows = desk.locator("tbody tr[id^=caseload-row]")
    first = rows.first
    assert "Maria Delgado" in first.inner_text()
    assert "New or worse pain" in first.inner_text()
    assert "Today" in first.inner_text()
    assert rows.count() == 2
    click(first.get_by_role("link", name="Open"))
    desk.wait_for_url(f"**{reverse('patient_detail', args=[patient.code])}")

    click(desk.locator("details.pop summary"))
    sets = desk.locator("details.pop input[name$=sets]")
    click(sets)
    sets.fill("1")
    click(desk.locator("details.pop").get_by_role("button", name="Send"))
    desk.get_by_text("1 set of 10").first.wait_for()

    click(desk.get_by_role("link", name="Message", exact=True))
    click(desk.get_by_label("Answer"))
    desk.keyboard.type(ANSWER)
    click(desk.get_by_role("button", name="Send"))
    desk.locator("#thread").get_by_text(ANSWER).wait_for()

    desk.goto(reverse("patient_detail", args=[patient.code]))
    click(desk.get_by_role("link", name="Close the flag"))
    click(desk.get_by_role("radio", name="Called and talked"))
    answer_every_sign(desk, click)
    click(desk.get_by_role("textbox", name="What you found"))
    desk.keyboard.type("Sore after gardening, strength equal. Go on with less.")
    click(desk.get_by_label("Keep the program paused"))
    click(desk.get_by_role("button", name="Close the flag"))
    desk.get_by_text("The flag is closed.").wait_for()
    desk.get_by_text("Called and talked").first.wait_for()

    desk.goto(reverse("caseload") + "?show=need")
    assert desk.locator("tbody tr").filter(has_text="Maria Delgado").count() == 0
    with capsys.disabled():
        print(f"\nThe therapist: {click.count} clicks, {click.seconds:.1f} seconds by script")

    flag = Flag.objects.get()
    assert (flag.outcome, flag.closed_by) == (Flag.Outcome.CALLED, therapist)
    assert Message.objects.get().by == therapist

    phone = open_page(patient)
    phone.goto(reverse("today"))
    phone.get_by_text(ANSWER).first.wait_for()
    changed = phone.locator(".changed")
    assert "Press up" in changed.inner_text()
    assert "1 set of 10" in changed.inner_text()
    assert "2 sets of 10" in changed.inner_text()
    phone.goto(reverse("session_start"))
    phone.get_by_text(ANSWER).first.wait_for()
