"""The main job, end to end, by three people in Chromium: assign, accept, log, see, edit, read."""

import time

import pytest
from django.core.management import call_command
from django.urls import reverse

from logbook.models import Session, SetLog, StretchLog
from people.models import Acknowledgement
from tests.browser.conftest import DESK, PHONE
from tests.factories import make_patient

HOLDS = {"Kneeling hip flexor stretch", "Figure 4 glute stretch"}
IN_ORDER = [
    "Foam roll thoracic extension",
    "Thread the needle",
    "Press up",
    "Open book",
    "Kneeling hip flexor stretch",
    "Figure 4 glute stretch",
]


@pytest.fixture
def _mail_on_disk(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"


@pytest.fixture
def world(therapist, clinic_admin, _mail_on_disk):
    """A clinic with the shipped library and a patient who was only just added."""
    call_command("seed_library", verbosity=0)
    return make_patient(therapist=therapist, name="Maria Delgado", email="maria@example.com")


class Clicks:
    """Counts presses, and says how long they took in all."""

    def __init__(self):
        self.count, self.started = 0, time.monotonic()

    def __call__(self, target):
        self.count += 1
        target.click()

    @property
    def seconds(self):
        return time.monotonic() - self.started


def assign_back_pain_starter(page, patient):
    """From the patient's page: the template, one dose, one move, send."""
    page.goto(reverse("patient_detail", args=[patient.code]))
    click = Clicks()
    click(page.get_by_role("link", name="Make a program").first)
    starter = page.locator("li, .tpl").filter(has_text="Back pain starter")
    click(starter.get_by_role("button", name="Use").first)
    row = page.locator("[data-row]").filter(has_text="Kneeling hip flexor stretch")
    click(row.locator("input[name$='-sets']"))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("1")
    click(page.get_by_role("button", name="Move Thread the needle up"))
    page.get_by_text("Thread the needle is moved.").wait_for()
    click(page.get_by_role("button", name="Save and send"))
    page.wait_for_url(f"**{reverse('patient_detail', args=[patient.code])}")
    return click


def accept_invitation(page):
    page.goto("/demo/mail/")
    page.locator("a[href*='/invitation/']").first.click()
    page.get_by_role("heading", name="Hello, Maria").wait_for()
    page.get_by_label("Make a password", exact=False).fill("a short sentence works")
    page.get_by_role("button", name="Accept and go on").click()


def acknowledge(page):
    page.get_by_role("heading", name="Please read this first").wait_for()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Go to my stretches").click()


def log_all_six(page, order):
    """Four in repetitions, two in holds; the very last set is cut short."""
    page.goto(reverse("session_start"))  # where Start leads without the guided session
    page.locator("input[name=pain_before][value='4']").check()
    page.get_by_role("radio", name="Better").check()
    page.get_by_role("radio", name="No", exact=True).check()
    page.get_by_role("button", name="Begin").click()
    for name in order[:-1]:
        page.locator(".lhead").get_by_text(name, exact=True).wait_for()
        page.get_by_role("button", name="Done as planned").click()
    page.locator(".lhead").get_by_text(order[-1], exact=True).wait_for()
    page.locator("input[type=number]").last.fill("20")
    page.get_by_role("radio", name="Tired").check()
    page.locator("input[name=pain][value='3']").check()
    page.get_by_role("button", name="Save").last.click()


def finish(page):
    page.locator("input[name=pain_after][value='2']").check()
    page.get_by_role("radio", name="No", exact=True).check()
    page.locator("input[name=effort][value='4']").check()
    page.get_by_label("Note").fill("The towel helped.")
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("heading", name="Session done").wait_for()


def logged(patient):
    """What the database holds: {stretch: [(side, number, done, target)]} in the order done."""
    found = {}
    sets = SetLog.objects.filter(patient=patient, current=True).order_by(
        "prescription__variation__exercise__region__order", "prescription__position", "number"
    )
    for row in sets.select_related("prescription__variation__exercise"):
        slug = row.prescription.variation.exercise.slug
        found.setdefault(slug, []).append((row.side, row.number, row.done, row.target))
    return {slug: sorted(rows) for slug, rows in found.items()}


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_the_main_job(world, open_page, therapist, clinic_admin, javascript, capsys):
    patient = world
    desk = open_page(therapist, viewport=DESK)
    click = assign_back_pain_starter(desk, patient)
    with capsys.disabled():
        print(f"\nassign: {click.count} clicks, {click.seconds:.1f} seconds")
    assert click.count <= 8
    desk.get_by_role("button", name="Send invitation").click()
    desk.get_by_text("Invitation sent to maria@example.com.").wait_for()

    order = [IN_ORDER[1], IN_ORDER[0], *IN_ORDER[2:]]  # the needle was moved up
    phone = open_page(viewport=PHONE, javascript=javascript)
    accept_invitation(phone)
    acknowledge(phone)
    log_all_six(phone, order)
    finish(phone)

    patient.refresh_from_db()
    acknowledged = Acknowledgement.objects.get(patient=patient)
    assert (acknowledged.notice.number, acknowledged.language) == (1, "en")
    assert acknowledged.user == patient.user
    assert logged(patient) == {
        "thread-the-needle": [("left", 1, 10, 10), ("right", 1, 10, 10)],
        "foam-roll-thoracic-extension": [("none", 1, 10, 10)],
        "press-up": [("none", 1, 10, 10)],
        "open-book": [("left", 1, 10, 10), ("right", 1, 10, 10)],
        "kneeling-hip-flexor-stretch": [("left", 1, 30, 30), ("right", 1, 30, 30)],
        "figure-4-glute-stretch": [
            ("left", 1, 30, 30),
            ("left", 2, 30, 30),
            ("right", 1, 30, 30),
            ("right", 2, 20, 30),
        ],
    }
    cut = StretchLog.objects.get(patient=patient, reason="tired")
    assert (cut.pain, cut.as_planned) == (3, False)
    assert StretchLog.objects.filter(patient=patient, pain=None).count() == 5
    session = Session.objects.get(patient=patient)
    assert (session.pain_after, session.effort, session.new_or_worse) == (2, 4, False)
    assert (session.pain_before, session.since_last) == (4, "better")
    assert session.new_or_worse_before is False

    desk.goto(reverse("patient_detail", args=[patient.code]))
    told = desk.locator("#timeline").inner_text()
    assert "Figure 4 glute stretch cut short" in told
    assert "20 of 30" in told
    assert "The towel helped." in told
    desk.goto(reverse("patient_session", args=[patient.code, session.code]))
    assert "20" in desk.locator("main").inner_text()

    edit_press_up(open_page(clinic_admin, viewport=DESK))
    phone.goto("/stretches/press-up/")
    assert "Press slowly through both hands." in phone.locator("main").inner_text()


def edit_press_up(page):
    page.goto("/admin/exercises/wording/")
    page.get_by_role("link", name="Press up", exact=True).first.click()
    page.locator("textarea[name=summary]").fill("Press slowly through both hands.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".messagelist .success").wait_for()
