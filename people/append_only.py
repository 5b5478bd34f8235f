"""Tables whose rows are only ever added: the database itself refuses to change or delete one.

The guards are triggers, set after every `migrate`: SQLite drops them whenever a migration makes a
table anew. `manage.py check --database default` says where one is missing. In the audit trail one
column may be filled later, once: which seal a row lies under.
"""

from django.apps import apps
from django.core.checks import Error
from django.db import connections

MODELS = {"AuditEvent": "seal_id", "AuditedPatient": None, "AuditSeal": None}
# Where SQLite says ABORT and PostgreSQL this code, Django raises IntegrityError.
REFUSED = "rows of {table} are only added"
FUNCTION = """
CREATE OR REPLACE FUNCTION only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_NARGS = 1 THEN
        IF to_jsonb(OLD) ->> TG_ARGV[0] IS NULL
            AND to_jsonb(OLD) - TG_ARGV[0] = to_jsonb(NEW) - TG_ARGV[0]
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'rows of % are only added', TG_TABLE_NAME USING ERRCODE = '23001';
END $$
"""


def guards(connection):
    """{name of a trigger: the SQL that makes it} for one database."""
    make = of_postgresql if connection.vendor == "postgresql" else of_sqlite
    found: dict[str, str] = {}
    for name, filled_later in MODELS.items():
        model = apps.get_model("people", name)
        found |= make(model, model._meta.db_table, filled_later)
    return found


def of_sqlite(model, table, filled_later):
    columns = [field.column for field in model._meta.concrete_fields]
    fixed = ", ".join(column for column in columns if column != filled_later)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED.format(table=table)}'); END"
    whens = {"delete": f"DELETE ON {table}", "update": f"UPDATE OF {fixed} ON {table}"}
    if filled_later:
        once = f"WHEN OLD.{filled_later} IS NOT NULL"
        whens["fill"] = f"UPDATE OF {filled_later} ON {table} {once}"
    return {
        f"{table}_no_{act}": f"CREATE TRIGGER {table}_no_{act} BEFORE {when} {refuse}"
        for act, when in whens.items()
    }


def of_postgresql(model, table, filled_later):
    each_row = f"EXECUTE FUNCTION only_added({filled_later or ''})"
    whens = {
        "change": f"UPDATE OR DELETE ON {table} FOR EACH ROW {each_row}",
        "truncate": f"TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION only_added()",
    }
    return {
        f"{table}_no_{act}": f"CREATE TRIGGER {table}_no_{act} BEFORE {when}"
        for act, when in whens.items()
    }


def missing(using):
    """The names of the guards that are not there, of tables that are."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            # Switched off is as good as gone.
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {name for (name,) in cursor.fetchall()}
    wanted = guards(connection)
    return [name for name in wanted if name not in there and name.rpartition("_no_")[0] in tables]


def may_guard(connection):
    """Only the owner of the tables can; the role of the pages neither sets nor lifts a guard."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(tableowner, 'USAGE') FROM pg_tables"
            " WHERE tablename = 'people_auditevent'"
        )
        return cursor.fetchone() == (True,)


def guard(using="default", **_signal):
    """After `migrate`: set the guards that are missing."""
    connection = connections[using]
    names = missing(using)
    if not names or not may_guard(connection):
        return
    wanted = guards(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for name in names:
            cursor.execute(wanted[name])


def lift(using="default"):
    """For the tests alone, which empty all tables (tests/conftest.py): guard() sets them again."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name in guards(connection):
            on = f" ON {name.rpartition('_no_')[0]}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def stands(app_configs=None, databases=None, **options):
    """An Error where rows could be changed or deleted."""
    return [
        Error(
            f"The audit trail can be changed: {', '.join(names)} missing.",
            hint="Find out who removed it, then: manage.py migrate --skip-checks.",
            id="people.E010",
        )
        for using in databases or []
        if (names := missing(using))
    ]
