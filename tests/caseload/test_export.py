"""What is in a patient's own copy: all of theirs, nothing of anybody else, nothing to misuse."""

import hashlib
import json
import re
import zipfile

import pytest

from caseload.export import Copy
from caseload.tables import EXPORTED, MARKS, TABLES
from exercises.models import Exercise
from people.models import Patient
from tests.caseload.filled import fill, plant_canaries
from tests.caseload.history import do_session, make_program


@pytest.fixture
def filled(patient, other_patient, therapist, colleague):
    fill(patient, therapist, colleague)
    make_program(other_patient, by=therapist)
    do_session(other_patient, note="canary-of-somebody-else")
    for offer in patient.hand_overs.all():
        offer.patients.add(other_patient)
    Patient.objects.filter(pk=other_patient.pk).update(name="canary-of-somebody-else")
    return patient


def opened(patient):
    """{path: bytes} of the file."""
    with zipfile.ZipFile(Copy(patient).as_zip()) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_table_has_a_row_in_this_test(filled):
    assert [table.name for table in TABLES if not table.rows(filled).exists()] == []


@pytest.mark.trial("E4")
def test_every_row_is_in_it(filled, tally):
    data = json.loads(opened(filled)["data.json"])
    rows = {table.name: table.rows(filled).count() for table in EXPORTED}
    wrong = {name for name, count in rows.items() if len(data[name]) != count}
    tally("E4", cases=len(rows), wrong=len(wrong))
    assert wrong == set()
    assert set(data) == set(rows)


@pytest.mark.trial("E4")
def test_every_word_is_in_it_but_marks_and_secrets(filled, tally):
    planted = plant_canaries(filled)
    text = opened(filled)["data.json"].decode()
    hidden = {
        word
        for word, (table, field) in planted.items()
        if table.left_out or field.name in MARKS | set(table.secret)
    }
    missing = {word for word in set(planted) - hidden if word not in text}
    leaked = {word for word in hidden if word in text}
    tally("E4", cases=len(planted), wrong=len(missing | leaked))
    assert (missing, leaked) == (set(), set())


def test_nothing_of_anybody_else_is_in_it(filled):
    content = b"".join(opened(filled).values()).decode(errors="replace")
    assert "canary-of-somebody-else" not in content


def test_primary_keys_stay_here(filled):
    data = json.loads(opened(filled)["data.json"])
    assert not any("id" in row for rows in data.values() for row in rows)
    session = data["sessions"][0]
    assert session["version"] == "program_versions 1"
    assert re.fullmatch(r"[0-9a-f-]{36}", session["code"])


def test_what_a_record_made_one_with_it_still_holds_is_in_it(filled, therapist):
    old = Patient.objects.create(clinic=filled.clinic, name="Maria Delgada", merged_into=filled)
    data = json.loads(opened(filled)["data.json"])
    assert [row["name"] for row in data["patient"]] == [filled.name, old.name]


def test_the_manifest_names_each_file_with_size_and_hash(filled, notice):
    files = opened(filled)
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["notice_version"] == notice.number
    assert manifest["files"] == [
        {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in sorted(files.items())
    ]


def test_the_page_reads_without_a_script_and_names_only_files_beside_it(filled):
    files = opened(filled)
    page = files["index.html"].decode()
    assert "Felt fine." in page
    assert "How are you?" in page
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|http", page, re.I)
    named = set(re.findall(r'(?:href|src)="([^"]+)"', page))
    assert named <= set(files)
    assert "style.css" in named


def test_words_are_text_on_the_page(filled):
    filled.messages.update(body="<script>alert(1)</script>")
    page = opened(filled)["index.html"].decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page


def test_pictures_of_the_stretches_are_in_it(library, patient, therapist):
    make_program(patient, exercise=Exercise.objects.filter(clinic=None).in_order()[0], by=therapist)
    files = opened(patient)
    drawn = [name for name in files if name.startswith("pictures/")]
    assert drawn
    assert all(f'src="{name}"' in files["index.html"].decode() for name in drawn)


def test_a_longer_history_costs_no_more_queries(filled, django_assert_max_num_queries):
    with django_assert_max_num_queries(75) as few:
        Copy(filled).files()
    for days_ago in (3, 4, 5):
        do_session(filled, days_ago=days_ago)
    with django_assert_max_num_queries(len(few)):
        Copy(filled).files()
