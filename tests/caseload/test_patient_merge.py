import pytest
from django.urls import reverse

from tests.factories import make_patient

MERGE = reverse("patient_merge")


@pytest.fixture
def two(therapist):
    return [
        make_patient(therapist=therapist, name=name, birth_year=1968, email=email)
        for name, email in (("Maria Delgado", "maria@x.test"), ("maria delgado", ""))
    ]


def test_records_alike_are_suggested_with_what_is_alike(as_user, therapist, two):
    make_patient(therapist=therapist, name="Zoe", birth_year=1990, email="Maria@X.test")
    page = as_user(therapist).get(MERGE)
    pairs = [
        (p["first"].name, p["second"].name, set(p) - {"first", "second"})
        for p in page.context["pairs"]
    ]
    assert pairs == [
        ("Maria Delgado", "maria delgado", {"name"}),
        ("Maria Delgado", "Zoe", {"email"}),
    ]
    assert reverse("merge_records", args=[two[0].code, two[1].code]) in page.content.decode()


def test_names_without_a_year_and_discharged_ones_elsewhere_are_not_suggested(
    as_user, therapist, outsider
):
    make_patient(therapist=therapist, name="Bo", birth_year=None)
    make_patient(therapist=therapist, name="Bo", birth_year=None)
    make_patient(therapist=outsider, name="Al", birth_year=1968)
    make_patient(therapist=therapist, name="Al", birth_year=1968)
    page = as_user(therapist).get(MERGE)
    assert page.context["pairs"] == []
    assert "No two records have the same name and year" in page.content.decode()


def test_any_two_are_found_by_name_one_after_the_other(as_user, therapist, two):
    other = make_patient(therapist=therapist, name="Dolores Smith")
    client = as_user(therapist)
    page = client.post(MERGE, {"q": "delgado maria"})
    assert {patient.name for patient in page.context["found"]} == {"Maria Delgado", "maria delgado"}
    page = client.post(MERGE, {"q": "smith", "record": str(two[0].code)})
    assert (page.context["chosen"], list(page.context["found"])) == ([two[0]], [other])
    assert list(client.post(MERGE, {"q": " "}).context["found"]) == []
    answer = client.post(
        MERGE, {"q": "", "record": [str(two[0].code), str(other.code)], "look": "yes"}
    )
    assert answer.url == reverse("merge_records", args=[other.code, two[0].code])


def test_a_name_in_the_address_asks_for_nobody(as_user, therapist, two):
    page = as_user(therapist).get(MERGE, {"q": "maria"})
    assert list(page.context["found"]) == []
    box = page.text[: page.text.index('name="q"')].rpartition("<form")[2]
    assert 'method="post"' in box


def test_no_text_with_a_nul_breaks_the_search(as_user, therapist, two):
    assert len(as_user(therapist).post(MERGE, {"q": "del\0gado"}).context["found"]) == 2


@pytest.mark.parametrize("ticked", [[], ["one"], ["x" * 36]])
def test_one_ticked_or_nonsense_asks_for_two(as_user, therapist, two, ticked):
    codes = [str(two[0].code) if tick == "one" else tick for tick in ticked]
    page = as_user(therapist).post(MERGE, {"record": codes, "look": "yes"})
    assert page.status_code == 200
    assert "Tick two records" in page.content.decode()


def test_an_admin_finds_people_and_no_complaint(as_user, clinic_admin, two):
    page = as_user(clinic_admin).post(MERGE, {"q": "maria"}).content.decode()
    assert "Maria Delgado" in page
    assert "Low back pain" not in page


def test_nobody_of_another_clinic_is_found(as_user, outsider, two):
    client = as_user(outsider)
    assert "Maria" not in client.get(MERGE).content.decode()
    page = client.post(MERGE, {"q": "x", "record": str(two[0].code), "look": "yes"})
    assert (page.context["chosen"], list(page.context["found"])) == ([], [])


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(as_user, therapist, assert_queries, rows):
    for _n in range(rows * 2):
        make_patient(therapist=therapist, name="Maria Delgado", birth_year=1968)
    client = as_user(therapist)
    client.get(MERGE)
    with assert_queries(QUERIES):
        client.post(MERGE, {"q": "maria"})


QUERIES = 5  # user, membership, pairs, found, and whose messages wait
