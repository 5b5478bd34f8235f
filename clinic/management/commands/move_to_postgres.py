"""manage.py move_to_postgres, with the new database in the environment as NEW_DATABASE_URL.

Never as an argument: everybody on the machine sees those, and a shell keeps them.
"""

import os

import environ
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from clinic import moving

OLD, NEW = "default", "new"


class Command(BaseCommand):
    help = (
        "Copy everything from SQLite to an empty, migrated PostgreSQL, named as NEW_DATABASE_URL in"
        " the environment. Stop the server first."
    )

    def handle(self, *args, **options):
        reach(os.environ.get("NEW_DATABASE_URL", ""))
        try:
            refuse_what_would_not_fit()
            # Our own write lock on the old database: nothing can be saved there meanwhile.
            with transaction.atomic(OLD), transaction.atomic(NEW), moving.past_the_wall(NEW):
                self.move()
        except DatabaseError as error:
            raise CommandError(f"Nothing was moved. {plain(error)}") from error
        finally:
            connections.close_all()
        for table, why in moving.LEFT_OUT.items():
            self.stdout.write(f"{table} was left out: {why}.")
        self.stdout.write("Now name the new database as DATABASE_URL. The old one is as it was.")

    def move(self):
        models, ever = moving.models(), moving.highest_numbers(OLD)
        make_room()
        for model in models:
            try:
                moving.copy(model, OLD, NEW)
            except DatabaseError as error:
                table = model._meta.db_table
                raise CommandError(f"Nothing was moved. {table}: {plain(error)}") from error
        with connections[NEW].cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # each row points to one that is there
        total = 0
        for model in models:
            table = model._meta.db_table
            old, new = (moving.fingerprint(model, alias) for alias in (OLD, NEW))
            if old != new:
                raise CommandError(f"Nothing was moved. {table}: {old} became {new}.")
            if not moving.go_on_counting(model, NEW, ever):
                raise CommandError(f"Nothing was moved. {table} would count from a wrong number.")
            self.stdout.write(f"{new[0]:>9}  {new[1][:16]}  {table}")
            total += new[0]
        self.stdout.write(f"{total} rows of {len(models)} tables, hashes and sequences right.")


def reach(url):
    """Make the new database known to Django beside the old one."""
    if connections[OLD].vendor != "sqlite":
        raise CommandError("DATABASE_URL is PostgreSQL already.")
    place = environ.Env.db_url_config(url)
    if not place.get("ENGINE", "").endswith("postgresql"):
        raise CommandError("NEW_DATABASE_URL names the new one: postgres://user:password@host/name")
    # Where rows stand behind a wall, even their owner has to ask for every clinic's.
    place.setdefault("OPTIONS", {})["options"] = settings.EVERY_CLINIC
    connections.settings[NEW] = place
    connections.configure_settings(connections.settings)


def refuse_what_would_not_fit():
    for alias, which in ((OLD, "old"), (NEW, "new")):
        executor = MigrationExecutor(connections[alias])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError(f"The {which} database is not up to date: run migrate on it first.")
    if unknown := moving.unknown_tables(OLD):
        raise CommandError(f"No model knows these tables: {', '.join(unknown)}.")
    if full := moving.tables_with_rows(NEW):
        raise CommandError(f"The new database is not empty: {', '.join(full[:3])}.")


def make_room():
    """Take out what migrate filled in; nothing points there yet."""
    for model in moving.models():
        if model._meta.db_table in moving.MADE_BY_MIGRATE:
            model._base_manager.using(NEW).all()._raw_delete(NEW)


def plain(error):
    """What the database said, without the row it said it of."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "message_primary", None) or str(error)
