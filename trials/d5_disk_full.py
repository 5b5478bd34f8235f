"""D5: the disk runs full while phones post, and is freed again.

Until then: 503 with a text that says what to do, and public pages open. Afterwards: everything that
waited on the phones is stored, nothing acknowledged is lost, the database is sound. The disk is a
small tmpfs of its own. Where this user may not mount one, the server may write no longer file than
SQLite's was (RLIMIT_FSIZE), which the outcome says; PostgreSQL cannot be tried so.
"""

import os
import resource
import time
from collections import Counter
from datetime import timedelta

from django.db import connections
from django.utils import timezone

from logbook.keys import uuid7
from logbook.models import Message
from trials.d1_killed import PHONES, differing_days, integrity
from trials.databases import SQLITE
from trials.installation import Browser, Server, cookies_of, install
from trials.load import Load, lost_and_doubled, stored
from trials.outcome import Outcome

SESSIONS = {False: 2, True: 6}
REFUSALS = 100  # 503s to wait for before the disk is freed
LEFT = 160 * 1024  # bytes that are free when posts begin
CLEAR = "it is not saved yet: go back and send it again"
EACH = 4  # messages a patient sends
UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


def run(database, long):
    if not database.folder.is_mount() and database.name != SQLITE:
        return Outcome(trouble="this user may not mount a small disk for PostgreSQL")
    patients = install(PHONES, effective_on=timezone.localdate() - timedelta(days=40))
    connections.close_all()
    disk = (SmallDisk if database.folder.is_mount() else ShortFiles)(database)
    with Server(database.name, before_start=disk.limit) as server:
        load = Load(server, patients, SESSIONS[long])
        connections.close_all()
        disk.fill()
        load.start()
        while load.runs and load.other[503] < REFUSALS:
            time.sleep(0.05)
        pages = public_pages(server)
        letters = Letters(server, patients)
        disk.free(server)
        load.join()
    lost, doubled = lost_and_doubled(load.acknowledged, stored())
    lost += letters.lost()
    days, sound = differing_days(), integrity(database)
    unclear = load.without_when + letters.unclear
    words = f"{disk.words}: {load.other[503] + letters.refused} times 503, {unclear} unclear"
    words += f", {lost} lost, {doubled} doubled, integrity {sound}, {days} days miscounted"
    words += f"; public pages while full: {dict(pages)}"
    failed = load.other[500] + letters.failed
    wrong = lost + doubled + days + unclear + failed + (sound != "ok") + (set(pages) != {200})
    trouble = "" if letters.refused else "no form was refused: the disk was not full"
    cases = len(load.acknowledged) + letters.refused + len(letters.sent)
    return Outcome(cases=cases, wrong=wrong, words=words, trouble=trouble)


def public_pages(server):
    """What visitors who are not signed in get while the disk is full: {status: how often}."""
    visitor = Browser(server)
    return Counter(visitor.get(name)[0] for name in ["stretch_list", "help", "account_login"] * 3)


class Letters:
    """Long messages that patients send from the page, while the disk is full."""

    def __init__(self, server, patients):
        self.sent, self.refused, self.unclear, self.failed = [], 0, 0, 0
        for patient in patients:
            browser = Browser(server, cookies_of(patient))
            for _ in range(EACH):
                key = uuid7()
                status, headers, body = browser.submit(
                    "conversation", {"key": key, "body": "x" * 2000}
                )
                self.sent += [key] * (status == 302)
                self.refused += status == 503
                self.failed += status not in (302, 503)
                clear = CLEAR in body.decode() and "Retry-After" in headers
                self.unclear += status == 503 and not clear

    def lost(self):
        """How many were taken and are not there."""
        return len(self.sent) - Message.objects.filter(key__in=self.sent).count()


class SmallDisk:
    """A tmpfs with a big file on it, which is taken away to free it."""

    words = "a small tmpfs"
    limit = None

    def __init__(self, database):
        self.database = database
        self.ballast = database.folder / "ballast"

    def fill(self):
        disk = os.statvfs(self.database.folder)
        with self.ballast.open("wb") as file:
            file.write(bytes(max(0, disk.f_bavail * disk.f_frsize - LEFT)))

    def free(self, server):
        self.ballast.unlink()
        if self.database.name != SQLITE:  # it may have given up while it could not write
            self.database.cluster("revive")


class ShortFiles:
    """No file of the server may grow, until it may."""

    words = "no disk to mount, so RLIMIT_FSIZE"

    def __init__(self, database):
        self.longest = (database.folder / "homestretch.sqlite3").stat().st_size + LEFT // 8

    def limit(self):
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.longest, resource.RLIM_INFINITY))

    def fill(self):
        """The limit was there from the start."""

    def free(self, server):
        for process in server.processes():
            resource.prlimit(process, resource.RLIMIT_FSIZE, UNLIMITED)
