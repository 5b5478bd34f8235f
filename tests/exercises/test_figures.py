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


def test_every_shipped_variation_shows_stills_and_every_still_is_shown(library):
    shipped = set(Variation.objects.values_list("exercise__slug", "slug"))

    assert {file for shown in SHOWN.values() for file, _ in shown} == DRAWN
    assert set(SHOWN) == shipped


def test_a_pose_is_the_last_of_its_stills(library):
    for variation in Variation.objects.select_related("exercise"):
        assert variation.pose == stills(variation)[-1].file


@pytest.mark.parametrize(
    ("slug", "captions"),
    [
        ("standard", ["1. Start", "2. Under", "3. Up"]),
        ("hand-behind-head", ["1. Start", "2. Elbow under", "3. Elbow up"]),
        ("forearms", ["1. Start", "2. Under", "3. Up"]),
        ("seated", ["1. Start", "2. Low across", "3. Up and out"]),
    ],
)
def test_thread_the_needle_shows_start_under_and_up(library, slug, captions):
    thread = Variation.objects.get_by_natural_key(slug, "thread-the-needle")

    assert [still.caption for still in stills(thread)] == captions


def test_every_other_way_shows_its_start_and_the_stretch(library):
    for variation in Variation.objects.exclude(exercise__slug="thread-the-needle"):
        first, *_, last = stills(variation)
        assert "-start" in first.file
        assert "-stretch" in last.file


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
