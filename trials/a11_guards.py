"""A11: each guard taken out in turn (guards.py), and the test that turns red (taking_out.py).

On SQLite alone: on PostgreSQL the wall between the clinics stands behind these guards and would
hide that one is gone. Guards that cannot be told from their absence are named with the reason.
"""

import json
import os
import sys
from contextlib import ExitStack

from trials.databases import ROOT
from trials.outcome import Outcome
from trials.stopping import child

PROCESSES = 2
ONE_IN = {False: 20, True: 1}


def run(database, long):
    files = [database.folder / f"found-{part}.jsonl" for part in range(PROCESSES)]
    with ExitStack() as running:
        hunts = [running.enter_context(hunt(n, file, ONE_IN[long])) for n, file in enumerate(files)]
        ended = [process.wait() for process in hunts]
    found = [json.loads(line) for file in files if file.exists() for line in file.open()]
    missed = [one["guard"] for one in found if not one["test"]]
    lines = [f"{one['guard']} → {one['test'] or 'NO TEST'}" for one in found]
    caught = len(found) - len(missed)
    share = f"{100 * caught / len(found):.0f}" if found else "0"
    trouble = f"pytest ended with {ended}" if any(ended) else ""
    return Outcome(
        cases=len(found),
        wrong=len(missed),
        words=f"{share} % caught",
        more=sorted(lines),
        trouble=trouble,
    )


def hunt(part, file, one_in):
    """A pytest of its own that takes out every second guard."""
    plugins = "-p no:cacheprovider -p trials.stopping -p trials.taking_out".split()
    options = [f"--guards={part}/{PROCESSES}", f"--one-in={one_in}"]
    ignored = [f"--ignore=tests/{name}" for name in ("browser", "figures", "player")]
    return child(
        [sys.executable, "-m", "pytest", "-q", *plugins, *options, *ignored],
        cwd=ROOT,
        env=os.environ | {"HOMESTRETCH_MODE": "test", "GUARDS_FOUND": str(file)},
        stdout=sys.stderr,
    )
