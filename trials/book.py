"""The book of trials: one row each. docs/security.md says what is promised.

A trial is met when nothing went wrong in at least so many cases. `how` is TESTS, for the tests that
carry `@pytest.mark.trial(id)`, or the module of this folder whose `run(database, long)` gives an
Outcome. In `make trials` the small number of cases counts, in `make trials-long` the large one.
"""

from dataclasses import dataclass

from trials.databases import BOTH, POSTGRESQL, SQLITE

TESTS = "tests"


@dataclass(frozen=True)
class Trial:
    id: str
    tries: str
    bar: str
    at_least: int = 1
    at_least_long: int = 0
    how: str = TESTS
    databases: tuple = BOTH

    def cases_needed(self, long):
        return self.at_least_long if long and self.at_least_long else self.at_least


BOOK = [
    # --- access ---
    Trial("A1", "every URL × role × method, plain and htmx", "0 wrong answers", 18_000),
    Trial("A2", "canaries searched in every answer, file and mail", "0 foreign canaries", 18_000),
    Trial("A4", "writes replayed with foreign ids", "0 rows changed"),
    Trial("A8", "every field name posted to every form", "0 unlisted fields changed"),
    Trial("A11", "each guard taken out", "each caught", 9, 150, "a11_guards", (SQLITE,)),
    # --- sign-in ---
    Trial("B", "sessions, limits, links used at once, guessing, enumeration", "0 wrong"),
    # --- web ---
    Trial("C1", "script payloads in every field, every page opened", "0 dialogs, nodes, reports"),
    Trial("C2", "content security policy in all browser journeys", "0 violations"),
    Trial("C3", "GET crawl, POST without token or from elsewhere", "0 rows changed"),
    Trial("C7", "hostile uploads", "0 served as they came", 24),
    Trial("C8", "formulas first in exported cells", "0 alive"),
    # --- nothing acknowledged is lost ---
    Trial("D1", "kill -9 of the server under posts", "0 lost, 0 doubled", 600, 10_000, "d1_killed"),
    Trial(
        "D2",
        "PostgreSQL stopped hard under posts",
        "0 lost, 0 doubled",
        600,
        2_000,
        "d2_stopped",
        (POSTGRESQL,),
    ),
    Trial(
        "D3", "power cut between any two writes", "0 lost", 1_000, 5_000, "d3_power_cut", (SQLITE,)
    ),
    Trial(
        "D5", "disk full under posts, then freed", "0 lost, all 503 clear", 600, how="d5_disk_full"
    ),
    Trial("D7", "two therapists edit one program", "0 lost edits", 100),
    Trial("D8", "double clicks, resubmits, refreshes, tabs, retries", "one row each", 200),
    Trial("D9", "offline, killed, expired, answer lost, wrong clock", "0 lost, 0 doubled"),
    Trial("D11", "which day it is, in all zones, at every change of clocks", "0 wrong days", 9_000),
    Trial("D14", "one backup under load, all of it there and one state", "dumps equal", 30),
    Trial("D14", "backups under D1's load, each restored", "dumps equal", 1_000, how="d14_backups"),
    Trial("D16", "SQLite to PostgreSQL", "rows equal", 7_000, databases=(POSTGRESQL,)),
    # --- who looked, and what is known ---
    Trial("E1", "each answer with a patient in it has its audit row", "0 missing"),
    Trial("E4", "export: every model with a path to a patient", "0 unlisted models"),
]
