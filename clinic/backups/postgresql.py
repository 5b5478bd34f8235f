"""Dump and load of a PostgreSQL database with its own programs, pg_dump and pg_restore."""

import os
import subprocess  # nosec B404

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

NAME = "postgresql"


def dump(place, to):
    """Dump the database as one state, while others write. Returns rows per table of that state.

    The role must see every row: pg_dump refuses one that a policy would hide rows from.
    """
    with psycopg.connect(**keywords(place)) as live:
        live.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        ((snapshot,),) = live.execute("SELECT pg_export_snapshot()").fetchall()
        run("pg_dump", place, "--format=custom", "--no-owner", f"--snapshot={snapshot}", "-f", to)
        return rows(live)


def rows(live):
    names = live.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
    ).fetchall()
    count = sql.SQL("SELECT count(*) FROM {}")
    return {
        name: live.execute(count.format(sql.Identifier(name))).fetchone()[0] for (name,) in names
    }


def is_empty(place):
    with psycopg.connect(**keywords(place)) as live:
        return not rows(live)


def load(dump, place, counted_in=None):
    """Load a dump into an empty database, all of it or nothing. Returns rows per table.

    They are counted by the role of `counted_in`, where that is another one that sees every row.
    """
    run("pg_restore", place, "--no-owner", "--exit-on-error", "--single-transaction", dump)
    with psycopg.connect(**keywords(counted_in or place)) as loaded:
        return rows(loaded)


def keywords(place):
    """How libpq calls what Django's settings say."""
    said = {
        "host": place.get("HOST"),
        "port": place.get("PORT"),
        "user": place.get("USER"),
        "password": place.get("PASSWORD"),
        "dbname": place["NAME"],
    }
    more = {
        name: word
        for name, word in place.get("OPTIONS", {}).items()
        if name == "options" or "ssl" in name
    }
    return {name: word for name, word in (said | more).items() if word}


def run(program, place, *options):
    """Run a program of PostgreSQL; the password goes by the environment, which no list shows.

    Raises CalledProcessError with what the program said.
    """
    to = keywords(place)
    env = os.environ | {"PGPASSWORD": to.pop("password", "")}
    command = [program, "--no-password", "-d", make_conninfo(**to), *options]
    subprocess.run(command, env=env, check=True, capture_output=True, text=True)  # noqa: S603  # nosec B603
