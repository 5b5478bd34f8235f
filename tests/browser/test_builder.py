"""Order inside a region by dragging, and by keys alone; never across regions."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from programs.models import Prescription, Program, Template
from tests.factories import make_patient

TALL = {"width": 1280, "height": 1600}  # a mouse reaches only what is on the screen


@pytest.fixture
def builder(therapist, open_page):
    """The open draft of all six stretches, on the screen."""
    call_command("seed_library", verbosity=0)
    patient = make_patient(therapist=therapist)
    draft = Program.open_for(patient).open_draft()
    starter = Template.objects.get(name="Back pain starter")
    draft.use_template(starter, revision=draft.revision, by=therapist)
    page = open_page(therapist, viewport=TALL)
    page.goto(reverse("program", args=[patient.code]))
    return page


def stored():
    rows = Prescription.objects.in_region_order()
    return [row.variation.exercise.slug for row in rows]


def row(page, name):
    return page.locator("[data-row]").filter(has_text=name)


def drag(page, name, onto):
    start = row(page, name).locator(".drg").bounding_box()
    end = row(page, onto).locator(".drg").bounding_box()
    page.mouse.move(start["x"] + 20, start["y"] + 15)
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(
            end["x"] + 20,
            start["y"] + 15 + (end["y"] - start["y"]) * step / 10,
        )
    page.mouse.up()


def test_dragging_changes_the_order_inside_a_region(builder):
    drag(builder, "Open book", onto="Press up")
    builder.get_by_text("The order is saved.").wait_for()
    assert stored()[2:4] == ["open-book", "press-up"]


def test_dragging_never_leaves_the_region(builder):
    before = stored()
    drag(builder, "Figure 4 glute stretch", onto="Foam roll thoracic extension")
    builder.get_by_text("The order is saved.").wait_for()
    assert stored()[:4] == before[:4]
    assert stored()[4:] == ["figure-4-glute-stretch", "kneeling-hip-flexor-stretch"]


def test_the_same_with_keys_alone(builder):
    button = builder.get_by_role("button", name="Move Press up down")
    button.focus()
    builder.keyboard.press("Enter")
    builder.get_by_text("Press up is moved.").wait_for()
    assert stored()[2:4] == ["open-book", "press-up"]
    focused = builder.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused in {"Move Press up down", "Move Press up up"}
