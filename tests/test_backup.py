"""A backup comes back whole and exact, also one taken while people log; or it says why not."""

import errno
import hashlib
import io
import json
import sqlite3
import subprocess
import tarfile
import threading
from contextlib import closing
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from pyrage import x25519

from clinic.backups.archive import Damaged, unpack
from clinic.backups.postgresql import keywords, run
from tests.factories import (
    make_exercise,
    make_member,
    make_patient,
    make_prescription,
    make_user,
    make_version,
)
from tests.logbook.phone import NOW, stamp, whole_session
from tests.places import another_place, ask

pytestmark = pytest.mark.django_db(transaction=True)
LOGS = ("session", "setlog", "stretchlog", "finishlog")
KEYS = [f"SELECT key FROM logbook_{name}" for name in LOGS]
NAMES = [
    "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1",
    "SELECT conname, contype FROM pg_constraint ORDER BY 1, 2",
    "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    "SELECT polname FROM pg_policy ORDER BY 1",
]
PIPES = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"


@pytest.fixture
def key(tmp_path):
    """The two halves of a key: the public one, and the file that holds the private one."""
    private = x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(f"# made by a test\n{private}\n")
    return str(private.to_public()), tmp_path / "key.txt"


@pytest.fixture(autouse=True)
def backup_role(settings):
    """Backups are taken by a role that sees every row, here of the tests' own database."""
    if settings.DATABASE_BACKUP:
        settings.DATABASE_BACKUP = settings.DATABASE_BACKUP | {
            "NAME": connection.settings_dict["NAME"]
        }
    return settings.DATABASE_BACKUP


@pytest.fixture
def elsewhere(tmp_path, monkeypatch, settings, backup_role):
    """`elsewhere()`: from now on commands see an empty database and no pictures."""
    with another_place(tmp_path) as place:

        def move():
            for known in filter(None, [connection.settings_dict, backup_role]):
                monkeypatch.setitem(known, "NAME", place["NAME"])
            settings.MEDIA_ROOT = tmp_path / "media elsewhere"
            return place

        yield move
        monkeypatch.undo()


@pytest.fixture
def pictures(settings):
    (settings.MEDIA_ROOT / "pictures").mkdir(parents=True)
    (settings.MEDIA_ROOT / "pictures" / "cat.webp").write_bytes(b"cat" * 50_000)
    (settings.MEDIA_ROOT / "empty.webp").touch()


def taken(folder, *to, **options):
    """Take a backup; the one file it wrote."""
    before = set(folder.iterdir())
    call_command("backup", str(folder), to=list(to), **options)
    (new,) = set(folder.iterdir()) - before
    return new


