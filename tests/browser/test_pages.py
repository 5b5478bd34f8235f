"""Every page in Chromium: axe-core finds nothing, and nothing scrolls sideways at 320 px.

With SCREENSHOTS=folder each page is also kept as pictures, to be looked at beside the design.
"""

import os
from itertools import product
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from exercises.models import Wording
from logbook.models import Flag, FunctionScore
from people.models import Acknowledgement, Invitation, Membership, Patient, User
from tests.browser.conftest import DESK, PHONE

SMALL = {"width": 320, "height": 640}
TABLET = {"width": 768, "height": 1024}
THEMES = ["light", "dark"]
LIGHT = ["light"]  # what staff see


@pytest.fixture
def demo():
    call_command("seed_library", verbosity=0)
    call_command("demo", verbosity=0)
    return {
        "patient": User.objects.get(email="patient@demo.test"),
        "therapist": Membership.objects.get(user__email="therapist@demo.test"),
        "admin": User.objects.get(email="admin@demo.test"),
        "operator": User.objects.get(email="operator@demo.test"),
    }


def invitation_link():
    invited = Patient.objects.filter(user=None).exclude(email="").order_by("pk").first()
    member = invited.therapist
    _, token = Invitation.issue(
        clinic=invited.clinic,
        email=invited.email,
        role="patient",
        patient=invited,
        invited_by=member,
    )
    return reverse("invitation", args=[token])


def public_pages(demo):
    return {
        "L1-list": "/stretches/",
        "L1-search": "/stretches/?q=knee&region=hips",
        **{
            f"L1-{slug}": reverse("stretch_detail", args=[slug])
            for slug in ("thread-the-needle", "press-up", "figure-4-glute-stretch")
        },
        "P7-public": "/notice/",
        "help": "/help/",
        "P8": "/accounts/login/",
        "P8-code": "/go/",
        "P8-code-scanned": "/go/KDM47TQ2/",
        "reset": "/accounts/password/reset/",
        "signup": "/accounts/signup/",
        "INV": invitation_link(),
        "INV-expired": reverse("invitation", args=["no-such-token"]),
    }


def patient_pages(demo):
    return {
        "MSG": "/messages/",
        "P6": "/progress/",
        "P1": "/today/",
        "P1-anyway": "/today/?anyway",
        "me": "/me/",
        "L1-own": "/stretches/",
        "activities": "/today/activities/",
        "my-export": "/me/export/",
        "my-erasure": "/me/erasure/",
    }


def staff_pages(demo):
    maria = Patient.objects.get(user=demo["patient"])
    session = maria.sessions.order_by("-started_at").first()
    mine = Flag.objects.filter(patient__clinic=maria.clinic)
    flagged = mine.asking(timezone.now()).select_related("patient").first()
    return {
        "T1": "/caseload/",
        "T1-everyone": "/caseload/?therapist=everyone",
        "T1-by-name": "/caseload/?sort=name&show=visit",
        "T1-discharged": "/caseload/?show=discharged",
        "T2": reverse("patient_detail", args=[maria.code]),
        "T2-flagged": reverse("patient_detail", args=[flagged.patient.code]),
        "T2-flag": reverse("patient_flag", args=[flagged.patient.code, flagged.key]),
        "T2-note": reverse("chart_note", args=[maria.code]),
        "T2-session": reverse("patient_session", args=[maria.code, session.code]),
        "T3-read": reverse("program", args=[maria.code]),
        "T3-version": reverse("program_version", args=[maria.code, 1]),
        "T5": "/inbox/",
        "T5-everyone": "/inbox/?who=everyone",
        "T5-thread": reverse("patient_messages", args=[maria.code]),
        "T6": "/templates/",
        "T4-print": reverse("access_code", args=[maria.code]),
        "T2-report": reverse("report_period", args=[maria.code]),
        "patient-add": "/patients/add/",
        "patient-edit": reverse("patient_edit", args=[maria.code]),
        "patient-reassign": reverse("patient_reassign", args=[maria.code]),
        "patient-discharge": reverse("patient_discharge", args=[maria.code]),
        "patient-find": "/patients/find/",
        "patient-export": reverse("patient_export", args=[maria.code]),
        "monitoring-report": "/monitoring/",
        **{
            name: reverse(name, args=[maria.code])
            for name in (
                "patient_monitoring",
                "minutes_add",
                "patient_function",
                "session_together",
                "program_compare",
                "program_pause",
                "program_preview",
                "program_preview_screen",
            )
        },
        "staff-stretches": "/stretches/",
        "staff-stretch": "/stretches/press-up/",
    }


