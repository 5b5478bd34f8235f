"""The shared pieces of pages, rendered alone."""

import re

import pytest
from django import forms
from django.core.management import call_command
from django.template.loader import render_to_string

from exercises.models import Exercise
from tests.factories import make_version


def scale(**context):
    words = {"name": "pain", "label": "Pain", "low": "No pain", "high": "Worst pain"}
    return render_to_string("includes/scale.html", words | context)


def test_scale_offers_eleven_answers_and_chooses_none():
    html = scale()

    assert re.findall(r'type="radio" name="pain" value="(\d+)"', html) == [
        str(n) for n in range(11)
    ]
    assert "checked" not in html
    assert 'aria-label="0, No pain"' in html
    assert 'aria-label="10, Worst pain"' in html


@pytest.mark.parametrize("value", [0, "0", 10, "7"])
def test_scale_keeps_the_one_answer_given(value):
    checked = re.findall(r'value="(\d+)"(?:\s+id="id_pain")?\s+checked', scale(value=value))

    assert checked == [str(value)]


@pytest.mark.parametrize("value", [None, "", 11, "ten"])
def test_scale_chooses_nothing_for_no_answer_or_a_wrong_one(value):
    assert "checked" not in scale(value=value)


def test_scale_ties_the_error_to_the_question():
    html = scale(error="Choose 0 to 10.")

    assert 'aria-describedby="pain-error"' in html
    assert 'id="pain-error"' in html


def test_stepper_is_a_number_input_whose_buttons_wait_for_script():
    html = render_to_string(
        "includes/stepper.html", {"name": "reps-1", "label": "Left", "value": 8, "of": 10}
    )

    assert re.search(r'<input\s+type="number"[^>]*name="reps-1"[^>]*value="8"', html)
    assert len(re.findall(r"<button[^>]*\shidden\s", html)) == 2
    assert "of 10" in html


def test_figure_shows_the_dark_still_to_readers_in_the_dark():
    html = render_to_string("includes/figure.html", {"still": "1-foam-roll-stretch", "alt": "Roll"})

    assert 'media="(prefers-color-scheme: dark)"' in html
    assert "figures/dark/1-foam-roll-stretch" in html
    assert 'loading="lazy"' in html


@pytest.mark.parametrize("order", [1, 2, 3])
def test_band_fills_the_band_of_its_region_only(order):
    filled = re.findall(
        r"<rect( class=\"on\")?", render_to_string("includes/band.html", {"order": order})
    )

    assert [bool(band) for band in filled] == [n == order for n in (1, 2, 3)]


def test_field_links_hint_and_error_to_its_control():
    class Form(forms.Form):
        name = forms.CharField(help_text="As the patient says it")

    html = render_to_string("includes/field.html", {"field": Form({})["name"]})

    described = re.search(r'aria-describedby="([^"]+)"', html)[1].split()
    assert "id_name_helptext" in described
    for part in described:
        assert f'id="{part}"' in html
    assert 'aria-invalid="true"' in html


@pytest.mark.parametrize(("side", "mirrored"), [("left", 0), ("both", 0), ("right", 1)])
def test_a_still_drawn_for_the_left_is_mirrored_for_the_right(client, patient, side, mirrored):
    call_command("seed_library", verbosity=0)
    make_version(patient, Exercise.objects.get(slug="open-book"), side=side)
    client.force_login(patient.user)

    assert client.get("/today/").content.decode().count('class="fig flip"') == mirrored
