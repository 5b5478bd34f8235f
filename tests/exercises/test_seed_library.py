import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from exercises.models import (
    Exercise,
    ParametersWording,
    Region,
    StretchParameters,
    Variation,
    Wording,
)
from people.models import Notice, NoticeText, PrecautionTag, StopSignList, StopSignText
from programs.models import Template, TemplateItem

SHIPPED = settings.FIXTURE_DIRS[0] / "library.json"


def seed():
    out = StringIO()
    call_command("seed_library", stdout=out)
    return out.getvalue()


@pytest.fixture
def library():
    """Seeded for real: seeding is what these tests are about."""
    seed()


@pytest.fixture
def a_newer_library(tmp_path, settings):
    """`a_newer_library(old, new)` makes the next seeding read a library with this text changed."""

    def change(old, new):
        text = SHIPPED.read_text()
        assert old in text
        (tmp_path / "library.json").write_text(text.replace(old, new))
        settings.FIXTURE_DIRS = [tmp_path]

    return change


def press_up():
    return Wording.objects.get_by_natural_key("press-up", None, "en")


def test_an_empty_database_gets_the_whole_library():
    entries = json.loads(SHIPPED.read_text())

    assert seed() == f"created: {len(entries)} rows\n"
    models = [
        *(Region, PrecautionTag, Exercise, Variation, StretchParameters, ParametersWording),
        *(Wording, Notice, NoticeText, StopSignList, StopSignText, Template, TemplateItem),
    ]
    assert sum(model.objects.count() for model in models) == len(entries)


def test_a_second_run_changes_nothing(library):
    before = list(Wording.objects.values_list("pk", "revision", "seed_sha256"))

    assert seed() == "Library: nothing changed.\n"
    assert list(Wording.objects.values_list("pk", "revision", "seed_sha256")) == before
    assert press_up().history.count() == 1


def test_words_nobody_changed_follow_a_newer_library(library, a_newer_library):
    a_newer_library('"name": "Press up",', '"name": "Prone press up",')

    assert seed() == "updated: Prone press up\n"
    assert press_up().name == "Prone press up"
    assert press_up().revision == 2
    assert [row.name for row in press_up().history.all()] == ["Prone press up", "Press up"]
    assert seed() == "Library: nothing changed.\n"


def test_what_an_admin_changed_survives_and_is_listed(library, a_newer_library):
    words = press_up()
    words.steps = [{"role": "movement", "text": "Press up slowly."}]
    words.save()
    a_newer_library('"name": "Press up",', '"name": "Prone press up",')

    assert "left alone: Press up (changed in the admin)" in seed()
    assert press_up().name == "Press up"
    assert press_up().steps == [{"role": "movement", "text": "Press up slowly."}]
    assert "left alone: Press up (changed in the admin)" in seed()


def test_an_admins_numbers_survive_and_are_listed(library):
    StretchParameters.objects.filter(kind="muscle", exercise=None).update(hold_seconds=45)

    assert "left alone: Muscle (changed in the admin)" in seed()
    assert StretchParameters.objects.get(kind="muscle", exercise=None).hold_seconds == 45


def test_words_put_back_as_shipped_follow_again(library, a_newer_library):
    words = press_up()
    words.name = "Cobra"
    words.save()
    words.name = "Press up"
    words.save()
    a_newer_library('"name": "Press up",', '"name": "Prone press up",')

    assert seed() == "updated: Prone press up\n"


def test_a_clinics_own_words_are_never_touched(library, clinic, a_newer_library):
    shared = press_up()
    Wording.objects.create(
        exercise=shared.exercise, clinic=clinic, name="Our press up", summary="Ours."
    )
    a_newer_library('"name": "Press up",', '"name": "Prone press up",')

    seed()

    assert Wording.objects.get(clinic=clinic).name == "Our press up"


def test_a_missing_row_comes_back_alone(library):
    Wording.objects.filter(variation__slug="elbows").delete()

    assert seed() == "created: 1 rows\n"


def test_notices_are_never_published_again(library, a_newer_library):
    Notice.objects.update(published_at=None)
    a_newer_library("See a doctor for any new pain.", "See a doctor.")

    assert seed() == "Library: nothing changed.\n"
    assert Notice.objects.get().published_at is None
    assert "any new pain" in NoticeText.objects.get().body


def test_loaddata_fills_an_empty_database_and_seeding_recognizes_it():
    call_command("loaddata", "library", verbosity=0)
    followed = Wording.objects.count() + ParametersWording.objects.count()
    followed += StretchParameters.objects.count()

    assert seed() == f"recognized: {followed} rows\n"
    assert press_up().history.count() == 1
    assert seed() == "Library: nothing changed.\n"


def test_a_broken_library_leaves_nothing_behind(a_newer_library):
    a_newer_library('"variation": ["elbows", "press-up"]', '"variation": ["knuckles", "press-up"]')

    with pytest.raises(Exception, match="matching query does not exist"):
        seed()

    assert not Region.objects.exists()