def admin_pages(demo):
    wording = Wording.objects.get(exercise__slug="press-up", variation=None, clinic=None)
    return {
        "admin": "/admin/",
        "A1-list": "/admin/exercises/wording/",
        "A1": f"/admin/exercises/wording/{wording.pk}/change/",
        "A1-history": f"/admin/exercises/wording/{wording.pk}/history/",
        "A1-parameters": "/admin/exercises/stretchparameters/",
    }


def clinic_pages(demo):
    code = demo["therapist"].code
    return {
        "C1": "/clinic/",
        "C1-member": reverse("member_role", args=[code]),
        "C1-hand-over": reverse("hand_over_offer", args=[code]),
        "C1-offers": "/hand-over/",
        "C1-cover": reverse("cover_add", args=[code]),
        "C1-end": reverse("member_end", args=[code]),
        "C1-invite": "/clinic/invite/",
        "C1-invite-many": "/clinic/invite/many/",
        "C2": "/clinic/rules/",
        "clinic-about": "/clinic/about/",
        "clinic-monitoring": "/clinic/monitoring/",
        "clinic-privacy": "/clinic/privacy/",
        "opened": "/clinic/opened/",
        "erasure": "/clinic/erasure/",
        "audit": "/clinic/audit/",
        "merge": "/clinic/merge/",
        "erase": reverse("patient_erase", args=[Patient.objects.get(user=demo["patient"]).code]),
    }


def keep_picture(page, name, width, theme):
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{width}-{theme}.png", full_page=True)


# For a moment after the window changes, Chromium still tells a width between the old and the new.
WIDTH_ONCE_DRAWN = """() => new Promise((told) => requestAnimationFrame(() =>
  requestAnimationFrame(() => told(document.scrollingElement.scrollWidth))))"""


def look(page, axe, name, themes, widths):
    """What is wrong with the page as it stands. axe sees the narrowest and the widest layout.

    The page has come before anybody looks: the caller waited for something only it has.
    """
    wrong = []
    page.wait_for_load_state()
    for theme, size in product(themes, widths):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size(size)
        width = size["width"]
        wide = page.evaluate(WIDTH_ONCE_DRAWN)
        if wide > width:
            wrong.append(f"{name} at {width} px is {wide} px wide")
        keep_picture(page, name, width, theme)
        if size in (widths[0], widths[-1]):
            # As tall as the page, so that no bar at the foot lies over what can be scrolled to.
            height = page.evaluate("document.scrollingElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": height})
            wrong += [f"{name} at {width} px, {theme}: {finding}" for finding in axe(page)]
    return wrong


@pytest.mark.parametrize(
    ("pages", "who", "widths", "themes"),
    [
        (public_pages, None, [SMALL, PHONE, DESK], THEMES),
        (patient_pages, "patient", [SMALL, PHONE, DESK], THEMES),
        (staff_pages, "therapist", [SMALL, TABLET, DESK], LIGHT),
        (admin_pages, "admin", [DESK], LIGHT),
        (clinic_pages, "admin", [SMALL, TABLET, DESK], LIGHT),
        (admin_pages, "operator", [DESK], LIGHT),
    ],
)
def test_pages(demo, open_page, axe, pages, who, widths, themes):
    page = open_page(who and demo[who])
    wrong = []
    for name, address in pages(demo).items():
        answer = page.goto(address)
        assert answer.status in {200, 404, 410}, f"{name}: {answer.status}"
        wrong += look(page, axe, name, themes, widths)
    assert wrong == []


def test_what_is_found_by_name(demo, open_page, axe):
    """The pages of a search: no address shows them, since the name is posted."""
    widths = [SMALL, PHONE, TABLET, DESK]
    page = open_page(demo["therapist"], viewport=DESK)
    wrong = []
    for name, typed in {"T1-none": "Marya Delgado", "T1-found": "a"}.items():
        page.goto("/me/")
        page.get_by_role("searchbox", name="Find a patient").fill(typed)
        page.keyboard.press("Enter")
        page.get_by_text(f"with “{typed}” in the name").wait_for()
        assert page.url.endswith("/caseload/")
        wrong += look(page, axe, name, LIGHT, widths)
    admin = open_page(demo["admin"], viewport=DESK)
    pages = {
        "erasure": "A part of the name",
        "audit": "a part of the name",
        "merge": "Find by name",
    }
    for name, label in pages.items():
        admin.goto(f"/clinic/{name}/")
        admin.get_by_label(label).fill("maria")
        admin.keyboard.press("Enter")
        admin.locator("main form").filter(has_text="Maria Delgado").wait_for()
        assert admin.url.endswith(f"/clinic/{name}/")
        wrong += look(admin, axe, f"{name}-found", LIGHT, widths)
    assert wrong == []


