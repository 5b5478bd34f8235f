"""Another therapist's patient opened with a reason, and a patient's copy, as people see them."""

import zipfile

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from people.models import BreakGlass, Clinic, Cover, Membership, Patient, User
from tests.browser.conftest import DESK


@pytest.fixture
def maria():
    call_command("seed_library", verbosity=0)
    call_command("demo", verbosity=0)
    Clinic.objects.update(restrict_to_caseload=True)
    return Patient.objects.get(user__email="patient@demo.test")


def test_another_therapists_patient_is_opened_with_a_reason(open_page, axe, maria):
    page = open_page(User.objects.get(email="colleague@demo.test"), viewport=DESK)
    page.goto("/caseload/")
    page.get_by_role("link", name="Another patient").click()
    page.get_by_label("Name, as the clinic has it").fill("Maria Delgado")
    page.get_by_label("Year of birth").fill("1968")
    page.get_by_role("button", name="Find", exact=True).click()
    found = page.get_by_role("link", name="Maria Delgado, 1968")
    found.wait_for()
    wrong = axe(page)
    found.click()
    page.get_by_role("heading", name="You do not treat this patient").wait_for()
    wrong += axe(page)
    page.get_by_label("Why do you need this record now?").fill("Dana is out and she called us.")
    page.get_by_role("button", name="Open for 60 minutes").click()
    page.get_by_role("heading", name="Maria Delgado").wait_for()
    expect(page.get_by_role("note")).to_contain_text("Your reason: Dana is out and she called us.")
    wrong += axe(page)
    admin = open_page(User.objects.get(email="admin@demo.test"), viewport=DESK)
    admin.goto("/clinic/opened/")
    wrong += axe(admin)
    admin.get_by_role("button", name="Mark reviewed").click()
    admin.get_by_text("Nothing waits for a review").wait_for()
    assert BreakGlass.objects.get().reviewed_by.user.email == "admin@demo.test"
    assert wrong == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_in_a_patients_copy(open_page, axe, maria, tmp_path, theme):
    page = open_page(maria.user, theme=theme)
    page.goto("/me/")
    page.get_by_role("link", name="A copy of my record").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Make the file").click()
    download.value.save_as(tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        archive.extractall(tmp_path / "copy")
    page.goto(f"file://{tmp_path}/copy/index.html")
    page.get_by_role("heading", name="The record of Maria Delgado").wait_for()
    broken = page.evaluate("[...document.images].filter(i => !i.naturalWidth).map(i => i.src)")
    assert (axe(page), broken) == ([], [])


def test_who_covers_reads_why_not_to_take_over(open_page, axe, maria):
    member = Membership.objects.get(user__email="colleague@demo.test")
    today = member.clinic.today()
    Cover.objects.all().delete()
    Cover.objects.create(
        clinic=member.clinic, away=maria.therapist, by=member, from_date=today, to_date=today
    )
    page = open_page(member.user, viewport=DESK)
    page.goto(f"/patients/{maria.code}/")
    actions = page.locator("#patient-actions")
    expect(actions).to_contain_text("You stand in for a colleague.")
    expect(actions.get_by_role("button", name="Reassign")).to_have_count(0)
    wrong = axe(page)
    page.goto(f"/patients/{maria.code}/reassign/")
    page.get_by_role("heading", name="Not while you stand in").wait_for()
    wrong += axe(page)
    page.get_by_role("link", name="Back to the record").click()
    page.get_by_role("heading", name="Maria Delgado").wait_for()
    assert wrong == []
