"""Whether the database that answers keeps what it acknowledged through a power cut.

Asked by `manage.py migrate`, by `manage.py check --database default`, and once by each server
process as it starts. Tests run without the safety they check, and are not asked.
"""

import logging
import sqlite3

from django.conf import settings
from django.core.checks import Error, Info
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections

from clinic.journal import journal_mode, wal_is_sound

SYNCHRONOUS = ["OFF", "NORMAL", "FULL", "EXTRA"]  # as SQLite numbers them
# What PostgreSQL must not say of these.
POSTGRESQL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
log = logging.getLogger(__name__)


def database_keeps_its_word(app_configs=None, databases=None, **options):
    """An Error for each setting of the running database that would lose an acknowledged row."""
    if settings.MODE == "test":
        return []
    found = []
    for alias in databases or []:
        ask = {"sqlite": of_sqlite, "postgresql": of_postgresql}[connections[alias].vendor]
        with connections[alias].cursor() as cursor:
            found += ask(cursor)
    return found


def of_sqlite(cursor):
    journal, wanted = pragma(cursor, "journal_mode"), journal_mode()
    if journal != wanted:
        yield Error(
            f"SQLite keeps the journal {journal!r}, not {wanted!r}.",
            hint="Stop whatever else has the database open, then start again.",
            id="clinic.E001",
        )
    synchronous = SYNCHRONOUS[pragma(cursor, "synchronous")]
    if synchronous not in {"FULL", "EXTRA"}:
        yield Error(
            f"SQLite runs with synchronous={synchronous}: a power cut loses what was acknowledged.",
            hint="Remove SQLITE_SYNCHRONOUS, or set it to FULL.",
            id="clinic.E002",
        )


def of_postgresql(cursor):
    for name, unsafe in POSTGRESQL.items():
        cursor.execute("SELECT current_setting(%s)", [name])
        if cursor.fetchone()[0] == unsafe:
            yield Error(
                f"PostgreSQL runs with {name}={unsafe}: a power cut loses what was acknowledged.",
                hint=f"Set {name}=on for this server, database and role.",
                id="clinic.E003",
            )


def pragma(cursor, name):
    cursor.execute(f"PRAGMA {name}")
    return cursor.fetchone()[0]


def journal_in_use(app_configs=None, **options):
    """Says which journal SQLite keeps here, and why."""
    if not settings.SQLITE:
        return []
    version = sqlite3.sqlite_version
    why = "has a sound write-ahead log: it is used"
    if not wal_is_sound(sqlite3.sqlite_version_info):
        why = "can corrupt a write-ahead log in a rare race: the rollback journal is used"
    return [Info(f"SQLite {version} {why}.", id="clinic.I001")]


def refuse_to_lose():
    """Raise ImproperlyConfigured when the database would not keep its word.

    A database that does not answer yet stops no server: pages say 503 until it does.
    """
    try:
        found = database_keeps_its_word(databases=["default"])
    except OperationalError:
        log.warning("The database does not answer: its safety was not checked.")
        return
    finally:
        connections.close_all()
    if found:
        raise ImproperlyConfigured(" ".join(f"{error.msg} {error.hint}" for error in found))
