import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from exercises.models import Exercise, Picture, StretchParameters, Wording
from exercises.reading_grade import reading_grade
from tests.factories import make_exercise

THREAD = "/stretches/thread-the-needle/"
PRESS_UP = "/stretches/press-up/"
HIP = "/stretches/kneeling-hip-flexor-stretch/"


def page(client, url, **kwargs):
    response = client.get(url, **kwargs)
    assert response.status_code == 200
    return response.content.decode()


def text_of(body):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def add_picture(slug, alt, clinic=None, sha="a"):
    return Picture.objects.create(
        exercise=Exercise.objects.get_by_natural_key(slug),
        clinic=clinic,
        sha256=sha * 64,
        thumbnail_sha256=sha.upper() * 64,
        width=640,
        height=480,
        alt=alt,
    )


@pytest.mark.parametrize(
    "slug",
    [
        "foam-roll-thoracic-extension",
        "thread-the-needle",
        "press-up",
        "open-book",
        "kneeling-hip-flexor-stretch",
        "figure-4-glute-stretch",
    ],
)
def test_each_of_the_six_has_a_page_for_anybody(client, library, slug):
    body = page(client, f"/stretches/{slug}/")
    words = Wording.objects.get_by_natural_key(slug, None, "en")

    assert f"<h1>{words.name}</h1>" in body
    for text in [words.summary, *words.how_to, *words.precautions]:
        assert text in body
    assert body.count('aria-current="page"') == 1


def test_the_six_stand_across_the_top_with_this_one_marked(client, library):
    body = page(client, THREAD)
    names = re.findall(r'<a href="/stretches/[a-z0-9-]+/"(?: aria-current="page")?>(.*?)</a>', body)

    assert names == [
        *("Foam roll thoracic extension", "Thread the needle", "Press up", "Open book"),
        *("Kneeling hip flexor stretch", "Figure 4 glute stretch"),
    ]
    assert '<a href="/stretches/thread-the-needle/" aria-current="page">' in body


def test_thread_the_needle_shows_start_under_and_up(client, library):
    body = page(client, THREAD)
    captions = re.findall(r"<figcaption>(.*?)</figcaption>", body)

    assert captions[:3] == ["1. Start", "2. Under", "3. Up"]
    assert "points straight up to the ceiling" in body


def test_the_dose_of_repetitions_is_a_sentence(client, library):
    said = text_of(page(client, THREAD))

    assert "Many people start with 10 on each side." in said
    assert "Do not hold." in said
    assert "Your therapist may give you another number." in said
    assert "Reach up to the ceiling. 3 seconds." in said
    assert "Many people start with 10." in text_of(page(client, PRESS_UP))


def test_the_dose_of_a_hold_is_a_sentence(client, library):
    said = text_of(page(client, HIP))

    assert "Many people start with 2 holds of 30 seconds on each side." in said
    assert "Rest 10 seconds after each hold." in said
    assert "Do not hold" not in said


def test_the_numbers_are_the_parameters_of_today(client, library):
    StretchParameters.objects.filter(exercise__slug="thread-the-needle").update(sets=2, reps=12)

    assert "Many people start with 2 sets of 12 on each side." in text_of(page(client, THREAD))


def test_sides_felt_equipment_and_care_are_told(client, library):
    said = text_of(page(client, THREAD))

    assert "Do one side first, then the other." in said
    assert "Where you feel it: Upper back and the shoulder blade of the moving arm" in said
    assert "Ask first if you have weak bones or glaucoma." in said
    assert "Stop for sharp, new or worse pain, numbness or tingling." in said
    foam = text_of(page(client, "/stretches/foam-roll-thoracic-extension/"))
    assert "This stretch has no left or right." in foam
    assert "You need: Foam roller" in foam


def test_other_ways_have_their_own_steps_and_say_when_no_floor_is_needed(client, library):
    body = page(client, PRESS_UP)
    ways = re.findall(r'<details class="way" id="way-([a-z-]+)">(.*?)</details>', body, re.DOTALL)
    said = {slug: text_of(way) for slug, way in ways}

    assert list(said) == ["hands-far", "hands-middle", "hands-near", "elbows", "standing"]
    assert "Put your elbows under your shoulders" in said["elbows"]
    assert "Not on the floor" in said["standing"]
    assert "Ask first if you are unsteady on your feet." in said["standing"]
    assert "Not on the floor" not in said["elbows"]


def test_a_video_is_a_link_away_and_nothing_is_embedded(client, library):
    Exercise.objects.filter(slug="press-up").update(video="https://video.example/press-up")

    body = page(client, PRESS_UP)

    assert 'href="https://video.example/press-up" rel="noopener noreferrer external"' in body
    assert "<iframe" not in body
    assert "Watch a video" not in page(client, THREAD)


