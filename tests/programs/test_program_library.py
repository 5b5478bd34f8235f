import pytest
from django.urls import reverse

from tests.factories import make_exercise, make_version


@pytest.fixture
def ask(patient):
    make_exercise("press-up", name="Press up")
    make_exercise("roll", name="Foam roll", region="upper-back")

    def ask(client, **query):
        url = reverse("program_library", args=[patient.code])
        return client.get(url, query, headers={"HX-Request": "true"})

    return ask


@pytest.mark.parametrize(
    ("query", "found", "not_found"),
    [
        ({}, ["Press up", "Foam roll"], []),
        ({"q": "PRESS"}, ["Press up"], ["Foam roll"]),
        ({"region": "upper-back"}, ["Foam roll"], ["Press up"]),
        ({"q": "press", "region": "upper-back"}, ["No stretch with these words."], ["Press up"]),
        (
            {"q": "x" * 5000, "region": "<b>"},
            ["No stretch with these words."],
            ['<b>"', "Press up"],
        ),
    ],
)
def test_search_and_region(as_user, therapist, ask, query, found, not_found):
    page = ask(as_user(therapist), **query).content.decode()
    assert page.lstrip().startswith('<div id="program-library">')
    assert [text for text in found if text not in page] == []
    assert [text for text in not_found if text in page] == []


def test_what_is_in_the_program_is_marked(as_user, therapist, ask, patient):
    client = as_user(therapist)
    assert "In the program" not in ask(client).content.decode()
    make_version(patient, make_exercise("cat"), sent=False)
    assert ask(client).content.decode().count("In the program") == 1


def test_the_sign_off_state_shows(as_user, therapist, ask):
    assert ask(as_user(therapist)).content.decode().count("Not yet reviewed") == 2


def test_another_clinics_stretches_are_not_there(as_user, therapist, outsider, ask, other_clinic):
    make_exercise("secret", name="Secret stretch", clinic=other_clinic)
    assert "Secret stretch" not in ask(as_user(therapist)).content.decode()
    assert ask(as_user(outsider)).status_code == 404


def test_without_htmx_it_is_the_whole_page(as_user, therapist, patient, ask):
    page = as_user(therapist).get(reverse("program_library", args=[patient.code]), {"q": "press"})
    assert "<h1>Program for Maria Delgado</h1>" in page.content.decode()


def test_queries_stay_the_same(as_user, therapist, ask, assert_queries):
    client = as_user(therapist)
    ask(client)
    for _ in range(2):
        with assert_queries(10):
            ask(client)
        make_exercise()
        make_exercise()
