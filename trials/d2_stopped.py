"""D2: PostgreSQL is stopped hard, with fsync on, again and again, while phones post."""

import random
import time
from datetime import timedelta

from django.db import connections
from django.utils import timezone

from trials.d1_killed import PHONES, differing_days
from trials.installation import Server, install
from trials.load import Load, lost_and_doubled, stored
from trials.outcome import Outcome

STOPS, SESSIONS = {False: 15, True: 15}, {False: 2, True: 6}


def run(database, long):
    patients = install(PHONES, effective_on=timezone.localdate() - timedelta(days=40))
    with Server(database.name) as server:
        load = Load(server, patients, SESSIONS[long])
        connections.close_all()
        load.start()
        stops = stop_often(database, load, STOPS[long])
        load.join()
    lost, doubled = lost_and_doubled(load.acknowledged, stored())
    days = differing_days()
    words = f"{lost} lost, {doubled} doubled, {stops} hard stops, {days} days miscounted"
    words += f", {len(load.refused)} refused; not taken: {dict(load.other)}"
    wrong = lost + doubled + days + len(load.refused)
    trouble = f"only {stops} stops" if stops < STOPS[long] else ""
    return Outcome(cases=len(load.acknowledged), wrong=wrong, words=words, trouble=trouble)


def stop_often(database, load, stops):
    """Stop the database at moments spread over the load, and start it again; how many times."""
    chance = random.Random(2)
    each, stopped = load.acts / (stops + 1), 0
    while load.runs:
        due = each * (stopped + chance.uniform(0.6, 1.0))
        while load.runs and len(load.acknowledged) < due:
            time.sleep(0.002)
        if not load.runs:
            break
        database.cluster("crash")
        database.cluster("start")
        stopped += 1
    return stopped