def words(place, tmp_path, role=None):
    """The whole database as text: every table, row and sequence. PostgreSQL spells a condition
    anew each time it reads it, so there tables and constraints are compared by their names."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(place["NAME"])) as database:
            return list(database.iterdump())
    run(
        "pg_dump",
        (role or place) | {"NAME": place["NAME"]},
        "--data-only",
        "-f",
        tmp_path / "words.sql",
    )
    lines = (tmp_path / "words.sql").read_text().splitlines()
    rows = [line for line in lines if not line.startswith(("\\restrict", "\\unrestrict"))]
    return rows + [ask(place, question) for question in NAMES]


@pytest.mark.parametrize("encrypted", [True, False])
def test_comes_back_exact(
    folder, key, elsewhere, pictures, tmp_path, encrypted, capsys, backup_role
):
    make_patient(therapist=make_member(name="Dana"), name="Maria 'ü' \n 💪", birth_year=1968)
    live = dict(connection.settings_dict)
    connection.close()
    file = taken(folder, *key[:1] if encrypted else [])
    assert (b"Maria" in file.read_bytes()) is (not encrypted and connection.vendor == "sqlite")
    assert file.stat().st_mode & 0o777 == 0o600
    place = elsewhere()
    capsys.readouterr()
    call_command("restore", str(file), identity=key[1])
    said = capsys.readouterr().out
    assert "        1  people_patient\n" in said
    if connection.vendor == "sqlite":
        assert Path(place["NAME"]).stat().st_mode & 0o777 == 0o600
    assert "2 pictures" in said
    assert words(place, tmp_path, backup_role) == words(live, tmp_path, backup_role)
    media = tmp_path / "media elsewhere"
    assert (media / "pictures" / "cat.webp").read_bytes() == b"cat" * 50_000
    assert (media / "empty.webp").read_bytes() == b""


def log_until(stop, plan, sent, acknowledged):
    """Log sessions one act a request, as a phone does; note each key before and after."""
    client = Client()
    client.force_login(plan.program.patient.user)
    while not stop.is_set():
        for item in whole_session(plan, NOW):
            sent.add(UUID(item["key"]))
            body = {"owner": str(plan.program.patient.code), "sent_at": stamp(NOW), "items": [item]}
            answer = client.post(reverse("session_sync"), body, content_type="application/json")
            if answer.status_code == 200 and answer.json()["answers"][0]["result"] == "stored":
                acknowledged.add(UUID(item["key"]))
            if stop.is_set():
                break
    connection.close()


@pytest.fixture
def under_load():
    """Three patients log as fast as they can; gives the keys that were sent and acknowledged, and
    what stops them."""
    plans = []
    for _ in range(3):
        patient = make_patient(therapist=make_member(), user=make_user())
        draft = make_version(patient, sent=False)
        make_prescription(draft, make_exercise())
        draft.send(by=patient.therapist, revision=draft.revision)
        plans.append(draft)
    stop, sent, acknowledged = threading.Event(), set(), set()
    threads = [
        threading.Thread(target=log_until, args=(stop, plan, sent, acknowledged)) for plan in plans
    ]
    for thread in threads:
        thread.start()

    def end():
        stop.set()
        for thread in threads:
            thread.join()

    yield sent, acknowledged, end
    end()


@pytest.mark.trial("D14")
def test_taken_under_load_it_is_one_state(folder, elsewhere, under_load, tally, tmp_path, key):
    """All that was acknowledged before is in it, nothing half done, nothing that was never sent."""
    sent, acknowledged, end = under_load
    while len(acknowledged) < 30:
        assert threading.active_count() > 1, "the patients stopped logging"
    before = set(acknowledged)
    file = taken(folder, key[0])
    after = set(sent)
    assert len(acknowledged) > len(before), "nobody logged meanwhile"
    end()
    place = elsewhere()
    call_command("restore", str(file), identity=key[1], verbosity=0)
    found = {UUID(str(row[0])) for question in KEYS for row in ask(place, question)}
    counted = "SELECT coalesce(sum(sets_done), 0) FROM logbook_patientday"
    wrong = len(before - found) + len(found - after)
    wrong += ask(place, counted) != ask(place, "SELECT count(*) FROM logbook_setlog")
    tally("D14", cases=len(before), wrong=wrong)
    assert wrong == 0


def test_only_into_an_empty_database_and_folder(folder, elsewhere, pictures, settings):
    connection.close()
    file = taken(folder)
    with pytest.raises(CommandError, match="The database is not empty"):
        call_command("restore", str(file))
    place, full = elsewhere(), settings.MEDIA_ROOT
    full.mkdir()
    (full / "mine.webp").touch()
    with pytest.raises(CommandError, match="is not empty"):
        call_command("restore", str(file))
    assert list(full.iterdir()) == [full / "mine.webp"]
    assert Path(place["NAME"]).exists() is False


def test_a_changed_picture_is_found_before_anything_is_restored(folder, elsewhere, pictures):
    connection.close()
    file = taken(folder)
    file.write_bytes(file.read_bytes().replace(b"catcat", b"dogcat", 1))
    place = elsewhere()
    with pytest.raises(CommandError, match=r"1 files are not .* first media/pictures/cat.webp"):
        call_command("restore", str(file))
    assert nothing_in(place)


def nothing_in(place):
    if connection.vendor == "sqlite":
        return not Path(place["NAME"]).exists()
    return ask(place, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []


def spoiled_seal(data):
    return data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]


def tar_of_junk(data):
    with tarfile.open(fileobj=(made := io.BytesIO()), mode="w") as tar:
        tar.addfile(tarfile.TarInfo("../../etc/passwd"))
    return made.getvalue()


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (spoiled_seal, "could not be opened with this key"),
        (lambda data: data[: len(data) // 2], "could not be opened with this key"),
        (lambda data: b"", "This is no whole backup"),
        (tar_of_junk, "This is no whole backup"),
    ],
    ids=["one bit", "half", "nothing", "out of its folder"],
)
def test_a_spoiled_backup_restores_nothing(folder, key, elsewhere, spoil, why):
    connection.close()
    file = taken(folder, key[0])
    file.write_bytes(spoil(file.read_bytes()))
    place = elsewhere()
    with pytest.raises(CommandError, match=why):
        call_command("restore", str(file), identity=key[1])
    assert nothing_in(place)


def entry(name, kind, leads_to=""):
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, leads_to
    return made


@pytest.mark.parametrize(
    "strange",
    [
        entry("media/cat.webp", tarfile.SYMTYPE, "dog.webp"),
        entry("media/cat.webp", tarfile.LNKTYPE, "media/dog.webp"),
        entry("media/cat.webp", tarfile.FIFOTYPE),
        entry("media", tarfile.DIRTYPE),
        entry("/media/cat.webp", tarfile.REGTYPE),
        entry("media/../media/cat.webp", tarfile.REGTYPE),
    ],
    ids=lambda strange: f"{strange.type.decode()} {strange.name}",
)
def test_only_files_that_stay_in_their_folder_are_unpacked(tmp_path, strange):
    """All that the manifest says is true of what would lie there."""
    names = {"media/dog.webp", "media/cat.webp"} if "cat" in strange.name else {"media/dog.webp"}
    empty = {"size": 0, "sha256": hashlib.sha256().hexdigest()}
    told = json.dumps({"files": [{"name": name} | empty for name in names]}).encode()
    manifest = entry("manifest.json", tarfile.REGTYPE)
    manifest.size = len(told)
    with tarfile.open(tmp_path / "a.tar", "w") as tar:
        tar.addfile(entry("media/dog.webp", tarfile.REGTYPE))
        tar.addfile(strange)
        tar.addfile(manifest, io.BytesIO(told))
    with (tmp_path / "a.tar").open("rb") as file, pytest.raises(Damaged, match="is no file of"):
        unpack(file, tmp_path / "content")
    assert not (tmp_path / "content" / "media" / "cat.webp").is_symlink()


def test_another_key_opens_nothing(folder, key, elsewhere, tmp_path):
    connection.close()
    file = taken(folder, key[0])
    elsewhere()
    call_command("backup_key", str(tmp_path / "other.txt"))
    with pytest.raises(CommandError, match="could not be opened with this key"):
        call_command("restore", str(file), identity=tmp_path / "other.txt")
    with pytest.raises(CommandError, match="is encrypted"):
        call_command("restore", str(file))
    with pytest.raises(CommandError, match="holds no private key"):
        call_command("restore", str(file), identity=file)


def test_a_key_is_never_overwritten(tmp_path, capsys):
    call_command("backup_key", str(tmp_path / "key.txt"))
    public, made = capsys.readouterr().out.strip(), (tmp_path / "key.txt").read_text()
    assert f"# public key: {public}\n" in made
    with pytest.raises(CommandError, match="exists"):
        call_command("backup_key", str(tmp_path / "key.txt"))
    assert (tmp_path / "key.txt").read_text() == made


def full(*where):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("encrypted", [True, False])
def test_a_failed_backup_leaves_nothing_and_deletes_nothing(folder, key, monkeypatch, encrypted):
    connection.close()
    old = folder / "homestretch-20200101T000000Z.tar.age"
    old.write_bytes(b"old")
    with monkeypatch.context() as disk:
        disk.setattr("clinic.backups.archive.add", full)
        with pytest.raises(CommandError, match="No space left"):
            call_command("backup", str(folder), to=list(key[:1]) if encrypted else [], keep=1)
    assert list(folder.iterdir()) == [old]
    with pytest.raises(CommandError, match="is no public key"):
        call_command("backup", str(folder), to=["age1junk"], keep=1)
    with pytest.raises(CommandError, match="No such file"):
        call_command("backup", str(folder / "nowhere"))
    assert list(folder.iterdir()) == [old]


@pytest.mark.skipif(settings.SQLITE, reason="SQLite hides no rows from a role")
def test_a_role_that_some_rows_are_hidden_from_takes_no_backup(folder, elsewhere, settings):
    place, settings.DATABASE_BACKUP = elsewhere(), None
    with psycopg.connect(**keywords(place)) as database:
        database.execute("CREATE TABLE people_patient (id integer)")
        database.execute("CREATE POLICY none ON people_patient USING (false)")
        database.execute(
            "ALTER TABLE people_patient ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
        )
    with pytest.raises(CommandError, match="row-level security"):
        call_command("backup", str(folder))
    assert list(folder.iterdir()) == []


def test_the_newest_are_kept_and_what_was_killed_is_swept(folder):
    connection.close()
    for day in range(1, 5):
        (folder / f"homestretch-2020010{day}T000000Z.tar.age").touch()
    (folder / ".homestretch-20200105T000000Z.tar.part").touch()
    (folder / "mine.txt").touch()
    call_command("backup", str(folder), keep=3)
    names = sorted(path.name for path in folder.iterdir())
    assert names[:2] == [f"homestretch-2020010{day}T000000Z.tar.age" for day in (3, 4)]
    assert names[3:] == ["mine.txt"]


def test_one_at_a_time(folder):
    connection.close()
    with subprocess.Popen(["flock", str(folder), "sh", "-c", "echo; read x"], **PIPES) as holder:
        holder.stdout.readline()
        with pytest.raises(CommandError, match="temporarily unavailable"):
            call_command("backup", str(folder))
        holder.communicate(b"\n")
    assert list(folder.iterdir()) == []
