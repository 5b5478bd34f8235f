"""Five hundred odd patients in one file: what the dry run's page says of each row is what then
happened to it, and a crash in the middle leaves nothing behind."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Episode, ImportRun, Patient, PatientTherapist
from tests.factories import make_patient
from tests.people.lists import csv_text, dry_run_page, press_import, send_text

HEADER = [
    "Notes",
    "E-Mail",
    "NAME",
    "Date of birth",
    "Therapist",
    "Complaint",
    "Side",
    "Next visit",
]
LONG = "Wolfeschlegelsteinhausenbergerdorff Maximiliana Ottoline Theophania von der Weide zu Ho "
RIGHT_TO_LEFT = "محمد الخطيب"
TURNED = "\u202eEvil Name\u202c"
FORMULA = '=HYPERLINK("http://x.test","Anna")'
BY_EMAIL = "Added. An invitation can go by email."
ON_PAPER = "Added. No email: handout code to print."
LOST = "No therapist here is called “Dr. Nobody”. Left out."


def cells(name, born="1961", email="", therapist="", complaint="", side="", visit=""):
    return ["kept in no column", email, name, born, therapist, complaint, side, visit]


def zoe(n):
    care = ["Sam Rivera", "Low back pain, left leg", "Left", "12/24/2026"]
    return cells(f"Zoë d’Été {n}", "3.4.1999", f"zoe{n}@x.test", *care)


# How many, the state and the words the dry run must say, and what stands in the file.
KINDS = [
    (90, "new", BY_EMAIL, lambda n: cells(f"Plain Person {n}", "1950", f"plain{n}@x.test")),
    (50, "new", ON_PAPER, lambda n: cells(f"Mononym{n}", f"0{n % 9 + 1}/25/19{50 + n % 40}")),
    (40, "new", BY_EMAIL, lambda n: cells(f"{LONG}{n:02}", "1944", f"long{n}@x.test")),
    (40, "new", ON_PAPER, lambda n: cells(f"{RIGHT_TO_LEFT} {n}", "1971")),
    (20, "new", ON_PAPER, lambda n: cells(f"{TURNED} {n}", "1980")),
    (20, "new", ON_PAPER, lambda n: cells(f"{FORMULA} {n}", "1980-02-29")),
    (
        30,
        "new",
        "Added. No email and no year of birth: cannot sign in yet.",
        lambda n: cells(f"Ageless {n}", ""),
    ),
    (40, "new", BY_EMAIL, zoe),
    (
        20,
        "fix",
        "Birth date does not exist. Left out.",
        lambda n: cells(f"Ola Brandt {n}", "31/02/1961", f"ola{n}@x.test"),
    ),
    (20, "fix", "No name. Left out.", lambda n: cells("  \u2067 " if n % 2 else "", "1974")),
    (
        20,
        "fix",
        "Email is not complete. Left out.",
        lambda n: cells(f"Rui Costa {n}", "1958", f"rui{n}@example"),
    ),
    (20, "fix", LOST, lambda n: cells(f"Lost {n}", "1958", "", "Dr. Nobody")),
    (
        20,
        "fix",
        "Year of birth can be 1900 to 2026. Left out.",
        lambda n: cells(f"Methuselah {n}", f"18{n + 10}"),
    ),
    (
        20,
        "fix",
        "Side can be left, right, both or none. Left out.",
        lambda n: cells(f"Sideways {n}", side="upwards"),
    ),
    (
        20,
        "same",
        "Same name, year and email as a patient of Dana Okafor.",
        lambda n: cells(f" KNOWN  person {n} ", "1968", f"Known{n}@X.test"),
    ),
    (
        1,
        "same",
        "Same email as Joan Whitfield, other first name.",
        lambda n: cells("Jon Whitfield", "1962", "joan.w@x.test"),
    ),
]
TWINS = 20


def odd_rows():
    """(cells, state, words) of more than 500 rows, in the order of the file."""
    rows = [(make(n), state, words) for many, state, words, make in KINDS for n in range(many)]
    for n in range(TWINS):
        line = len(rows) + 2  # of the first of the two; line 1 holds the titles
        for other, email in ((line + 1, f"one{n}@x.test"), (line, "")):
            words = f"The same name and year: row {other}."
            rows.append((cells(f"Twin {n}", "1971", email), "same", words))
    return rows


@pytest.fixture
def known(therapist):
    for n in range(20):
        make_patient(
            therapist=therapist, name=f"Known Person {n}", email=f"known{n}@x.test", birth_year=1968
        )
    make_patient(therapist=therapist, name="Joan Whitfield", email="joan.w@x.test", birth_year=1962)


@pytest.fixture
def _november(time_machine):
    time_machine.move_to("2026-11-24 12:00Z", tick=False)


def rows_on_the_pages(client, run):
    """{line: (words, name)} as the pages of the dry run show them."""
    shown = {}
    for page in range(1, 5):
        html = dry_run_page(client, run, page).content.decode()
        for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL):
            if line := re.search(r'data-label="Row">(\d+)<', row):
                words = re.sub(
                    r"<[^>]*>", " ", re.search(r'class="will">(.*?)</td>', row, re.DOTALL)[1]
                )
                shown[int(line[1])] = " ".join(words.split())
        if f"Page {page} of {page}" in html or "More rows" not in html:
            break
    return shown


@pytest.mark.usefixtures("known", "_november")
def test_the_words_of_the_dry_run_are_what_then_happens(as_user, therapist, colleague):
    rows = odd_rows()
    assert len(rows) >= 500
    client = as_user(therapist)
    before = set(Patient.objects.values_list("pk", flat=True))
    run = send_text(client, csv_text(HEADER, *(cells for cells, _state, _words in rows)))
    assert run.ignored == ["Notes"]
    shown = rows_on_the_pages(client, run)
    said = dict(enumerate((words for _cells, _state, words in rows), start=2))
    assert shown == said

    # Twins and the Whitfield wait for a decision: every second is added, the others skipped.
    asked = [line for line, (_cells, state, _words) in enumerate(rows, start=2) if state == "same"]
    choices = {f"row-{line}": "add" if line % 2 else "skip" for line in asked[20:]}
    answer = press_import(client, run, **choices)
    assert answer.url == reverse("import_done", args=[run.code])

    run.refresh_from_db()
    added = {patient.name: patient for patient in Patient.objects.exclude(pk__in=before)}
    wanted = {}
    for line, (cells, state, _words) in enumerate(rows, start=2):
        name = " ".join(cells[2].replace("\u202e", "").replace("\u202c", "").split())
        if state == "new" or choices.get(f"row-{line}") == "add":
            wanted[name] = cells
    assert sorted(added) == sorted(wanted)
    assert len(run.added) == len(wanted) == Patient.objects.exclude(pk__in=before).count()
    for name, cells in wanted.items():
        patient = added[name]
        years = re.findall(r"\d{4}", cells[3])
        assert patient.birth_year == (int(years[0]) if years else None), name
        assert patient.email == cells[1]
        assert patient.therapist == (colleague if cells[4] else therapist)
        assert (patient.open_episode and patient.open_episode.complaint) == (cells[5] or None)
    zoe = added["Zoë d’Été 0"].open_episode
    assert (zoe.side, str(zoe.next_visit_on), str(zoe.started_on)) == (
        "left",
        "2026-12-24",
        "2026-11-24",
    )
    assert run.left_out == [n for n, row in enumerate(rows, start=2) if row[1] == "fix"]
    assert run.skipped == asked[:20] + [n for n in asked[20:] if choices[f"row-{n}"] == "skip"]
    assert (run.rows, run.header, run.choices) == ([], [], {})


@pytest.mark.parametrize("breaks", [Episode, PatientTherapist])
@pytest.mark.usefixtures("known", "_november")
def test_a_crash_in_the_middle_imports_nothing(as_user, therapist, colleague, breaks, monkeypatch):
    client = as_user(therapist)
    run = send_text(client, csv_text(HEADER, *(cells for cells, *_rest in odd_rows())))
    asked = {
        f"row-{row.line}": "add" for row in dry_run_page(client, run).context["dry_run"].undecided
    }
    before = Patient.objects.count()

    def crash(*args, **kwargs):
        raise RuntimeError("The machine went down.")

    with monkeypatch.context() as broken:
        broken.setattr(breaks.objects, "bulk_create", crash)
        with pytest.raises(RuntimeError):
            press_import(client, run, **asked)
    assert Patient.objects.count() == before
    run.refresh_from_db()
    assert (run.used_at, run.added, len(run.rows)) == (None, [], len(odd_rows()))
    again = press_import(client, run, **asked)  # and sent again, the same list goes in
    assert again.status_code == 302
    assert Patient.objects.count() > before


@pytest.mark.usefixtures("known", "_november")
def test_a_list_costs_the_same_queries_at_any_length(as_user, therapist):
    client = as_user(therapist)
    counts = []
    for size in (5, 50):
        run = send_text(
            client, csv_text(["name", "born"], *[[f"P {size} {n}", "1960"] for n in range(size)])
        )
        with CaptureQueriesContext(connection) as asked:
            assert press_import(client, run).status_code == 302
        counts.append(len(asked))
        assert len(ImportRun.objects.get(pk=run.pk).added) == size
    assert counts[0] == counts[1]
