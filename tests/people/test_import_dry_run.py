import pytest
from django.urls import reverse

from people.models import ImportRun, Patient
from tests.factories import make_member, make_patient
from tests.people.lists import dry_run_page, press_import, send

HEADER = [
    "Name",
    "Born",
    "Email",
    "Therapist",
    "Complaint",
    "Side",
    "Referred by",
    "Next visit",
    "Language",
]

ON_PAPER = "Added. No email: handout code to print."


def words(client, *cells, header=HEADER):
    run = send(client, header, cells)
    return dry_run_page(client, run).context["dry_run"].rows[0].words


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["Alma", "1966", "a@x.test"], "Added. An invitation can go by email."),
        (["Bo", "1949"], "Added. No email: handout code to print."),
        (["Bo"], "Added. No email and no year of birth: cannot sign in yet."),
        (["", "1949"], "No name. Left out."),
        (["!?", "1949"], "The name has no letters. Left out."),
        (["x" * 121], "The name is longer than 120 signs. Left out."),
        (["Bo", "31/02/1961"], "Birth date does not exist. Left out."),
        (["Bo", "3/4/61"], "Birth date cannot be read. Give a year as 1961. Left out."),
        (["Bo", "1899"], "Year of birth can be 1900 to 2026. Left out."),
        (["Bo", "2027"], "Year of birth can be 1900 to 2026. Left out."),
        (["Bo", "1961", "bo@x"], "Email is not complete. Left out."),
        (
            ["", "1899", "bo@x"],
            "No name. Year of birth can be 1900 to 2026. Email is not complete. Left out.",
        ),
        (["Bo", "1961", "", "Nobody"], "No therapist here is called “Nobody”. Left out."),
        (["Bo", "1961", "", "", "Back", "up"], "Side can be left, right, both or none. Left out."),
        (["Bo", "1961", "", "", "x" * 201], "The complaint is longer than 200 signs. Left out."),
        (
            ["Bo", "1961", "", "", "Back", "", "", "2026-02-30"],
            "Next visit is a date that does not exist. Left out.",
        ),
        (
            ["Bo", "1961", "", "", "Back", "", "", "soon"],
            "Next visit cannot be read as a date. Left out.",
        ),
        (
            ["Bo", "1961", "", "", "", "", "Dr. Lin"],
            f"{ON_PAPER} No complaint, so without next visit and referrer.",
        ),
        (
            ["Bo", "1961", "", "", "", "", "", "", "Spanish"],
            "Added. No email: handout code to print. There are no pages in Spanish yet.",
        ),
        (["Bo", "1961", *[""] * 6, "en-US"], "Added. No email: handout code to print."),
        (["Bo", *[""] * 8, "more"], "This row has more cells than there are columns. Left out."),
    ],
)
def test_what_a_row_says(as_user, therapist, time_machine, cells, said):
    time_machine.move_to("2026-11-24 12:00Z", tick=False)
    assert words(as_user(therapist), *cells) == said


@pytest.mark.parametrize(
    ("born", "year"),
    [
        ("1961", 1961), ("1961.0", 1961), ("1961-03-04", 1961), ("03/04/1961", 1961),
        ("31/12/1961", 1961), ("12/31/1961", 1961), ("4.3.1961", 1961), ("4 Mar 1961", 1961),
        ("March 4, 1961", 1961),
        ("1961-03-04 00:00:00", 1961), ("29/02/1960", 1960), ("", None),
    ],
)  # fmt: skip
def test_a_year_or_a_date_of_birth(as_user, therapist, born, year):
    run = send(as_user(therapist), HEADER, ["Bo", born])
    row = dry_run_page(as_user(therapist), run).context["dry_run"].rows[0]
    assert (row.problems, row.values["birth_year"]) == ([], year)


