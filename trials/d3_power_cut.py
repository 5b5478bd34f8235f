"""D3: the power goes while sets are logged on SQLite, at every point between two writes.

A process (log_sets.py) logs sets through the verb of the product, with the journal that
clinic/settings.py asks for, and says after each that it is saved. All it writes is recorded
(powercut.c). Then the disk is made as it would be, had the power gone after each record: without
what was not synced, and with a part of it by chance (disk.py). SQLite opens that disk, and what was
called saved must be there. Weaker settings must lose, or the trial proves nothing.
"""

import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.utils import timezone

from logbook.keys import uuid7
from logbook.models import Session
from trials.disk import after_power_cut, read
from trials.installation import install
from trials.outcome import Outcome

SETS = {False: 30, True: 150}
# How many of the points are tried for a setting that is not the shipped one.
SAMPLE = {False: 80, True: 1000}
MUST_LOSE = ("WAL", "NORMAL")
OTHERS = [
    ("TRUNCATE", "FULL"),
    ("TRUNCATE", "NORMAL"),
    ("DELETE", "FULL"),  # the journal's removal is not synced: it may come back
    ("DELETE", "EXTRA"),
    ("DELETE", "OFF"),
    ("WAL", "FULL"),
    MUST_LOSE,
]


@dataclass
class Found:
    states: int = 0
    losing: int = 0
    worst: int = 0
    corrupt: int = 0

    def __str__(self):
        return (
            f"{self.states:,} crash states, {self.losing:,} lost something saved "
            f"(at worst {self.worst} sets), {self.corrupt:,} corrupt"
        )


def run(database, long):
    [patient] = install(patients=1, effective_on=timezone.localdate() - timedelta(days=1))
    Session.start(patient, uuid7())
    shipped = pragmas()
    connections.close_all()
    room = compiled(database.folder)
    found = tried(database, room, shipped, SETS[long], None)
    outcome = Outcome(
        cases=found.states,
        wrong=found.losing + found.corrupt,
        words=f"as shipped, {'/'.join(shipped)} on SQLite {sqlite3.sqlite_version}: {found}",
    )
    for other in OTHERS:
        if other != shipped:
            found = tried(database, room, other, SETS[long], SAMPLE[long])
            outcome.more.append(f"{'/'.join(other)}: {found}")
            if other == MUST_LOSE and not found.losing:
                outcome.trouble = "nothing lost at WAL/NORMAL: the trial proves nothing"
    return outcome


def pragmas():
    """(journal mode, synchronous) that the settings ask for."""
    command = settings.DATABASES["default"]["OPTIONS"]["init_command"]
    said = dict(re.findall(r"PRAGMA (\w+)\s*=\s*(\w+)", command))
    return said["journal_mode"].upper(), said["synchronous"].upper()


def compiled(folder):
    """Where the library that records lies."""
    library = folder / "powercut.so"
    source = Path(__file__).with_name("powercut.c")
    words = ["gcc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl", "-lpthread"]
    subprocess.run(words, check=True)
    return library


def tried(database, library, setting, sets, sample):
    """What was Found with this setting at every point, or at a sample of so many."""
    room = database.folder / "-".join(setting)
    disk, record = room / "disk", room / "record"
    disk.mkdir(parents=True)
    shutil.copy(database.folder / "homestretch.sqlite3", disk)
    before = contents(disk)
    subprocess.run(
        [sys.executable, "-m", "trials.log_sets", *setting, str(sets)],
        check=True,
        env=os.environ
        | {
            "DATABASE_URL": f"sqlite:///{disk}/homestretch.sqlite3",
            "LD_PRELOAD": str(library),
            "TRIAL_WATCHED": str(disk),
            "TRIAL_RECORD": str(record),
        },
    )
    acts = read(record)
    chance = random.Random(3)
    points = range(1, len(acts) + 1)
    if sample and sample < len(points):
        points = sorted(chance.sample(points, sample))
    found = Found()
    for point in points:
        for share in (0, 0.5):
            look(found, room, before, acts[:point], lambda s=share: chance.random() < s)
    shutil.rmtree(room)
    return found


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def look(found, room, before, acts, survives):
    """Make the disk as it stands after these acts and a power cut, and let SQLite open it."""
    saved = {
        key.decode()
        for act in acts
        if act.name == "saved" and act.kind == "W"
        for key in act.data.split()
    }
    left = after_power_cut("disk", before, acts, survives)
    after = room / "after"
    shutil.rmtree(after, ignore_errors=True)
    after.mkdir()
    for name, content in left.items():
        if name != "saved" and not name.endswith("-shm"):
            (after / name).write_bytes(content)
    found.states += 1
    opened = sqlite3.connect(after / "homestretch.sqlite3")
    try:
        opened.execute("PRAGMA synchronous=OFF")
        sound = opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        keys = {key for (key,) in opened.execute("SELECT key FROM logbook_setlog")}
    except sqlite3.DatabaseError:
        sound, keys = False, set()
    finally:
        opened.close()
    found.corrupt += not sound
    found.losing += bool(saved - keys)
    found.worst = max(found.worst, len(saved - keys))
