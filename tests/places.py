"""New, empty databases beside the one of the tests: on a file, or on the same PostgreSQL."""

import sqlite3
from contextlib import closing, contextmanager
from urllib.parse import quote
from uuid import uuid4

import psycopg
from django.db import connection
from psycopg import sql

from clinic.backups.postgresql import keywords


@contextmanager
def another_place(tmp_path):
    """The settings of an empty database of the kind these tests run on; gone afterwards."""
    live = connection.settings_dict
    if connection.vendor == "sqlite":
        yield live | {"NAME": str(tmp_path / "another.sqlite3")}
        return
    place = live | {"NAME": f"another_{uuid4().hex}"}
    name = sql.Identifier(place["NAME"])
    with psycopg.connect(**keywords(live), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield place
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def ask(place, question):
    """What the database of a place answers to one statement, as a list of rows."""
    if place["ENGINE"].endswith("sqlite3"):
        with closing(sqlite3.connect(place["NAME"])) as database:
            return database.execute(question).fetchall()
    with psycopg.connect(**keywords(place)) as database:
        return database.execute(question).fetchall()


def url_of(place):
    """A place as DATABASE_URL, for a process of its own."""
    if place["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{place['NAME']}"
    asks = place.get("OPTIONS", {}).get("options", "")  # behind the wall: for every clinic
    query = f"?options={quote(asks)}" if asks else ""
    return f"postgres://{place['USER']}@/{place['HOST']}/{place['NAME']}{query}"