def test_own_activities_while_they_are_asked(demo, open_page, axe):
    FunctionScore.objects.all().delete()
    page = open_page(demo["patient"])
    widths = [SMALL, PHONE, DESK]
    page.goto("/today/")
    page.get_by_role("link", name="Answer now").click()
    page.get_by_role("button", name="Save").wait_for()
    wrong = look(page, axe, "activities-asked", THEMES, widths)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("alert").wait_for()
    wrong += look(page, axe, "activities-error", THEMES, widths)
    page.get_by_role("radio", name="4").first.check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/today/")
    assert wrong == []
    assert [score.score for score in FunctionScore.objects.all()] == [4]


def test_a_session_page_by_page(demo, open_page, axe):
    """Notice, log, errors, finish: the pages that come only on the way."""
    page = open_page(demo["patient"])
    widths = [SMALL, PHONE, DESK]
    page.goto("/today/start/")
    wrong = look(page, axe, "P1b", THEMES, widths)
    page.get_by_role("radio", name="No", exact=True).check()
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/today/stretches/**")
    wrong += look(page, axe, "P4", THEMES, widths)
    page.locator("input[type=number]").first.fill("9999")
    page.get_by_role("button", name="Save").last.click()
    page.get_by_role("alert").wait_for()
    wrong += look(page, axe, "P4-error", THEMES, widths)
    page.goto("/today/finish/")
    wrong += look(page, axe, "P5", THEMES, widths)
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("alert").wait_for()
    wrong += look(page, axe, "P5-error", THEMES, widths)
    page.get_by_role("radio", name="Yes").check()
    page.get_by_role("button", name="Finish").click()
    page.wait_for_url("**/today/stop/")
    wrong += look(page, axe, "P5b", THEMES, widths)
    page.goto("/today/finish/")
    wrong += look(page, axe, "P5-stop", THEMES, widths)
    page.goto("/today/")
    wrong += look(page, axe, "P1-paused", THEMES, widths)
    assert wrong == []


def test_the_builder_in_its_states(demo, open_page, axe):
    maria = Patient.objects.get(user=demo["patient"])
    page = open_page(demo["therapist"], viewport=DESK)
    widths = [SMALL, TABLET, DESK]
    page.goto(reverse("program", args=[maria.code]))
    page.get_by_role("button", name="Change this program").click()
    page.get_by_role("button", name="Save and send").wait_for()
    wrong = look(page, axe, "T3", LIGHT, widths)
    page.locator("input[name$='-sets']").first.fill("99")
    page.get_by_role("button", name="Save and send").click()
    page.locator(".err").first.wait_for()
    wrong += look(page, axe, "T3-error", LIGHT, widths)
    page.locator("input[name$='-sets']").first.fill("4")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Undo").wait_for()
    page.locator("summary.grip").last.click()
    wrong += look(page, axe, "T3-more", LIGHT, widths)
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("heading", name="From version").wait_for()
    wrong += look(page, axe, "T3-compare", LIGHT, widths)
    assert wrong == []


def test_the_pages_on_the_way_in(demo, open_page, axe):
    """The code by e-mail, and the notice while it asks: no plain address shows them."""
    widths = [SMALL, PHONE, DESK]
    page = open_page()
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill("patient@demo.test")
    page.get_by_role("button", name="Email me a code").click()
    page.get_by_role("heading", name="Check your email").wait_for()
    wrong = look(page, axe, "P8-mail", THEMES, widths)
    Acknowledgement.objects.all().delete()
    page = open_page(demo["patient"])
    page.goto("/today/")
    page.get_by_role("heading", name="Please read this first").wait_for()
    wrong += look(page, axe, "P7", THEMES, widths)
    page.get_by_role("button", name="Go to my stretches").click()
    page.get_by_role("alert").first.wait_for()
    wrong += look(page, axe, "P7-error", THEMES, widths)
    assert wrong == []