def test_sign_off_is_no_matter_for_this_page(client, as_user, library, patient):
    said = text_of(page(as_user(patient), PRESS_UP)).lower()

    assert "reviewed" not in said
    assert "sign off" not in said


def test_the_page_reads_at_grade_6_or_below(client, library):
    for slug in Exercise.objects.values_list("slug", flat=True):
        body = page(client, f"/stretches/{slug}/")
        for block in re.findall(r"<(?:p|li)[ >].*?</(?:p|li)>", body, re.DOTALL):
            if "<a href" not in block:
                assert reading_grade(text_of(block)) <= 6, text_of(block)


def test_a_clinic_reads_its_own_words(client, as_user, library, patient, clinic):
    press_up = Exercise.objects.get_by_natural_key("press-up")
    Wording.objects.create(
        exercise=press_up,
        clinic=clinic,
        name="Press up",
        summary="The way we teach it.",
        steps=[{"role": "movement", "text": "Press up, then breathe out."}],
    )

    assert "Press up, then breathe out." in page(as_user(patient), PRESS_UP)
    client.logout()
    assert "breathe out" not in page(client, PRESS_UP)


def test_a_clinics_own_stretch_is_there_for_its_people_only(
    client, as_user, library, therapist, outsider
):
    make_exercise(slug="riverbend-twist", clinic=therapist.clinic, name="Riverbend twist")
    url = "/stretches/riverbend-twist/"

    hidden = client.get(url)
    assert hidden.status_code == 404
    assert b"Riverbend twist" not in hidden.content
    assert as_user(outsider).get(url).status_code == 404
    assert "<h1>Riverbend twist</h1>" in page(as_user(therapist), url)


def test_a_clinics_own_stretch_stands_before_the_shared_one_of_its_name(
    as_user, library, therapist
):
    make_exercise(slug="press-up", clinic=therapist.clinic, name="Our press up")

    assert "<h1>Our press up</h1>" in page(as_user(therapist), PRESS_UP)


def test_a_clinics_pictures_come_first_newest_first_and_to_its_people_only(
    client, as_user, library, patient, clinic
):
    add_picture("press-up", "The older photograph", clinic=clinic, sha="a")
    add_picture("press-up", "The newer photograph", clinic=clinic, sha="b")

    body = page(as_user(patient), PRESS_UP)

    assert body.index("The newer photograph") < body.index("The older photograph")
    assert reverse("picture", args=["b" * 64]) in body
    client.logout()
    assert "photograph" not in page(client, PRESS_UP)


def test_a_stretch_that_is_not_there(client, library):
    assert client.get("/stretches/backflip/").status_code == 404


def test_a_patient_reads_the_notice_first(as_user, library, patient):
    patient.acknowledgements.all().delete()

    response = as_user(patient).get(PRESS_UP)

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("notice"))


def test_words_of_the_library_are_escaped(client, library):
    Wording.objects.filter(exercise__slug="press-up", variation=None).update(
        summary="<script>alert(1)</script>"
    )

    body = page(client, PRESS_UP)

    assert "<script>alert(1)" not in body
    assert "&lt;script&gt;alert(1)" in body


def test_an_anonymous_copy_is_good_until_words_or_numbers_change(client, library):
    etag = client.get(PRESS_UP)["ETag"]

    def asked_again():
        return client.get(PRESS_UP, headers={"If-None-Match": etag}).status_code

    assert asked_again() == 304
    StretchParameters.objects.filter(kind="mobility", exercise=None).update(reps=8)
    assert asked_again() == 200
    StretchParameters.objects.filter(kind="mobility", exercise=None).update(reps=10)
    assert asked_again() == 304
    add_picture("press-up", "A shared photograph")
    assert asked_again() == 200
    assert client.get(THREAD, headers={"If-None-Match": etag}).status_code == 200


def test_a_signed_in_page_is_never_kept(client, as_user, library, therapist):
    etag = client.get(PRESS_UP)["ETag"]
    response = as_user(therapist).get(PRESS_UP, headers={"If-None-Match": etag})

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_only_reading(client, library, method):
    assert getattr(client, method)(PRESS_UP).status_code == 405


def test_six_queries_however_many_stretches(client, django_assert_num_queries):
    make_exercise(slug="one")
    with django_assert_num_queries(6):
        client.get("/stretches/one/")
    call_command("seed_library", verbosity=0)
    add_picture("press-up", "A picture", sha="a")
    add_picture("press-up", "Another picture", sha="b")
    with django_assert_num_queries(6):
        client.get(PRESS_UP)
