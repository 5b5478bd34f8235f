"""The guards of the audit trail belong to the tables' owner; the tests may run as another role."""

from django.db import connection


def as_owner(act, **options):
    role = connection.settings_dict["OPTIONS"].get("assume_role")
    if not role:
        act(**options)
        return
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        act(**options)
        cursor.execute(f"SET ROLE {connection.ops.quote_name(role)}")
