"""All rows of one database in another, the same to the last bit, or none of them.

What no model stands for is named in LEFT_OUT with the reason; any other table stops a move.
"""

import hashlib
import json
from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.models import Max
from psycopg import sql

LEFT_OUT = {
    "django_migrations": "the new database has its own",
    "django_session": "everybody signs in again",
    settings.CACHE_TABLE: "wrong tries at sign-in are counted anew",
}
# Filled by migrate, under numbers of its own: the old rows take their place.
MADE_BY_MIGRATE = {"django_content_type", "auth_permission"}
AT_ONCE = 2000


def models():
    """Every model with a table of its own, many-to-many links and histories too, but sessions."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in LEFT_OUT
    ]


def unknown_tables(alias):
    with connections[alias].cursor() as cursor:
        found = set(connections[alias].introspection.table_names(cursor))
    return sorted(found - {model._meta.db_table for model in models()} - set(LEFT_OUT))


def tables_with_rows(alias):
    return [
        model._meta.db_table
        for model in models()
        if model._meta.db_table not in MADE_BY_MIGRATE and model._base_manager.using(alias).exists()
    ]


def columns(model):
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def rows(model, alias):
    """The stored values of each row, as Python knows them on either database."""
    names = [field.attname for field in columns(model)]
    stored = model._base_manager.using(alias).order_by("pk").values_list(*names)
    return stored.iterator(chunk_size=AT_ONCE)


def copy(model, source, target):
    """Write every row as it is: no save(), so no time is stamped and no history made.

    Raises DatabaseError for a row that the target does not take.
    """
    fields, to = columns(model), connections[target]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(field.column) for field in fields),
    )
    with to.wrap_database_errors, to.cursor() as cursor, cursor.copy(statement) as stream:
        for row in rows(model, source):
            pairs = zip(fields, row, strict=True)
            stream.write_row([field.get_db_prep_save(value, to) for field, value in pairs])


@contextmanager
def past_the_wall(alias):
    """The owner's rows may go in whatever the policies say, which look for rows still to come.

    The wall stands again before anybody else can see a row: all of it is one transaction.
    """
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relforcerowsecurity ORDER BY 1")
        walled = [sql.Identifier(table) for (table,) in cursor.fetchall()]
        for table in walled:
            cursor.execute(sql.SQL("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY").format(table))
        yield
        for table in walled:
            cursor.execute(sql.SQL("ALTER TABLE {} FORCE ROW LEVEL SECURITY").format(table))


def fingerprint(model, alias):
    """How many rows, and the sum of their hashes: the same for the same rows in any order."""
    count = total = 0
    for row in rows(model, alias):
        words = json.dumps(row, default=as_words, sort_keys=True)
        count += 1
        total += int.from_bytes(hashlib.sha256(words.encode()).digest())
    return count, f"{total % 2**256:064x}"


def as_words(value):
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def highest_numbers(alias):
    """The highest number SQLite ever gave out in each table: also of rows that are gone."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        return dict(cursor.fetchall())


def go_on_counting(model, target, ever):
    """Let new rows take numbers that were never taken. Returns whether the next one is such."""
    field = model._meta.auto_field
    if field is None:
        return True
    table = model._meta.db_table
    stored = model._base_manager.using(target).aggregate(highest=Max("pk"))["highest"] or 0
    highest = max(stored, ever.get(table, 0))
    with connections[target].cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', field.column])
        (sequence,) = cursor.fetchone()
        cursor.execute("SELECT setval(%s, %s, %s)", [sequence, max(highest, 1), highest > 0])
        cursor.execute(
            sql.SQL("SELECT last_value + is_called::int FROM {}").format(sql.SQL(sequence))
        )
        return cursor.fetchone()[0] == highest + 1