@pytest.mark.parametrize(
    ("cells", "said", "choice"),
    [
        (
            ["maria DELGADO", "1968", "Maria@x.test"],
            "Same name, year and email as a patient of Dana Okafor.",
            "skip",
        ),
        (
            ["Maria Delgado", "1968", "other@x.test"],
            "Same name and year as a patient of Dana Okafor.",
            "",
        ),
        (
            ["Maria Delgado", "", ""],
            "Same name as a patient of Dana Okafor, no year to compare.",
            "",
        ),
        (
            ["Mara Delgado", "1990", "maria@x.test"],
            "Same email as Maria Delgado, other first name.",
            "",
        ),
        (["Jo Smith", "1990", "maria@x.test"], "Same email as Maria Delgado, other name.", ""),
        (
            ["Maria Delgado", "1969", "maria@x.test"],
            "Same name and email as a patient of Dana Okafor, other year of birth.",
            "",
        ),
        (["Maria Delgado", "1969", ""], "Added. No email: handout code to print.", ""),
    ],
)
def test_who_may_be_a_patient_already(as_user, therapist, cells, said, choice):
    make_patient(therapist=therapist, name="Maria Delgado", birth_year=1968, email="maria@x.test")
    run = send(as_user(therapist), HEADER, cells)
    row = dry_run_page(as_user(therapist), run).context["dry_run"].rows[0]
    assert (row.words, row.choice) == (said, choice)


@pytest.mark.parametrize(
    ("by", "restricted", "known"),
    [
        ("therapist", True, False),
        ("colleague", True, True),
        ("clinic_admin", True, True),
        ("therapist", False, True),
    ],
)
@pytest.mark.parametrize(
    "cells",
    [["Nadia Blake", "1975", ""], ["Nadia Blake", "", ""], ["Jo Smith", "1990", "n@x.test"]],
)
def test_a_list_tells_nobody_who_else_comes_here(
    request, as_user, colleague, clinic, by, restricted, known, cells
):
    """Whoever opens the own caseload alone learns of nobody else's patient; an admin keeps all."""
    clinic.restrict_to_caseload = restricted
    clinic.save()
    make_patient(therapist=colleague, name="Nadia Blake", birth_year=1975, email="n@x.test")
    client = as_user(request.getfixturevalue(by))
    run = send(client, HEADER, [*cells, "sam@riverbend.test"])
    page = dry_run_page(client, run)
    assert bool(page.context["dry_run"].rows[0].doubles) == known
    assert ("Same name" in page.text or "Same email" in page.text) == known


def test_another_clinics_patient_is_nobody_here(as_user, therapist, outsider):
    make_patient(therapist=outsider, name="Maria Delgado", birth_year=1968, email="maria@x.test")
    said = words(as_user(therapist), "Maria Delgado", "1968", "maria@x.test")
    assert said == "Added. An invitation can go by email."


def test_a_row_that_says_the_same_as_an_earlier_one_is_skipped(as_user, therapist):
    client = as_user(therapist)
    run = send(client, HEADER, ["Bo", "1949"], ["Bo", "1949"])
    rows = dry_run_page(client, run).context["dry_run"].rows
    assert [(row.state, row.choice) for row in rows] == [("new", ""), ("same", "skip")]
    assert rows[1].words == "Row 2 is the same in every column."
    press_import(client, run)
    assert [patient.name for patient in Patient.objects.all()] == ["Bo"]


def test_a_therapist_by_name_by_email_and_with_letters(as_user, therapist, colleague):
    client = as_user(therapist)
    names = ["sam rivera", "SAM@riverbend.test", "Sam Rivera, PT", ""]
    run = send(client, ["Name", "Therapist"], *[[f"P{n}", name] for n, name in enumerate(names)])
    rows = dry_run_page(client, run).context["dry_run"].rows
    assert [row.therapist for row in rows] == [colleague, colleague, colleague, therapist]


def test_two_therapists_of_one_name_need_the_email(as_user, therapist, clinic):
    make_member(clinic, name="Dana Okafor", email="dana2@riverbend.test")
    said = words(as_user(therapist), "Bo", "1949", "", "Dana Okafor")
    assert said == "More than one therapist is called “Dana Okafor”. Give the email. Left out."


def test_rows_without_a_therapist_are_left_out_when_an_admin_names_none(as_user, clinic_admin):
    client = as_user(clinic_admin)
    assert words(client, "Bo", "1949") == "No therapist. Left out."


