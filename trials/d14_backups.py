"""D14: backups every few seconds while phones post and the server is killed; each comes back.

Each is restored on an empty host, with the key that the server never had. It must hold every post
that was acknowledged before it began, once, with days that count right; and the last one, made when
all was still, every row of every table.
"""

import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import environ
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from trials.d1_killed import PHONES, kill_often
from trials.databases import ROOT, fresh
from trials.installation import Server, install
from trials.load import Load, lost_and_doubled, stored
from trials.outcome import Outcome

SESSIONS, KILLS = {False: 2, True: 8}, {False: 3, True: 20}
RESTORED = {False: 3, True: 20}  # at most, spread over those that were taken
EVERY = {False: 3, True: 5}  # seconds: they stand for the minutes between backups of a clinic


def run(database, long):
    patients = install(PHONES, effective_on=timezone.localdate() - timedelta(days=40))
    key, folder = database.folder / "key.txt", database.folder / "backups"
    folder.mkdir()
    public = said("backup_key", str(key))
    with Server(database.name) as server:
        load = Load(server, patients, SESSIONS[long])
        connections.close_all()
        load.start()
        taken = []
        taking = threading.Thread(
            target=take, args=(taken, load, folder, public, EVERY[long]), daemon=True
        )
        taking.start()
        kill_often(server, load, KILLS[long])
        load.join()
        taking.join()
    last = backup(folder, public)
    lost = doubled = miscounted = 0
    chosen = taken[:: len(taken) // RESTORED[long] + 1]
    for file, before in chosen:
        with restored(database, file, key) as days_wrong:
            missing, twice = lost_and_doubled(before, stored("restored"))
        lost, doubled, miscounted = lost + missing, doubled + twice, miscounted + days_wrong
    with restored(database, last, key):
        there, back = logical_dump("default"), logical_dump("restored")
    differing = [
        table for table in there.keys() | back.keys() if there.get(table) != back.get(table)
    ]
    rows = sum(map(len, there.values()))
    words = f"{len(taken)} backups under {len(load.acknowledged)} posts, {len(chosen)} restored: "
    words += f"{lost} lost, {doubled} doubled, {miscounted} days miscounted; "
    words += f"the last one: {rows:,} rows of {len(there)} tables, {len(differing)} tables differ"
    wrong = lost + doubled + miscounted + len(differing)
    trouble = "" if len(taken) > 1 else "no two backups were taken under load"
    return Outcome(cases=rows, wrong=wrong, words=words, trouble=trouble)


def said(command, *words):
    out = StringIO()
    call_command(command, *words, stdout=out)
    return out.getvalue().strip()


def backup(folder, public):
    """The file that `manage.py backup` wrote."""
    return said("backup", str(folder), "--to", public).split(": ")[0]


def take(taken, load, folder, public, seconds):
    """Backups while the load runs: (file, what was acknowledged before it began)."""
    while load.runs:
        with load.lock:
            before = set(load.acknowledged)
        taken.append((backup(folder, public), before))
        time.sleep(seconds)


@contextmanager
def restored(database, file, key):
    """The alias "restored" stands for this backup on an empty host; gives the days whose numbers
    were not those of their rows."""
    with fresh(database.name) as host:
        env = os.environ | host.environment | {"MEDIA_ROOT": str(host.folder / "media")}
        manage(env, "restore", file, "--identity", key)
        reads_all = host.environment.get("DATABASE_BACKUP_URL", host.url)
        connections.settings["restored"] = environ.Env.db_url_config(reads_all)
        connections.configure_settings(connections.settings)
        try:
            yield int(manage(env, "rebuild_days").split(", ")[1].split()[0])
        finally:
            connections["restored"].close()
            del connections["restored"]


def manage(env, *words):
    command = [sys.executable, "manage.py", *map(str, words)]
    return subprocess.run(
        command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def logical_dump(alias):
    """{table: its rows, sorted} of every table there is."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        dump = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            dump[table] = sorted(map(repr, cursor.fetchall()))
    return dump
