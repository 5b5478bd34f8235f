import pytest
import time_machine
from django.utils import timezone

from people.models import ImportRun, Patient
from tests.people.lists import IMPORT, csv_text, send, upload

ROWS = csv_text(["Name", "Year"], ["Alma Reyes", "1966"], ["Bo", "1949"])


def test_a_file_leads_to_its_columns_and_saves_no_patient(as_user, therapist):
    answer = as_user(therapist).post(IMPORT, upload(ROWS))
    run = ImportRun.objects.get()
    assert answer.url == f"/clinic/import/{run.code}/columns/"
    assert (run.by, run.clinic, run.therapist) == (therapist, therapist.clinic, therapist)
    assert (run.header, run.rows) == (
        ["Name", "Year"],
        [[2, ["Alma Reyes", "1966"]], [3, ["Bo", "1949"]]],
    )
    assert run.columns == ["name", "born"]
    assert not Patient.objects.exists()


def test_a_clinic_admin_imports_too_and_treats_nobody(as_user, clinic_admin):
    assert as_user(clinic_admin).get(IMPORT).status_code == 200
    as_user(clinic_admin).post(IMPORT, upload(ROWS))
    assert ImportRun.objects.get().therapist is None


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("name\nZoë Été\n".encode(), "UTF-8"),
        ("name\nZoë Été\n".encode("utf-8-sig"), "UTF-8"),
        ("name\nZoë Été\n".encode("utf-16"), "UTF-16"),
        ("name\nZoë Été\n".encode("utf-16-be"), None),
        ("name\nZoë Été\n".encode("latin-1"), "Latin-1"),
    ],
)
def test_how_a_file_is_written(as_user, therapist, text, encoding):
    answer = as_user(therapist).post(IMPORT, upload(text))
    if encoding is None:
        assert answer.status_code == 422
        assert "This is no CSV file" in answer.content.decode()
        return
    run = ImportRun.objects.get()
    assert (run.encoding, run.rows) == (encoding, [[2, ["Zoë Été"]]])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_parts_the_cells(as_user, therapist, delimiter):
    rows = csv_text(
        ["Name", "Complaint, in short", "E-mail"],
        ["Bo", "a; b, c\td", "b@x.test"],
        delimiter=delimiter,
    )
    as_user(therapist).post(IMPORT, upload(rows))
    run = ImportRun.objects.get()
    assert run.columns == ["name", "", "email"]
    assert run.rows == [[2, ["Bo", "a; b, c d", "b@x.test"]]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty."),
        (b"name\n", "no rows below its first line"),
        (b"\n\n", "no rows below its first line"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "This is no CSV file."),
        (b'name\n"' + b"x" * 200_000, "A quotation mark may be open"),
        (b"name\n" + b"Bo\n" * 2001, "This file has 2001 rows. Import at most 2000 at a time."),
        (b"name\n" + b"Bo" * 600_000, "larger than 1.0\xa0MB"),
        (b"a," * 70 + b"\n" + b"1," * 70, "more than 60 columns"),
        (b"\xff\xfea", "cut off"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(as_user, therapist, content, said):
    answer = as_user(therapist).post(IMPORT, upload(content))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_no_file_at_all(as_user, therapist):
    answer = as_user(therapist).post(IMPORT, {})
    assert answer.status_code == 422
    assert "Choose a file." in answer.content.decode()


def test_a_list_is_forgotten_after_a_day(as_user, therapist):
    client = as_user(therapist)
    run = send(client, ["name"], ["Alma Reyes"])
    with time_machine.travel(timezone.now() + timezone.timedelta(days=1, minutes=1)):
        assert client.get(f"/clinic/import/{run.code}/").status_code == 302  # signed out by then
        client = as_user(therapist)
        assert client.get(f"/clinic/import/{run.code}/").status_code == 404
        client.post(IMPORT, upload(ROWS))
    assert ImportRun.objects.get() != run
