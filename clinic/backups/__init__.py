"""A backup is one file: the dump of the database, the pictures, and a manifest of both, sealed.

    archive.py      the tar and its manifest: every file with its size and sha256
    sealing.py      encryption for an age key whose private half is kept elsewhere
    folder.py       where backups lie: a new one appears whole or not at all
    sqlite.py       dump and load, each for one database; both give rows per table,
    postgresql.py   counted in the very state that was dumped

A place is one of Django's dictionaries of database settings.
"""

import sqlite3
from contextlib import contextmanager
from subprocess import CalledProcessError  # nosec B404

import psycopg
import pyrage
from django.core.management.base import CommandError

from . import postgresql, sqlite


def kind(place):
    """The module that dumps and loads this database."""
    return sqlite if place["ENGINE"].endswith("sqlite3") else postgresql


@contextmanager
def told_plainly():
    """What goes wrong with disks, keys and databases, as one sentence and exit code 1."""
    try:
        yield
    except CalledProcessError as error:
        raise CommandError(f"{error.cmd[0]}: {error.stderr.strip()}") from error
    except (OSError, ValueError, sqlite3.Error, psycopg.Error, pyrage.EncryptError) as error:
        raise CommandError(str(error)) from error
