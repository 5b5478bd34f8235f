"""Pain at the limit, from the plain form to the therapist who lets the program go on."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from logbook.keys import uuid7
from logbook.models import Flag, Session
from people.models import Membership, Patient
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_pages import LIGHT, SMALL, THEMES, look
from tests.factories import make_exercise, make_stop_signs, make_version


@pytest.fixture
def session(patient):
    make_stop_signs()
    make_version(patient, make_exercise("press-up", name="Press up"), make_exercise("roll"))
    return Session.start(patient, uuid7())


def log_pain(page, session, pain):
    row = session.version.prescriptions.first()
    page.goto(reverse("stretch_log", args=[row.code]))
    page.locator(f"input[name=pain][value='{pain}']").check()
    page.get_by_role("button", name="Save").first.click()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_number_chosen_by_mistake_is_taken_back(open_page, patient, session, javascript):
    page = open_page(patient, javascript=javascript)
    log_pain(page, session, 8)
    page.get_by_role("heading", name="Stop here for today").wait_for()
    page.get_by_role("link", name="I chose that number by mistake").click()
    page.get_by_role("button", name="Yes, it was a mistake").click()
    page.get_by_text("Taken back. Your plan goes on.").wait_for()
    assert page.url.endswith("/today/")
    page.get_by_role("link", name="Go on").wait_for()
    assert not Flag.objects.standing().exists()


def test_the_therapist_reads_it_and_lets_the_program_go_on(open_page, patient, therapist, session):
    phone, desk = open_page(patient), open_page(therapist, DESK)
    log_pain(phone, session, 9)
    phone.get_by_role("link", name="Back to today").click()
    phone.get_by_role("heading", name="Your plan is paused").wait_for()
    assert phone.get_by_role("link", name="Start").count() == 0

    desk.goto("/caseload/")
    first = desk.locator("tbody tr:not(.grp)").first
    assert "Pain reached the limit" in first.inner_text()
    first.get_by_role("link", name="Open").click()
    desk.get_by_role("heading", name="Safety flag: Pain reached the limit").wait_for()
    assert "Pain 9, the limit is 7." in desk.locator(".ev").inner_text()
    desk.get_by_role("button", name="Resume the program").click()
    desk.get_by_text("Maria can start a session now.").wait_for()
    assert desk.get_by_role("link", name="Close the flag").count() == 1  # resuming closes none

    phone.reload()
    assert phone.get_by_role("heading", name="Your plan is paused").count() == 0


def test_every_page_of_a_stopped_session(open_page, axe):
    call_command("demo", verbosity=0)
    maria = Patient.objects.get(email="patient@demo.test")
    walter = Patient.objects.get(email="walter.nguyen@example.com")
    session = Session.start(maria, uuid7())
    session.hurt(session.version.prescriptions.first(), uuid7())
    page, staff = (
        open_page(maria),
        open_page(Membership.objects.get(user__email="therapist@demo.test")),
    )
    patient_pages = {"P5b": "/today/stop/", "P5b-undo": "/today/stop/?mistake=1"}
    patient_pages |= {"P1-paused": "/today/", "help-signed-in": "/help/"}
    wrong = []
    for name, address in patient_pages.items():
        page.goto(address)
        wrong += look(page, axe, name, THEMES, [SMALL, PHONE, DESK])
    for name, patient in {"T2-flag": walter, "T2-flag-sharp": maria}.items():
        staff.goto(reverse("patient_detail", args=[patient.code]))
        wrong += look(staff, axe, name, LIGHT, [SMALL, DESK])
        staff.locator(".ev a").first.click()
        staff.get_by_role("heading", name="What was done").wait_for()
        wrong += look(staff, axe, f"{name}-session", LIGHT, [SMALL, DESK])
    assert wrong == []
