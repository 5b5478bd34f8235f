"""A clinic outgrows SQLite: every row is in PostgreSQL, the same, or nothing was moved."""

import json
import shutil
import sqlite3
from contextlib import closing
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from clinic.backups.postgresql import keywords
from tests.places import ask, url_of
from tests.test_settings import start

pytestmark = pytest.mark.skipif(
    settings.SQLITE, reason="needs a PostgreSQL to move to; runs in that pass"
)


def manage(url, *words, **env):
    """Run manage.py on this database in a process of its own; what it printed."""
    code = f"from django.core import management as m; m.execute_from_command_line({['', *words]})"
    return start(code, DATABASE_URL=url, HOMESTRETCH_MODE="test", **env)


def on_server(statement, *names):
    with psycopg.connect(**keywords(connection.settings_dict), autocommit=True) as server:
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """An SQLite file with the demo's two clinics, as years of use would leave it."""
    place = tmp_path_factory.mktemp("old") / "demo.sqlite3"
    for words in (["migrate"], ["createcachetable"], ["seed_library"], ["demo"]):
        assert manage(f"sqlite:///{place}", *words).returncode == 0
    return place


@pytest.fixture(scope="module")
def migrated(django_db_setup):
    """A database that migrate has just made, with its wall between the clinics, to be copied."""
    name = f"migrated_{uuid4().hex}"
    on_server("CREATE DATABASE {}", name)
    place = connection.settings_dict | {"NAME": name}
    pages = url_of(place | {"USER": getattr(settings, "APP_ROLE", "") or place["USER"]})
    assert manage(pages, "migrate", DATABASE_OWNER_URL=url_of(place)).returncode == 0
    yield name
    on_server("DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
def old(demo, tmp_path):
    """`old` to be spoiled by one test: the file, open for statements."""
    shutil.copy(demo, tmp_path / "old.sqlite3")
    with closing(sqlite3.connect(tmp_path / "old.sqlite3", isolation_level=None)) as database:
        yield database


@pytest.fixture
def new(migrated):
    name = f"new_{uuid4().hex}"
    on_server("CREATE DATABASE {} TEMPLATE {}", name, migrated)
    yield connection.settings_dict | {"NAME": name}
    on_server("DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
def move(old, new, tmp_path):
    return lambda: move_from(f"sqlite:///{tmp_path}/old.sqlite3", url_of(new))


def move_from(url, new=""):
    return manage(url, "move_to_postgres", NEW_DATABASE_URL=new)


def everything(url):
    """All that Django knows of a database, by another way than the move reads it."""
    dumped = manage(url, "dumpdata", "--all", "--exclude", "sessions")
    assert dumped.returncode == 0, dumped.stderr
    rows = json.loads(dumped.stdout)
    for row in rows:
        row["fields"] = {
            name: sorted(value, key=str) if isinstance(value, list) else value
            for name, value in row["fields"].items()
        }
    return {(row["model"], row["pk"]): row["fields"] for row in rows}


@pytest.mark.trial("D16")
def test_every_row_is_moved_and_the_same(move, old, new, tmp_path, tally):
    moved = move()
    assert moved.returncode == 0, moved.stderr
    before = everything(f"sqlite:///{tmp_path}/old.sqlite3")
    after = everything(url_of(new))
    wrong = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    tally("D16", cases=len(before), wrong=len(wrong))
    assert wrong == []
    assert len(before) > 7000
    assert ("programs.prescription", 1) in after
    assert "hashes and sequences right" in moved.stdout
    assert "django_session was left out" in moved.stdout
    ((linked,),) = old.execute("SELECT count(*) FROM exercises_variation_precautions").fetchall()
    assert ask(new, "SELECT count(*) FROM exercises_variation_precautions") == [(linked,)]


def test_the_wall_stands_as_before(move, new):
    walls = "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class ORDER BY relname"
    before = ask(new, walls)
    assert move().returncode == 0
    assert ask(new, walls) == before


def test_numbers_go_on_after_the_highest_ever_given(move, old, new):
    """A row that is gone keeps its number: what pointed to it never points to another."""
    ((last,),) = old.execute("SELECT max(id) FROM logbook_message").fetchall()
    old.execute("DELETE FROM logbook_message WHERE id = ?", [last])
    assert move().returncode == 0
    next_of = "SELECT nextval(pg_get_serial_sequence('{}', 'id'))"
    assert ask(new, next_of.format("logbook_message")) == [(last + 1,)]
    assert ask(new, next_of.format("people_handover")) == [(1,)]


def nothing_moved(new):
    return ask(new, "SELECT count(*) FROM people_clinic") == [(0,)]


def test_a_row_that_arrives_otherwise_moves_nothing(move, new):
    with psycopg.connect(**keywords(new)) as database:
        database.execute(
            "CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN NEW.name := upper(NEW.name); RETURN NEW; END $$"
        )
        database.execute(
            "CREATE TRIGGER shout BEFORE INSERT ON people_patient FOR EACH ROW"
            " WHEN (NEW.id = 3) EXECUTE FUNCTION shout()"
        )
    moved = move()
    assert moved.returncode == 1
    assert "Nothing was moved. people_patient: (19, " in moved.stderr
    assert nothing_moved(new)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (
            "UPDATE people_clinic SET name = printf('%.*c', 300, 'x')",
            "people_clinic: value too long",
        ),
        ("UPDATE logbook_session SET patient_id = 999 WHERE id = 1", "foreign key"),
        (
            "UPDATE people_user SET name = 'a' || char(0) WHERE id = 1",
            "people_user: PostgreSQL text",
        ),
        ("CREATE TABLE extra (id integer)", "No model knows these tables: extra."),
        ("DELETE FROM django_migrations WHERE app = 'caseload'", "The old database is not up to"),
    ],
    ids=["too long", "points nowhere", "NUL", "unknown table", "old release"],
)
def test_what_does_not_fit_is_named_and_moves_nothing(move, old, new, spoil, why):
    old.execute("PRAGMA ignore_check_constraints = on")
    old.execute(spoil)
    moved = move()
    assert moved.returncode == 1
    assert why in moved.stderr
    assert "Traceback" not in moved.stderr
    assert nothing_moved(new)


def test_only_into_an_empty_database(move, new):
    assert move().returncode == 0
    again = move()
    assert again.returncode == 1
    assert "The new database is not empty: people_clinic" in again.stderr


def test_only_into_a_migrated_postgresql(tmp_path, demo, new):
    url = f"sqlite:///{demo}"
    on_server("DROP DATABASE {} WITH (FORCE)", new["NAME"])
    on_server("CREATE DATABASE {}", new["NAME"])
    assert "The new database is not up to date" in move_from(url, url_of(new)).stderr
    assert "NEW_DATABASE_URL names the new one" in move_from(url, url).stderr
    assert "NEW_DATABASE_URL names the new one" in move_from(url).stderr
    gone = url_of(new | {"NAME": "not_there"})
    assert "does not exist" in move_from(url, gone).stderr
