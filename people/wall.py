"""The second wall: PostgreSQL itself gives no row of another clinic, or of another patient.

`visible_to` says which rows a page reads. Behind it stands row-level security: every request of
somebody known is one transaction that tells the database who asks (`answer`), and a row is there
only for its own clinic, and for a patient only the own ones. Who has told nothing sees no patient.

What comes before anybody is known (a sign-in, an invitation, a handout's code), and a command of
the machine, says so: `with every_clinic():`, or `@every_clinic()`. What runs after the commit
(`on_commit`) stands outside the request, so it must say so too.

`migrate` builds the wall when it runs as DATABASE_OWNER_URL (docs/deployment.md): a policy on each
table with a foreign key to a patient or a clinic, found by walking the models. SQLite has no such
wall: there nothing here does anything.
"""

from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import connection, connections, transaction

EVERY = "every"
# Who works where is asked to find out who asks, and nothing of a patient stands in it.
OUTSIDE = {"people.Membership"}
CLINIC = "(SELECT current_setting('homestretch.clinic', true))"
PATIENT = "(SELECT coalesce(current_setting('homestretch.patient', true), ''))"

# --- Who asks -------------------------------------------------------------------------------------


def answer(get_response, request, patient=None):
    """The response, made behind the wall; of one that failed (500 and above) nothing is kept."""
    clinic = patient.clinic if patient else request.clinic
    if clinic is None or connection.vendor != "postgresql":
        return get_response(request)
    with asking(str(clinic.pk), str(patient.pk) if patient else ""):
        response = get_response(request)
        if response.status_code >= 500:
            transaction.set_rollback(True)
    return response


@contextmanager
def every_clinic():
    """All that happens inside is one transaction that sees every clinic's rows."""
    if connection.vendor != "postgresql":
        yield
        return
    with asking(EVERY, ""):
        yield


@contextmanager
def asking(clinic, patient):
    """A transaction in which this clinic asks, or this patient of it; inside another one, until
    this one ends: a rollback forgets by itself, a commit is told."""
    with transaction.atomic():
        before = tell(clinic, patient)
        yield
        if not connection.needs_rollback:
            tell(*before)


def tell(clinic, patient):
    """Say who asks until the transaction ends, and return who did before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('homestretch.clinic', true),"
            " current_setting('homestretch.patient', true),"
            " set_config('homestretch.clinic', %s, true),"
            " set_config('homestretch.patient', %s, true)",
            [clinic, patient],
        )
        return cursor.fetchone()[:2]


# --- The wall itself ------------------------------------------------------------------------------


def rules():
    """{table: what must hold of each row} for all tables that stand behind the wall."""
    models = apps.get_models(include_auto_created=True)
    models = [model for model in models if model._meta.managed and not model._meta.proxy]
    return {model._meta.db_table: rule for model in models if (rule := rule_of(model))}


def rule_of(model):
    """SQL that is true of the rows one may have: all that a row belongs to is one's own."""
    if model._meta.label in OUTSIDE:
        return None
    if model._meta.label == "people.Patient":
        own = f"{PATIENT} IN ('', id::text, merged_into_id::text)"  # also a record made one with it
        return f"{CLINIC} IN ('{EVERY}', clinic_id::text) AND {own}"
    keys = [field for field in model._meta.concrete_fields if field.is_relation]
    return " AND ".join(filter(None, [rule_of_key(model, key) for key in keys]))


def rule_of_key(model, key):
    target = key.related_model
    column = f"{model._meta.db_table}.{key.column}"
    if target._meta.label == "people.Clinic":
        rule = f"{CLINIC} IN ('{EVERY}', {column}::text)"
    elif target._meta.label == "people.Patient":
        # The patient who asks is known without a look; else the patient's own rule decides.
        rule = f"{column}::text = {PATIENT} OR {seen(target, column)}"
    elif model._meta.auto_created and rule_of(target):  # a pair goes with both that it joins
        rule = seen(target, column)
    else:
        return None
    return f"({column} IS NULL OR {rule})" if key.null else f"({rule})"


def seen(target, column):
    table = target._meta.db_table
    return f"EXISTS (SELECT FROM {table} AS target WHERE target.id = {column})"  # nosec B608


def build(using, **_signal):
    """After `migrate` as the owner: let the pages' role in, and put each table behind the wall."""
    role = settings.APP_ROLE
    if not role or connections[using].vendor != "postgresql":
        return
    with transaction.atomic(using), connections[using].cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone()[0] == role:  # nothing is this role's to change
            return
        for rights, on in (
            ("SELECT, INSERT, UPDATE, DELETE", "TABLES"),
            ("USAGE, UPDATE", "SEQUENCES"),
        ):
            to = f"TO {connections[using].ops.quote_name(role)}"
            cursor.execute(
                f"GRANT {rights} ON ALL {on} IN SCHEMA public {to};"
                f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rights} ON {on} {to}"
            )
        for table, rule in rules().items():
            cursor.execute(
                f"DROP POLICY IF EXISTS wall ON {table};"
                f"CREATE POLICY wall ON {table} USING ({rule});"
                f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
            )


def gaps(using):
    """Those tables, of all that there are, which stand in front of the wall."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND pg_table_is_visible(oid)"
            " AND relname = ANY(%s) AND NOT (relrowsecurity AND relforcerowsecurity AND EXISTS"
            " (SELECT FROM pg_policy WHERE polrelid = pg_class.oid AND polname = 'wall'))"
            " ORDER BY relname",
            [list(rules())],
        )
        return [table for (table,) in cursor.fetchall()]


def stands(databases=None, **_kwargs):
    """`manage.py check --database default` says where the wall has a gap, and who passes it."""
    found: list[checks.CheckMessage] = []
    for using in databases or []:
        if connections[using].vendor != "postgresql" or settings.APP_ROLE:
            continue  # migrate is about to build it
        bare = gaps(using)
        if "people_patient" in bare:
            said = "Rows are not walled off: migrate runs without DATABASE_OWNER_URL."
            found.append(checks.Warning(said, id="people.W001"))
        elif bare:
            said = f"Tables without their policy: {', '.join(bare)}. Run migrate as the owner."
            found.append(checks.Error(said, id="people.E001"))
        with connections[using].cursor() as cursor:
            cursor.execute(
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
            )
            if cursor.fetchone()[0]:
                said = "The role of DATABASE_URL passes the wall: give the pages one of their own."
                found.append(checks.Error(said, id="people.E002"))
    return found
