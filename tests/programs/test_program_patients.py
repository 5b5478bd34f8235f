"""Whose program may be copied: patients the therapist may see, by name."""

import pytest
from django.urls import reverse

from tests.factories import make_exercise, make_patient, make_version


@pytest.fixture
def url(patient):
    return reverse("program_patients", args=[patient.code])


def ask(client, url, whose, htmx=True):
    headers = {"HX-Request": "true"} if htmx else {}
    answer = client.post(url, {"whose": whose}, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_word_is_in_the_name_and_nobody_before_one_is_typed(as_user, therapist, url):
    for name in ("Ana Lima", "Ana Costa"):
        make_version(make_patient(therapist=therapist, name=name), make_exercise(), by=therapist)
    client = as_user(therapist)
    both = ask(client, url, "ana")
    assert both.index("Ana Costa") < both.index("Ana Lima")
    one = ask(client, url, "li ANA")
    assert "Ana Lima" in one
    assert "Ana Costa" not in one
    assert "Ana" not in ask(client, url, "")
    assert "Ana" not in ask(client, url, "   ")


def test_it_says_what_is_in_the_program_and_no_word_about_its_patient(as_user, therapist, url):
    otto = make_patient(therapist=therapist, name="Otto")
    press_up = make_exercise(name="Press up")
    make_version(otto, press_up, by=therapist, sets=3, note="Otto’s note")
    page = ask(as_user(therapist), url, "otto")
    assert "Press up, 3 sets of 10" in page
    assert "1 stretch," in page
    assert "Otto’s note" not in page


def test_without_a_program_nobody_is_offered(as_user, therapist, url):
    make_version(make_patient(therapist=therapist, name="Otto"), make_exercise(), sent=False)
    make_patient(therapist=therapist, name="Otto Second")
    assert "No patient of this name has a program." in ask(as_user(therapist), url, "otto")


def test_a_plain_page_shows_them_too(as_user, therapist, url):
    make_version(make_patient(therapist=therapist, name="Otto"), make_exercise(), by=therapist)
    page = ask(as_user(therapist), url, "otto", htmx=False)
    assert "<html" in page
    assert "Otto" in page


def test_what_was_typed_on_the_plain_page_stays(as_user, therapist, url, patient):
    make_version(patient, make_exercise(), sent=False)
    row = patient.prescriptions.get()
    typed = {f"{row.code}-revision": row.revision, f"{row.code}-sets": "7"}
    answer = as_user(therapist).post(url, typed | {"whose": "otto"})
    assert 'value="7"' in answer.text
    row.refresh_from_db()
    assert row.sets != 7


def test_no_name_stands_in_an_address(as_user, therapist, url, patient):
    make_version(patient, make_exercise(), sent=False)
    page = as_user(therapist).get(reverse("program", args=[patient.code]), {"whose": "otto"}).text
    assert "otto" not in page
    assert f'hx-post="{url}"' in page
    save = reverse("program_save", args=[patient.code])
    draft = patient.programs.get().draft
    shown = {"version": draft.number, "revision": draft.revision, "whose": "otto", "q": "press"}
    assert as_user(therapist).post(save, shown).url.partition("?")[2] == "q=press"


def test_queries_stay_the_same(as_user, therapist, url, assert_queries):
    client = as_user(therapist)
    for more in (1, 2):
        for _ in range(more):
            otto = make_patient(therapist=therapist, name="Otto")
            make_version(otto, make_exercise(), make_exercise(), by=therapist)
        ask(client, url, "otto")
        with assert_queries(12):
            ask(client, url, "otto")


def test_another_clinics_patients_are_not_here(as_user, therapist, outsider, url):
    make_version(make_patient(therapist=outsider, name="Otto"), make_exercise(), by=outsider)
    make_version(make_patient(therapist=therapist, name="Ottilie"), make_exercise(), by=therapist)
    page = ask(as_user(therapist), url, "ott")
    assert "Ottilie" in page
    assert "Otto<" not in page
    assert as_user(outsider).post(url).status_code == 404
