"""All rows that are stored, to be compared before and after."""

import hashlib
from collections import Counter

from django.apps import apps
from django.db import connection, models

# What a request writes of itself: that it was there.
OF_REQUESTS = ("django_session", "people_signin", "people_audit")
# New each time the same thing is done, and said by nobody who asks.
MADE_HERE = ("sha256", "sealed", "message_id", "handout_code", "listed", "password")


def tables():
    """Every model with a table of its own, but for what requests write of themselves."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and not model._meta.db_table.startswith(OF_REQUESTS)
    ]


def hashes():
    """{table: hash of all its rows}."""
    found = {}
    with connection.cursor() as cursor:
        for model in tables():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY 1')
            found[model._meta.db_table] = hashlib.sha256(repr(cursor.fetchall()).encode()).digest()
    return found


def rows():
    """{(model, primary key): {column: value}} of all rows."""
    return {
        (model, row[model._meta.pk.attname]): row
        for model in tables()
        for row in model._base_manager.values()
    }


def differences(before, after):
    """What was changed, added and deleted, without what is new each time: times, codes, numbers of
    new rows. The same act on the same rows gives the same differences."""
    found: Counter = Counter()
    for model, pk in before.keys() | after.keys():
        old, new = before.get((model, pk)), after.get((model, pk))
        if old == new:
            continue
        which = pk if old else "new"
        values = tuple(
            (field.attname, lasting(field, new[field.attname], before))
            for field in model._meta.concrete_fields
            if new
            and not field.primary_key
            and (not old or old[field.attname] != new[field.attname])
        )
        found[model._meta.label, which, "deleted" if new is None else values] += 1
    return found


def lasting(field, value, before):
    """The value, or that there is one, where it is another each time."""
    if value is None:
        return None
    if field.is_relation:
        return value if (field.related_model, value) in before else "new"
    if isinstance(field, models.DateTimeField | models.UUIDField):
        return "any"
    return "any" if field.name.endswith(MADE_HERE) else str(value)
