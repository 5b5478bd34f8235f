from django.urls import reverse

from people.importing import guess_fields
from people.models import ImportRun
from tests.people.lists import IMPORT, csv_text, dry_run_page, send, upload


def test_titles_are_known_in_any_order_and_case():
    titles = ["  E-Mail ", "DOB", "patient_name", "Provider", "Next Appt", "MRN", "Phone #", "Name"]
    assert guess_fields(titles) == [
        "email",
        "born",
        "name",
        "therapist",
        "next_visit",
        "",
        "phone",
        "",
    ]


def test_the_page_shows_what_each_column_holds(as_user, therapist):
    client = as_user(therapist)
    client.post(IMPORT, upload(csv_text(["Who", "Year"], ["Alma Reyes", "1966"], ["Bo", "1966"])))
    run = ImportRun.objects.get()
    page = client.get(reverse("import_columns", args=[run.code]))
    field, texts = next(iter(page.context["form"].lines()))
    assert (field.label, texts) == ("Who", ["Alma Reyes", "Bo"])
    assert [texts for _field, texts in page.context["form"].lines()][1] == ["1966"]


def test_a_column_of_any_title_is_taken_for_what_it_is_said_to_be(as_user, therapist):
    run = send(as_user(therapist), ["Who", "x"], ["Alma Reyes", "y"], **{"column-0": "name"})
    assert (run.columns, run.ignored) == (["name", ""], ["x"])
    page = dry_run_page(as_user(therapist), run)
    assert [row.values["name"] for row in page.context["dry_run"].new] == ["Alma Reyes"]
    assert "<bdi>x</bdi>" in page.content.decode()


def test_first_and_last_names_are_joined(as_user, therapist):
    run = send(as_user(therapist), ["Last name", "First name"], ["Reyes", "Alma"])
    page = dry_run_page(as_user(therapist), run)
    assert [row.values["name"] for row in page.context["dry_run"].new] == ["Alma Reyes"]


def test_no_column_of_names_and_one_chosen_twice_come_back(as_user, therapist):
    client = as_user(therapist)
    client.post(IMPORT, upload(csv_text(["Year", "Born"], ["1966", "1966"])))
    address = reverse("import_columns", args=[ImportRun.objects.get().code])
    answer = client.post(address, {"column-0": "born", "column-1": "born"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose the column that holds the name." in page
    assert "“Year or date of birth” is chosen twice." in page


def test_whoever_treats_at_another_clinic_cannot_be_chosen(as_user, therapist, outsider):
    client = as_user(therapist)
    client.post(IMPORT, upload(csv_text(["Name"], ["Bo"])))
    address = reverse("import_columns", args=[ImportRun.objects.get().code])
    answer = client.post(address, {"column-0": "name", "therapist": str(outsider.code)})
    assert answer.status_code == 422


def test_days_before_months_are_seen_in_the_dates(as_user, therapist):
    run = send(as_user(therapist), ["Name", "Next visit"], ["Bo", "3/4/2026"], ["Al", "25/12/2026"])
    assert run.day_first
    rows = dry_run_page(as_user(therapist), run).context["dry_run"].rows
    assert [str(row.values["next_visit_on"]) for row in rows] == ["2026-04-03", "2026-12-25"]


def test_a_list_read_as_latin_1_says_so(as_user, therapist):
    client = as_user(therapist)
    client.post(IMPORT, upload("name\nZoë\n".encode("latin-1")))
    page = client.get(reverse("import_columns", args=[ImportRun.objects.get().code]))
    assert "read as Latin-1" in page.content.decode()


def test_nobody_else_reads_a_list(as_user, therapist, colleague, clinic_admin, outsider):
    run = send(as_user(therapist), ["Name"], ["Bo"])
    for other in (colleague, clinic_admin, outsider):
        assert as_user(other).get(reverse("import_columns", args=[run.code])).status_code == 404
