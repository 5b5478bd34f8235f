"""The shell of the guided session: whole, the clinic's own words, and nothing of any patient."""

import json
import re

import pytest
from django.urls import reverse

from exercises.models import Exercise, Picture, Variation
from people.models import Acknowledgement
from tests.factories import make_exercise, make_patient, make_user, make_version

CANARIES = {
    "name": "Canary Maria",
    "email": "canary@example.com",
}


def shell(as_user, person):
    return as_user(person).get(reverse("session_player"))


def library_of(page):
    found = re.search(r'<script id="library" type="application/json">(.*?)</script>', page)
    return json.loads(found[1])


@pytest.fixture
def told(patient, therapist, notice, library):
    """A patient whose every text could be recognized, with a program and a note."""
    user = make_user(email=CANARIES["email"], name=CANARIES["name"])
    other = make_patient(therapist=therapist, user=user, look="deep", pain_limit=3, **CANARIES)
    other.open_episode.goals = "canary goals"
    other.open_episode.save()
    Acknowledgement.objects.create(notice=notice, language="en", patient=other, user=user)
    press_up = Exercise.objects.get(slug="press-up")
    make_version(other, press_up, note="canary note", by=therapist)
    return other


def test_it_is_the_same_for_every_patient_of_a_clinic(as_user, patient, told):
    one = shell(as_user, patient).content
    other = shell(as_user, told).content
    assert one == other
    assert "canary" not in other.decode().lower()
    assert str(told.code) not in other.decode()
    assert "Dana" not in other.decode()


def test_it_carries_no_token_but_sets_the_cookie_its_script_reads(as_user, patient, library):
    response = shell(as_user, patient)
    token = response.cookies["csrftoken"].value
    assert len(token) == 32
    assert token not in response.content.decode()
    assert "csrf" not in response.content.decode().lower()


def test_every_way_of_every_stretch_is_named_by_its_opaque_id(as_user, patient, library):
    words = library_of(shell(as_user, patient).content.decode())
    variations = Variation.objects.select_related("exercise")
    assert set(words) == {variation.opaque_id for variation in variations}
    needle = Variation.objects.get(exercise__slug="thread-the-needle", slug="standard")
    told = words[needle.opaque_id]
    assert (told["name"], told["region"], told["order"]) == ("Thread the needle", "Upper back", 1)
    assert (told["exercise"], told["variation"]) == ("thread-the-needle", "standard")
    assert told["set_up"] == told["steps"][0]
    assert [path.rsplit("/", 2)[-2] for path in told["still"]] == ["light", "dark"]
    assert told["caption"] == "Up"


def test_the_words_are_the_clinics_own(as_user, patient, outsiders_patient, clinic, library):
    words = Exercise.objects.get(slug="press-up").wordings.get(variation=None)
    words.pk, words.clinic, words.name = None, clinic, "Cobra"
    words.save(force_insert=True)
    make_exercise("our-own", clinic=clinic, name="Our own")
    ours = shell(as_user, patient).content.decode()
    assert "Cobra" in ours
    assert "Our own" in ours
    theirs = shell(as_user, outsiders_patient).content.decode()
    assert "Cobra" not in theirs
    assert "Our own" not in theirs


def test_a_stretch_without_poses_brings_its_picture_and_video(as_user, patient, clinic):
    own = make_exercise("our-own", clinic=clinic, video="https://video.example/1")
    picture = Picture.objects.create(
        exercise=own, clinic=clinic, sha256="a" * 64, thumbnail_sha256="b" * 64,
        width=4, height=3, alt="A hand on a wall",
    )  # fmt: skip
    told = library_of(shell(as_user, patient).content.decode())[own.variations.get().opaque_id]
    assert told["picture"] == reverse("picture", args=[picture.sha256])
    assert told["alt"] == "A hand on a wall"
    assert told["video"] == "https://video.example/1"
    assert "still" not in told


def test_it_holds_the_stop_signs_and_both_numbers(as_user, patient, clinic, library):
    page = shell(as_user, patient).content.decode()
    assert "No list is complete." in page
    assert f'href="tel:{clinic.emergency_number}"' in page
    assert 'href="tel:' in page.split("Call us today")[1]


def test_without_a_script_it_leads_to_the_plain_page(as_user, patient, library):
    page = shell(as_user, patient).content.decode()
    inside = page.split("<noscript>")[1].split("</noscript>")[0]
    assert f'href="{reverse("session_start")}"' in inside


def test_a_picture_of_the_library_costs_no_query_a_stretch(
    as_user, patient, library, assert_queries
):
    client = as_user(patient)
    client.get(reverse("session_player"))
    with assert_queries(at_most=13):  # five to know who asks, four of the library, two signs
        client.get(reverse("session_player"))


def test_signing_in_leads_over_today_which_says_whose_phone_it_is(as_user, patient):
    """The player's page names no owner: somebody else's plan is cleared on Today, before it."""
    page = as_user(patient).get(reverse("session_player")).content.decode()
    assert f'href="{reverse("account_login")}?next={reverse("today")}"' in page
