from django.urls import reverse

from people.models import Patient
from tests.people.lists import dry_run_page, press_import, send

HEADER = ["Name", "Note", "Born", "Email"]


def test_a_row_is_mended_here(as_user, therapist):
    client = as_user(therapist)
    run = send(
        client, HEADER, ["Ola Brandt", "x", "31/02/1961", "ola@x.test"], ["Bo", "", "1949", ""]
    )
    address = reverse("import_row", args=[run.code, 2])
    page = client.get(address).content.decode()
    assert "Birth date does not exist. Left out." in page
    assert 'value="31/02/1961"' in page
    answer = client.post(
        address, {"name": "Ola Brandt", "born": "28/02/1961", "email": "ola@x.test"}
    )
    assert answer.url == reverse("import_dry_run", args=[run.code])
    row = dry_run_page(client, run).context["dry_run"].rows[0]
    assert row.words == "Added. An invitation can go by email."
    press_import(client, run)
    assert Patient.objects.get(name="Ola Brandt").birth_year == 1961


def test_what_is_still_wrong_says_so_in_the_dry_run(as_user, therapist):
    client = as_user(therapist)
    run = send(client, HEADER, ["", "x", "1961", ""])
    client.post(reverse("import_row", args=[run.code, 2]), {"name": " ", "born": "nine"})
    row = dry_run_page(client, run).context["dry_run"].rows[0]
    assert row.words == "No name. Birth date cannot be read. Give a year as 1961. Left out."


def test_a_row_with_too_many_cells_is_whole_after_mending(as_user, therapist):
    client = as_user(therapist)
    run = send(client, ["Name"], ["Reyes", "Alma"])
    client.post(reverse("import_row", args=[run.code, 2]), {"name": "Alma Reyes"})
    run.refresh_from_db()
    assert run.rows == [[2, ["Alma Reyes"]]]


def test_no_such_row_and_nobody_elses(as_user, therapist, colleague):
    run = send(as_user(therapist), HEADER, ["Bo", "", "1949", ""])
    assert as_user(therapist).get(reverse("import_row", args=[run.code, 99])).status_code == 404
    assert as_user(colleague).get(reverse("import_row", args=[run.code, 2])).status_code == 404
