from pathlib import Path

import pytest
from django.conf import settings

from exercises.figures import ALT, SHOWN, still_alt, stills
from exercises.models import Variation
from tests.factories import make_exercise

DRAWN = {path.stem for path in Path(settings.BASE_DIR, "static/figures/light").glob("*.svg")}


def test_every_drawing_has_words_and_every_word_a_drawing_in_both_themes():
    dark = {path.stem for path in Path(settings.BASE_DIR, "static/figures/dark").glob("*.svg")}

    assert set(ALT) == DRAWN == dark


def test_every_still_shown_is_drawn_and_belongs_to_a_shipped_variation(library):
    shipped = set(Variation.objects.values_list("exercise__slug", "slug"))

    assert {file for shown in SHOWN.values() for file, _ in shown} <= DRAWN
    assert set(SHOWN) <= shipped


def test_a_pose_is_the_last_of_its_stills(library):
    for variation in Variation.objects.select_related("exercise"):
        assert variation.pose == (stills(variation)[-1].file if stills(variation) else "")


def test_thread_the_needle_shows_start_under_and_up(library):
    thread = Variation.objects.get_by_natural_key("standard", "thread-the-needle")

    assert [still.caption for still in stills(thread)] == ["1. Start", "2. Under", "3. Up"]


@pytest.mark.parametrize(
    ("exercise", "count"),
    [
        ("foam-roll-thoracic-extension", 2),
        ("thread-the-needle", 3),
        ("press-up", 3),
        ("open-book", 2),
        ("kneeling-hip-flexor-stretch", 2),
        ("figure-4-glute-stretch", 2),
    ],
)
def test_every_standard_way_is_drawn(library, exercise, count):
    assert len(stills(Variation.objects.get_by_natural_key("standard", exercise))) == count


def test_a_clinics_own_stretch_has_no_drawings_even_under_a_shipped_name(clinic):
    own = make_exercise(slug="press-up", clinic=clinic)

    assert stills(own.variations.get()) == []


def test_words_for_a_pose():
    assert "hips stay down" in still_alt("3-press-up-stretch")
    assert still_alt("") == ""
