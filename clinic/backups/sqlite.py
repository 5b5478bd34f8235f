"""Dump and load of an SQLite database: a file of its own, checked before it counts as a backup."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

NAME = "sqlite"


def dump(place, to):
    """Copy the database as one state, while others write. Returns rows per table.

    All pages in one step: a copy in steps starts anew with each write and might never end.
    Writers wait for it, unless there is a write-ahead log.
    """
    live_uri = f"{Path(place['NAME']).absolute().as_uri()}?mode=rw"  # never makes a new one
    with (
        closing(sqlite3.connect(live_uri, uri=True, timeout=60)) as live,
        closing(sqlite3.connect(to)) as copy,
    ):
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, whatever the other had
        return rows(copy)


def rows(database):
    """Rows per table. Raises sqlite3.DatabaseError when the file is damaged."""
    if (found := database.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
        raise sqlite3.DatabaseError(f"The database is damaged: {found}")
    names = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY 1"
    ).fetchall()
    count = 'SELECT count(*) FROM "{}"'  # a name that the database itself told
    return {name: database.execute(count.format(name)).fetchone()[0] for (name,) in names}


def is_empty(place):
    """Whether nothing is there: no table, and no journal that would be played into a new file."""
    path = Path(place["NAME"])
    beside = [path.with_name(path.name + end) for end in ("-journal", "-wal")]
    if any(file.exists() and file.stat().st_size for file in beside):
        return False
    if not path.exists():
        return True
    with closing(sqlite3.connect(path)) as found:
        return not rows(found)


def load(dump, place, counted_in=None):
    """Put a dump where the database was empty, for its owner alone to read. Returns rows per table
    as they are then."""
    path = Path(place["NAME"])
    arriving = path.with_name(f".{path.name}.arriving")
    arriving.unlink(missing_ok=True)  # left by one that was killed, and perhaps for anybody to read
    handle = os.open(arriving, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with open(handle, "wb") as file, dump.open("rb") as dumped:
        shutil.copyfileobj(dumped, file)
        file.flush()
        os.fsync(file.fileno())
    arriving.replace(path)
    with closing(sqlite3.connect(path)) as loaded:
        return rows(loaded)
