import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from exercises.models import Exercise, ParametersWording, Wording
from exercises.reading_grade import reading_grade
from tests.factories import make_exercise

URL = "/stretches/"
SIX = [
    "Foam roll thoracic extension",
    "Thread the needle",
    "Press up",
    "Open book",
    "Kneeling hip flexor stretch",
    "Figure 4 glute stretch",
]


def names(response):
    return re.findall(r"<h3>(.*?)</h3>", response.content.decode())


def found(client, **search):
    """The names a search finds, as htmx asks for them."""
    response = client.get(URL, search, headers={"HX-Request": "true"})
    assert response.status_code == 200
    return names(response)


def test_anybody_sees_the_six_in_the_order_of_the_regions(client, library):
    response = client.get(URL)

    assert response.status_code == 200
    assert names(response)[:6] == SIX
    body = response.content.decode()
    places = [body.index(f'id="region-{slug}"') for slug in ("upper-back", "lower-back", "hips")]
    assert places == sorted(places)


def test_the_order_is_fixed_whatever_was_added_last(client, library):
    Exercise.objects.filter(region__slug="hips").update(position=0)
    Exercise.objects.filter(region__slug="upper-back").update(position=9)
    make_exercise(slug="a-newcomer", region="upper-back", name="A newcomer", position=99)

    assert names(client.get(URL))[:7] == [*SIX[:2], "A newcomer", *SIX[2:]]


def test_the_page_says_why_this_order_also_for_a_low_back_that_hurts(client, library):
    body = client.get(URL).content.decode()

    assert "The order stays the same when it is your low back that hurts." in body
    assert "your neck and your low back take the strain" in body
    assert "does not ease until the spine gets care" in body


def test_the_page_tells_moving_from_holding_in_the_librarys_words(client, library):
    ParametersWording.objects.filter(parameters__kind="muscle").update(why="Muscles like time.")

    body = client.get(URL).content.decode()

    assert "Muscles like time." in body
    assert "It is not to make a muscle longer." in body
    assert "Pressure on, pressure off" in body
    assert "Pressure on, hold" in body


def test_the_page_reads_at_grade_6_or_below(client, library):
    body = client.get(URL).content.decode()
    for paragraph in re.findall(r"<p[^>]*>(.*?)</p>", body, re.DOTALL):
        text = re.sub(r"<[^>]+>", "", paragraph)
        assert reading_grade(text) <= 6, text


def test_search_finds_words_anywhere_in_what_a_stretch_says(client, library):
    assert found(client, q="NEEDLE") == ["Thread the needle"]
    assert found(client, q="buttock") == ["Figure 4 glute stretch"]
    assert found(client, q="rolled towel") == ["Foam roll thoracic extension"]
    assert found(client, q="lower back") == ["Press up", "Open book"]
    assert found(client, q="  ") == SIX


def test_a_region_narrows_the_list_and_an_unknown_one_does_not(client, library):
    assert found(client, region="hips") == SIX[4:]
    assert found(client, region="lower-back", q="belly") == ["Press up"]
    assert found(client, region="elbow") == SIX


def test_a_mistyped_name_offers_the_nearest_stretch(client, library):
    body = client.get(URL, {"q": "thred"}).content.decode()

    assert "No stretch has the words “thred”." in body
    assert f'<a class="lnk2" href="{URL}thread-the-needle/">Thread the needle</a>' in body


def test_nothing_found_says_so_plainly_and_shows_the_way_back(client, library):
    body = client.get(URL, {"q": "<b>zzzz"}).content.decode()

    assert "No stretch has the words “&lt;b&gt;zzzz”." in body
    assert "Did you mean" not in body
    assert "Show all stretches" in body


def test_nothing_found_in_one_region_says_that_it_looked_there_only(client, library):
    body = client.get(URL, {"q": "belly", "region": "hips"}).content.decode()

    assert "No stretch for this part of the body has the words “belly”." in body


def test_a_very_long_search_is_cut_not_refused(client, library):
    response = client.get(URL, {"q": "x" * 5000})

    assert response.status_code == 200
    assert "x" * 101 not in response.content.decode()


def test_the_form_works_without_script_and_keeps_what_was_asked(client, library):
    body = client.get(URL, {"q": "belly", "region": "lower-back"}).content.decode()

    assert 'value="belly"' in body
    assert '<option value="lower-back" selected>' in body
    assert names_of_stretches(body) == ["Press up"]


def names_of_stretches(body):
    return [name for name in re.findall(r"<h3>(.*?)</h3>", body) if name in SIX]


def test_htmx_gets_only_the_results(client, library):
    response = client.get(URL, {"region": "hips"}, headers={"HX-Request": "true"})

    body = response.content.decode().strip()
    assert body.startswith('<div class="results" id="stretch-results">')
    assert "<html" not in body
    assert "Two ways to stretch" not in body


def test_an_empty_library_is_an_empty_page_not_an_error(client):
    body = client.get(URL).content.decode()

    assert "There are no stretches here yet." in body


def test_a_clinic_reads_its_own_words_and_nobody_else_does(client, as_user, library, therapist):
    press_up = Exercise.objects.get_by_natural_key("press-up")
    Wording.objects.create(
        exercise=press_up, clinic=therapist.clinic, name="Riverbend cobra", summary="Ours."
    )

    assert "Riverbend cobra" not in names(client.get(URL))
    assert "Riverbend cobra" in names(as_user(therapist).get(URL))


def test_a_clinics_own_stretch_is_listed_for_its_people_only(
    client, as_user, library, patient, outsider
):
    make_exercise(slug="riverbend-twist", clinic=patient.clinic, name="Riverbend twist")

    assert "Riverbend twist" not in names(client.get(URL))
    assert "Riverbend twist" not in names(as_user(outsider).get(URL))
    assert "Riverbend twist" in names(as_user(patient).get(URL))


def test_a_patient_reads_the_notice_first(client, as_user, library, patient):
    patient.acknowledgements.all().delete()

    response = as_user(patient).get(URL)

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("notice"))


def test_a_stretch_nobody_described_does_not_break_the_page(client, library):
    Wording.objects.filter(exercise__slug="open-book", variation=None).delete()

    assert "Open book" in names(client.get(URL))


def test_an_anonymous_copy_is_good_until_a_word_changes(client, library):
    first = client.get(URL)
    again = client.get(URL, headers={"If-None-Match": first["ETag"]})
    searched = client.get(URL, {"q": "hip"}, headers={"If-None-Match": first["ETag"]})
    words = Wording.objects.get_by_natural_key("press-up", None, "en")
    words.summary = "Press up, slowly."
    words.save()
    changed = client.get(URL, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert "no-cache" in first["Cache-Control"]
    assert searched.status_code == 200
    assert changed.status_code == 200
    assert b"Press up, slowly." in changed.content


def test_a_signed_in_page_is_never_kept(client, as_user, library, patient):
    etag = client.get(URL)["ETag"]
    response = as_user(patient).get(URL, headers={"If-None-Match": etag})

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_only_reading(client, library, method):
    assert getattr(client, method)(URL).status_code == 405


def test_head_answers_like_get_without_a_body(client, library):
    response = client.head(URL)

    assert response.status_code == 200
    assert response.content == b""


def test_five_queries_however_many_stretches(client, django_assert_num_queries):
    make_exercise(slug="one")
    with django_assert_num_queries(5):
        client.get(URL)
    call_command("seed_library", verbosity=0)
    with django_assert_num_queries(5):
        client.get(URL)
