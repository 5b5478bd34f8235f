"""`python -m trials [--long] [ID ...]`: one line a trial and database; 1 when a bar is not met.

D1   SQLite      server killed under posts: 704 cases, 0 wrong (...); bar 0 lost: met, 31 s
"""

import argparse
import os
import sys

from trials.book import BOOK, TESTS
from trials.databases import BOTH, ROOT
from trials.fault import run_fault
from trials.marked_tests import run_tests
from trials.stopping import heed


def main():
    heed()
    parser = argparse.ArgumentParser(prog="python -m trials", description=__doc__.split(":")[0])
    parser.add_argument("--long", action="store_true", help="in full: an hour, not minutes")
    parser.add_argument("ids", nargs="*", metavar="ID", help=", ".join(t.id for t in BOOK))
    asked = parser.parse_args()
    if unknown := set(asked.ids) - {trial.id for trial in BOOK}:
        parser.error(f"no such trial: {', '.join(sorted(unknown))}")
    os.chdir(ROOT)
    trials = [trial for trial in BOOK if not asked.ids or trial.id in asked.ids]
    met = [
        say(trial, name, outcome, asked.long)
        for name in BOTH
        for trial, outcome in outcomes([t for t in trials if name in t.databases], name, asked.long)
    ]
    print(f"\n{sum(met)} of {len(met)} met.")
    return 0 if met and all(met) else 1


def outcomes(trials, name, long):
    """(trial, Outcome) of each of these on one database, as they come in."""
    marked = [trial for trial in trials if trial.how == TESTS]
    if marked:
        found = run_tests([trial.id for trial in marked], name, long)
        yield from ((trial, found[trial.id]) for trial in marked)
    for trial in trials:
        if trial.how != TESTS:
            yield trial, run_fault(trial.how, name, long)


def say(trial, name, outcome, long):
    """Print one line, and those that belong to it; whether the bar is met."""
    needed = trial.cases_needed(long)
    is_met = outcome.meets(needed)
    verdict = "met" if is_met else "NOT MET"
    figure = f"{outcome.cases:,} cases, {outcome.wrong:,} wrong"
    figure += f" ({outcome.words})" if outcome.words else ""
    bar = f"{trial.bar} in at least {needed:,}"
    trouble = f" ({outcome.trouble})" if outcome.trouble else ""
    print(
        f"{trial.id:4} {name:10}  {trial.tries}: {figure}; bar: {bar}: "
        f"{verdict}{trouble}, {outcome.seconds:.0f} s",
        flush=True,
    )
    for line in outcome.more:
        print(f"{'':17}{line}", flush=True)
    return is_met


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped before the end.")
