"""A clinic adds its own stretches; region, kind and sides of any stretch stay."""

import pytest
from django.core.exceptions import ValidationError

from exercises.forms import VideoField
from exercises.models import Exercise, Region, Wording
from exercises.words import library
from tests.factories import make_exercise

LIST = "/admin/exercises/exercise/"


@pytest.fixture
def shared():
    return make_exercise("press-up", name="Press up")


@pytest.fixture
def as_admin(as_user, clinic_admin):
    return as_user(clinic_admin)


def typed(**changed):
    region = Region.objects.get_or_create(slug="hips", defaults={"order": 3})[0]
    return {
        "name": "Wall slide",
        "summary": "Slide down a wall.",
        "region": region.pk,
        "kind": "muscle",
        "sided": "on",
        "video": "https://video.example/1",
    } | changed


def test_a_clinics_stretch_is_whole_at_once_and_its_own(as_admin, clinic, other_clinic, shared):
    answer = as_admin.post(f"{LIST}add/", typed(), follow=True)
    (exercise,) = library(clinic, slug="wall-slide")

    assert answer.status_code == 200
    assert "Now write its steps." in answer.text
    assert (exercise.clinic, exercise.sided, exercise.kind) == (clinic, True, "muscle")
    assert exercise.standard.is_standard
    assert exercise.words.name == "Wall slide"
    assert library(other_clinic, slug="wall-slide") == []


def test_the_operators_stretch_is_everybodys(as_user, operator, clinic):
    as_user(operator).post(f"{LIST}add/", typed())

    assert library(clinic, slug="wall-slide")[0].clinic is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "Press up"}, "There is a stretch with this name."),
        ({"name": "!!!"}, "Use some letters in the name."),
        ({"kind": "dance"}, "Select a valid choice."),
        ({"region": "999"}, "Select a valid choice."),
        ({"video": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"video": "ftp://video.example/1"}, "Enter a valid URL."),
        ({"summary": "s" * 12_000}, "at most 1000"),
    ],
)
def test_bad_input_makes_nothing(as_admin, shared, changed, said):
    answer = as_admin.post(f"{LIST}add/", typed(**changed))

    assert answer.status_code == 422
    assert said in answer.text
    assert (Exercise.objects.count(), Wording.objects.count()) == (1, 1)


def test_two_clinics_may_use_one_name(as_user, clinic_admin, outsider, other_clinic):
    make_exercise("wall-slide", clinic=other_clinic)
    as_user(clinic_admin).post(f"{LIST}add/", typed())

    assert Exercise.objects.filter(slug="wall-slide").count() == 2


def test_only_the_video_of_ones_own_stretch_changes(as_admin, clinic, shared):
    ours = make_exercise("ours", clinic=clinic)
    new = {"video": "https://video.example/2", "kind": "muscle", "sided": "on"}
    as_admin.post(f"{LIST}{ours.pk}/change/", new)
    ours.refresh_from_db()

    assert (ours.video, ours.kind, ours.sided) == ("https://video.example/2", "mobility", False)
    assert as_admin.post(f"{LIST}{shared.pk}/change/", new).status_code == 403
    assert as_admin.get(f"{LIST}{shared.pk}/change/").status_code == 200


def test_other_clinics_stretches_are_not_there(as_admin, other_clinic):
    theirs = make_exercise("secret-stretch", clinic=other_clinic)

    assert "ecret" not in as_admin.get(LIST).text
    assert as_admin.get(f"{LIST}{theirs.pk}/change/").status_code == 404
    assert as_admin.get(f"{LIST}x/change/").status_code == 404


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "ftp://video.example/1"]
)
def test_a_video_link_leads_to_the_web(link):
    with pytest.raises(ValidationError):
        VideoField().clean(link)
    assert VideoField().clean("video.example/1") == "https://video.example/1"
