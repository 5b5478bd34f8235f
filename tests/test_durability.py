"""The database keeps what it acknowledged, or the server does not start."""

import sqlite3

import pytest
from django.conf import settings
from django.db import connection

from clinic import durability
from clinic.journal import journal_mode
from tests.test_settings import GOOD_SECRET, start

SERVE = "import clinic.wsgi; print('serving')"


@pytest.mark.parametrize(
    ("version", "journal"),
    [
        ((3, 6, 23), "truncate"),
        ((3, 7, 0), "truncate"),
        ((3, 40, 1), "truncate"),
        ((3, 44, 5), "truncate"),
        ((3, 44, 6), "wal"),
        ((3, 45, 0), "truncate"),
        ((3, 50, 6), "truncate"),
        ((3, 50, 7), "wal"),
        ((3, 51, 0), "truncate"),
        ((3, 51, 2), "truncate"),
        ((3, 51, 3), "wal"),
        ((3, 52, 0), "wal"),
        ((4, 0, 0), "wal"),
    ],
)
def test_the_write_ahead_log_only_where_it_cannot_corrupt(version, journal):
    assert journal_mode(version) == journal


def test_a_check_says_which_journal_and_why(settings):
    settings.SQLITE = True
    (said,) = durability.journal_in_use()
    assert said.msg.startswith(f"SQLite {sqlite3.sqlite_version} ")
    assert "rollback journal" in said.msg or "sound write-ahead log" in said.msg
    settings.SQLITE = False
    assert durability.journal_in_use() == []


def server(tmp_path, **env):
    """Start what gunicorn loads, in production, on an SQLite file unless told otherwise."""
    kept = {"SECRET_KEY": GOOD_SECRET, "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3"}
    return start(SERVE, **(kept | env))


def test_a_server_starts_on_a_safe_database(tmp_path):
    started = server(tmp_path)
    assert (started.stdout.strip(), started.stderr) == ("serving", "")


def test_a_server_refuses_a_sqlite_that_could_lose(tmp_path):
    started = server(tmp_path, SQLITE_SYNCHRONOUS="normal")
    assert started.stdout == ""
    assert "SQLite runs with synchronous=NORMAL" in started.stderr


def test_a_server_starts_while_its_database_is_down(tmp_path):
    started = server(tmp_path, DATABASE_URL=f"postgres://nobody@/{tmp_path}/nothing")
    assert started.stdout.strip() == "serving"
    assert "its safety was not checked" in started.stderr


def test_another_journal_than_the_wanted_is_an_error(tmp_path, settings):
    with sqlite3.connect(tmp_path / "db.sqlite3") as file:
        file.execute("PRAGMA synchronous=FULL")
        file.execute("PRAGMA journal_mode=memory")
        (error,) = durability.of_sqlite(file.cursor())
    assert error.id == "clinic.E001"
    assert f"'memory', not '{journal_mode()}'" in error.msg


@pytest.mark.skipif(settings.SQLITE, reason="about PostgreSQL; runs in that pass")
@pytest.mark.parametrize("name", ["fsync", "full_page_writes", "synchronous_commit"])
def test_an_unsafe_setting_of_postgresql_is_named(name):
    """fsync and full_page_writes belong to the whole server: what it says is only compared."""
    with connection.cursor() as cursor:
        if name == "synchronous_commit":
            cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute("SELECT current_setting(%s)", [name])
        (value,) = cursor.fetchone()
        said = [error.msg for error in durability.of_postgresql(cursor)]
    assert [msg for msg in said if f"{name}=off" in msg] != [] or value == "on"
    assert any("synchronous_commit" in msg for msg in said) is (name == "synchronous_commit")
    assert any("fsync=off" in msg for msg in said), "the server of the tests runs with fsync=off"


@pytest.mark.skipif(settings.SQLITE, reason="about PostgreSQL; runs in that pass")
def test_a_server_refuses_a_postgresql_that_could_lose(tmp_path):
    place = connection.settings_dict
    url = f"postgres://{place['USER']}@/{place['HOST']}/{place['NAME']}"
    started = server(tmp_path, DATABASE_URL=url)
    assert started.stdout == ""
    assert "PostgreSQL runs with fsync=off" in started.stderr