def test_an_undecided_row_stops_the_import(as_user, therapist):
    make_patient(therapist=therapist, name="Maria Delgado", birth_year=1968)
    client = as_user(therapist)
    run = send(client, HEADER, ["Maria Delgado", "1968"], ["Bo", "1949"])
    answer = press_import(client, run)
    assert answer.status_code == 422
    assert "Say Skip or Add first" in answer.content.decode()
    assert Patient.objects.count() == 1
    assert press_import(client, run, **{"row-2": "add"}).status_code == 302
    assert Patient.objects.filter(name="Maria Delgado").count() == 2


def test_a_clinic_that_changed_meanwhile_is_shown_again(as_user, therapist):
    client = as_user(therapist)
    run = send(client, HEADER, ["Bo", "1949"])
    seen = dry_run_page(client, run).context["dry_run"].mark
    make_patient(therapist=therapist, name="Bo", birth_year=1949)
    answer = client.post(
        reverse("import_dry_run", args=[run.code]), {"import": "yes", "seen": seen}
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "patients changed since you saw the dry run" in page
    assert "Same name and year as a patient of Dana Okafor." in page
    assert Patient.objects.count() == 1


def test_a_second_click_imports_nothing_more(as_user, therapist):
    client = as_user(therapist)
    run = send(client, HEADER, ["Bo", "1949"])
    stale = ImportRun.objects.get(pk=run.pk)
    seen = dry_run_page(client, run).context["dry_run"].mark
    press_import(client, run)
    answer = client.post(
        reverse("import_dry_run", args=[run.code]), {"import": "yes", "seen": seen}
    )
    assert answer.url == reverse("import_done", args=[run.code])
    stale.carry_out(lambda run: pytest.fail("It was done already."), seen)
    assert Patient.objects.count() == 1


def test_choices_are_kept_and_all_that_wait_are_answered_at_once(as_user, therapist):
    for n in range(3):
        make_patient(therapist=therapist, name=f"P{n}", birth_year=1968)
    client = as_user(therapist)
    run = send(client, HEADER, *[[f"P{n}", "1968"] for n in range(3)])
    address = reverse("import_dry_run", args=[run.code])
    answer = client.post(address, {"row-3": "add"}, headers={"HX-Request": "true"})
    assert (
        answer.content.decode().startswith("\n") or 'id="import-facts"' in answer.content.decode()
    )
    assert "<title>" not in answer.content.decode()
    client.post(address, {"all": "skip"})
    rows = dry_run_page(client, run).context["dry_run"].rows
    assert [row.choice for row in rows] == ["skip", "add", "skip"]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(as_user, therapist, assert_queries, rows):
    client = as_user(therapist)
    run = send(client, HEADER, *[[f"P{n}", "1968"] for n in range(rows)])
    with assert_queries(6):  # user, membership, run, staff, patients, and whose messages wait
        dry_run_page(client, run)


def test_a_long_list_comes_in_pages(as_user, therapist):
    client = as_user(therapist)
    run = send(client, ["Name"], *[[f"P{n}"] for n in range(201)])
    assert len(dry_run_page(client, run).context["page"].object_list) == 200
    assert len(dry_run_page(client, run, 2).context["page"].object_list) == 1


def test_formulas_are_text_and_marks_of_direction_are_gone(as_user, therapist):
    client = as_user(therapist)
    run = send(
        client, HEADER, ['=1+1|cmd "x"', "1949"], ["\u202eolleH", "1949"], ["<b>Bo</b>", "1949"]
    )
    assert "&lt;b&gt;Bo&lt;/b&gt;" in dry_run_page(client, run).content.decode()
    press_import(client, run)
    names = list(Patient.objects.order_by("pk").values_list("name", flat=True))
    assert names == ['=1+1|cmd "x"', "olleH", "<b>Bo</b>"]


def test_nobody_else_sees_or_imports_a_list(as_user, therapist, colleague, outsider, clinic_admin):
    run = send(as_user(therapist), HEADER, ["Bo", "1949"])
    for other in (colleague, outsider, clinic_admin):
        client = as_user(other)
        assert dry_run_page(client, run).status_code == 404
        assert (
            client.post(reverse("import_dry_run", args=[run.code]), {"import": "yes"}).status_code
            == 404
        )
    assert not Patient.objects.exists()
