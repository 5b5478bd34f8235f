"""The clinic's lists in Chromium: import, merging and templates by hand, each page with axe."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from people.models import Membership, Patient, User
from programs.models import Template
from tests.browser.conftest import DESK
from tests.browser.test_pages import LIGHT, SMALL, TABLET, look
from tests.factories import make_patient
from tests.people.lists import csv_text

WIDTHS = [SMALL, TABLET, DESK]
HEADER = ["Name", "Born", "Email", "Therapist", "Insurance"]
ROWS = [
    ["Alma Reyes", "1966", "alma.reyes@example.com", "Dana Okafor", "A"],
    ["Ola Brandt", "31/02/1961", "ola.brandt@example.com", "Dana Okafor", "B"],
    ["محمد الخطيب", "1971", "m.khatib@example.com", "Sam Rivera", ""],
    ["محمد الخطيب", "1971", "", "Sam Rivera", ""],
    [
        "Wolfeschlegelsteinhausenbergerdorff Maximiliana Ottoline Theophania von der Weide zu Hoff",
        "1944",
        "a-very-long-address-of-somebody-who-has-a-long-name@example.com",
        "Sam Rivera",
        "",
    ],
]


@pytest.fixture
def demo():
    call_command("seed_library", verbosity=0)
    call_command("demo", verbosity=0)


def test_a_list_is_imported_by_hand(demo, open_page, axe):
    page = open_page(User.objects.get(email="admin@demo.test"), viewport=DESK)
    page.goto("/clinic/import/")
    wrong = look(page, axe, "C3-file", LIGHT, WIDTHS)
    page.get_by_role("button", name="Next: columns").click()
    page.get_by_role("alert").wait_for()
    wrong += look(page, axe, "C3-file-error", LIGHT, WIDTHS)
    content = csv_text(HEADER, *ROWS).encode()
    page.set_input_files(
        "input[type=file]", {"name": "list.csv", "mimeType": "", "buffer": content}
    )
    page.get_by_role("button", name="Next: columns").click()
    page.get_by_role("button", name="Next: dry run").wait_for()
    wrong += look(page, axe, "C3-columns", LIGHT, WIDTHS)
    page.get_by_role("button", name="Next: dry run").click()
    page.get_by_role("button", name="Import 2 patients").wait_for()
    wrong += look(page, axe, "C3", LIGHT, WIDTHS)
    page.get_by_role("link", name="Fix here").click()
    page.get_by_role("button", name="Save and look again").wait_for()
    wrong += look(page, axe, "C3-row", LIGHT, WIDTHS)
    page.get_by_label("Year or date of birth").fill("1961")
    page.get_by_role("button", name="Save and look again").click()
    page.get_by_role("button", name="Import 3 patients").click()
    page.get_by_role("alert").wait_for()
    wrong += look(page, axe, "C3-undecided", LIGHT, WIDTHS)
    # Without leaving the page the button says what it will do.
    page.locator("input[name=row-4][value=add]").check()
    page.locator("input[name=row-5][value=skip]").check()
    page.get_by_role("button", name="Import 4 patients").click()
    page.get_by_role("heading", name="4 patients added").wait_for()
    wrong += look(page, axe, "C3-done", LIGHT, WIDTHS)
    assert wrong == []
    assert Patient.objects.filter(name__in=[row[0] for row in ROWS]).count() == 4


def test_two_records_are_merged_by_hand(demo, open_page, axe):
    dana = Membership.objects.get(user__email="therapist@demo.test")
    twice = make_patient(therapist=dana, name="Walter Nguyen", birth_year=1955)
    page = open_page(User.objects.get(email="therapist@demo.test"), viewport=DESK)
    page.goto("/clinic/merge/")
    page.get_by_label("Find by name").fill("walter")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("button", name="Look at both").wait_for()
    wrong = look(page, axe, "merge", LIGHT, WIDTHS)
    page.get_by_role("link", name="Look at both").click()
    page.get_by_role("button", name="Merge for good").click()
    page.get_by_role("alert").wait_for()
    wrong += look(page, axe, "merge-two", LIGHT, WIDTHS)
    page.get_by_role("radio", name="The first record").check()
    page.get_by_role("checkbox", name="This cannot be undone").check()
    page.get_by_role("button", name="Merge for good").click()
    page.get_by_text("Two records are one now.").wait_for()
    assert wrong == []
    assert Patient.objects.filter(name="Walter Nguyen", merged_into=None).count() == 1
    assert Patient.objects.filter(pk=twice.pk).exists()


def test_a_template_is_made_marked_and_changed_by_hand(demo, open_page, axe):
    page = open_page(User.objects.get(email="therapist@demo.test"), viewport=DESK)
    page.goto("/templates/")
    page.get_by_role("button", name="Favorite: Back pain starter", pressed=False).click()
    page.get_by_role("button", name="Favorite: Back pain starter", pressed=True).wait_for()
    page.get_by_role("link", name="New template").click()
    page.get_by_role("button", name="Next: doses and days").wait_for()
    wrong = look(page, axe, "T6-new", LIGHT, WIDTHS)
    page.get_by_label("Name of the template").fill("Desk day")
    page.get_by_label("Press up").check()
    page.get_by_label("Figure 4 glute stretch").check()
    page.get_by_role("button", name="Next: doses and days").click()
    page.get_by_role("heading", name="Desk day").wait_for()
    page.locator("input[name$='-hold_seconds']").fill("3")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Hold can be 5 to 300 seconds.").wait_for()
    wrong += look(page, axe, "T6-edit", LIGHT, WIDTHS)
    page.locator("input[name$='-hold_seconds']").fill("45")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()
    page.goto("/templates/")
    wrong += look(page, axe, "T6", LIGHT, WIDTHS)
    page.goto(reverse("template_use", args=[Template.objects.get(name="Desk day").code]))
    page.get_by_label("Name").fill("maria")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("radio", name="Walter Nguyen").wait_for(state="detached")
    wrong += look(page, axe, "T6-use", LIGHT, WIDTHS)
    page.get_by_role("radio", name="Maria Delgado").check()
    page.get_by_role("button", name="To the builder").click()
    page.get_by_role("button", name="Save and send").wait_for()
    assert wrong == []
    held = Template.objects.get(name="Desk day").items.get(kind="muscle")
    assert held.hold_seconds == 45
