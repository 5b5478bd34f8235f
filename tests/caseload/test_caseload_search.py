"""A patient is looked for by name."""

import re

import pytest

from tests.caseload.listed import URL, names
from tests.factories import make_patient


def test_a_name_is_looked_for_among_everyones(as_user, therapist, colleague, patient):
    make_patient(therapist=colleague, name="Marie Curie")
    client = as_user(therapist)

    assert names(client.post(URL, {"q": "mari"})) == ["Maria Delgado", "Marie Curie"]
    assert names(client.post(URL, {"q": "delgado maria"})) == ["Maria Delgado"]
    assert names(client.post(URL, {"q": "mari", "therapist": ""})) == ["Maria Delgado"]


def test_no_name_that_is_looked_for_stands_in_an_address(as_user, therapist):
    """The boxes for it are posted, and so is all that leads on from what was found."""
    for number in range(51):
        make_patient(therapist=therapist, name=f"Patient {number:02}")
    client = as_user(therapist)
    found = client.post(URL, {"q": "patien"}).text
    for page in (found, client.get(URL).text, client.post(URL, {"q": "Patiens 01"}).text):
        forms = re.findall(r"<form[^>]*>(?:(?!</form>).)*</form>", page, re.S)
        asking = [form for form in forms if 'name="q"' in form]
        assert asking
        assert [form for form in asking if 'method="post"' not in form] == []
        assert re.findall(r'(?:href|action|data-refresh|hx-get)="[^"]*[?;]q=', page) == []
    assert names(client.get(URL, {"q": "nobody"})) == names(client.get(URL))
    assert 'formaction="?therapist=everyone&amp;page=2"' in found
    assert len(names(client.post(f"{URL}?therapist=everyone&page=2", {"q": "patien"}))) == 1


def test_a_name_looked_for_among_the_own_ones_stays_there(as_user, therapist, colleague):
    """On the next page of the list, by a button that narrows it, and with each fresh table."""
    make_patient(therapist=colleague, name="Marie Curie")
    make_patient(therapist=therapist, name="Maria Delgado")
    client = as_user(therapist)
    found = client.post(URL, {"q": "mari", "therapist": ""})
    again = re.search(r'data-refresh="([^"]*)"', found.text)[1]
    narrowed = re.search(r'formaction="([^"]*show=not-started)"', found.text)[1]
    for address in (again, f"{URL}{narrowed}"):
        assert names(client.post(address.replace("&amp;", "&"), {"q": "mari"})) == ["Maria Delgado"]


@pytest.mark.parametrize("q", ["%", "_", "x" * 5000, "a\x00b", "<b>", "z " * 2000])
def test_odd_searches_find_nothing_and_break_nothing(as_user, therapist, patient, q):
    response = as_user(therapist).post(URL, {"q": q})

    assert response.status_code == 200
    assert names(response) == []
    assert b"<b>\xe2\x80\x9d" not in response.content


def test_a_near_name_is_offered(as_user, therapist, patient, outsiders_patient):
    client = as_user(therapist)

    for q in ("Delgdo Maria", "Delgdo"):
        page = client.post(URL, {"q": q}).text
        assert 'form="searched" name="q" value="Maria Delgado"' in page
    for q in ("Priya Ramen", "Delgdo Priya", "x"):
        assert b"Did you mean" not in client.post(URL, {"q": q}).content
