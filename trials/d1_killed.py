"""D1: the server is killed with kill -9, again and again, while phones post what was done.

Nothing acknowledged may be lost, and nothing stored twice. The proof that this can fail: the same
posts to a server that forgets what a key has stored (careless.py), with the unique constraint taken
out of the database, must double; with the constraint kept they must not.
"""

import random
import time
from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from logbook.models import SetLog
from trials.databases import SQLITE
from trials.installation import Server, install
from trials.load import Load, lost_and_doubled, stored
from trials.outcome import Outcome

PHONES = 8
ACTS = 44  # of one session: a start, 40 sets, 2 ends of stretches, a finish
KILLS, SESSIONS = {False: 8, True: 105}, {False: 2, True: 29}


def run(database, long):
    patients = install(PHONES, effective_on=timezone.localdate() - timedelta(days=40))
    outcome = killed_under_load(database, patients, KILLS[long], SESSIONS[long])
    kept = doubled_by_a_careless_server(database, patients)
    drop_constraint()
    dropped = doubled_by_a_careless_server(database, patients)
    outcome.more.append(f"D1 without its constraint: {dropped} doubled (must be > 0)")
    outcome.more.append(f"D1 with it, the same careless server: {kept} doubled (must be 0)")
    if kept or not dropped:
        outcome.trouble = "the proof that it can fail did not hold"
    return outcome


def killed_under_load(database, patients, kills, sessions):
    with Server(database.name) as server:
        load = Load(server, patients, sessions)
        load.start()
        killed = kill_often(server, load, kills)
        load.join()
    lost, doubled = lost_and_doubled(load.acknowledged, stored())
    days = differing_days()
    sound = integrity(database)
    words = f"{lost} lost, {doubled} doubled, {killed} kill -9, {days} days miscounted"
    words += f", integrity {sound}, {len(load.refused)} refused; unanswered: {dict(load.other)}"
    wrong = lost + doubled + days + (sound != "ok") + len(load.refused)
    short = killed < kills
    trouble = f"only {killed} kills of {kills}" if short else ""
    return Outcome(cases=len(load.acknowledged), wrong=wrong, words=words, trouble=trouble)


def kill_often(server, load, kills):
    """Kill it at moments spread over the load by chance, and start it again; how many times."""
    chance = random.Random(1)
    each, killed = load.acts / (kills + 1), 0
    while load.runs:
        due = each * (killed + chance.uniform(0.6, 1.0))
        while load.runs and len(load.acknowledged) < due:
            time.sleep(0.002)
        if not load.runs:
            break
        time.sleep(chance.uniform(0, 0.03))
        server.kill()
        server.start()
        killed += 1
    return killed


def doubled_by_a_careless_server(database, patients):
    """How many keys have two rows after a session posted to it by each phone."""
    before = lost_and_doubled({}, stored())[1]
    with Server(database.name, app="trials.careless") as server:
        load = Load(server, patients, sessions=1)
        load.start()
        load.join()
    return lost_and_doubled({}, stored())[1] - before


def drop_constraint():
    """Take away what makes a set's key unique."""
    meta = SetLog._meta
    constraint = next(one for one in meta.constraints if one.name == "set_log_key")
    meta.constraints = [one for one in meta.constraints if one is not constraint]
    with connection.schema_editor() as editor:  # SQLite makes the table anew, as the model has it
        editor.remove_constraint(SetLog, constraint)


def differing_days():
    """How many days' numbers were not those of their rows."""
    said = StringIO()
    call_command("rebuild_days", stdout=said)
    return int(said.getvalue().split(", ")[1].split()[0])


def integrity(database):
    connections.close_all()
    if database.name != SQLITE:
        return "ok"
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA integrity_check").fetchone()[0]
