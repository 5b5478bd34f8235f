"""Which journal SQLite keeps here: by its version, since many can corrupt a write-ahead log.

SQLite 3.7.0 to 3.51.2 may reset the log in a rare race and lose pages of the database; mended in
3.51.3 and, for the older lines, in 3.50.7 and 3.44.6.
"""

import sqlite3

WAL_BEGAN = (3, 7, 0)
# Releases that hold the mending, each up to where the next line begins without it.
MENDED = [((3, 44, 6), (3, 45, 0)), ((3, 50, 7), (3, 51, 0)), ((3, 51, 3), (99, 0, 0))]


def wal_is_sound(version):
    """Whether this version of SQLite, as (3, 40, 1), has a write-ahead log that cannot corrupt."""
    return version >= WAL_BEGAN and any(since <= version < until for since, until in MENDED)


def journal_mode(version=sqlite3.sqlite_version_info):
    """The journal for this version: the write-ahead log where sound, else the rollback journal.

    The rollback journal is truncated, not deleted: at synchronous=FULL SQLite syncs a truncation,
    but not the folder of a deleted file, and a journal that comes back after a power cut takes
    the acknowledged log with it.
    """
    return "wal" if wal_is_sound(version) else "truncate"
