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
# Guards behind which another stands, so that no answer tells whether they are there: by name, why.
HIDDEN = {
    "logbook/sync.py self.patient.prescriptions.filter(code__in=codes) (rows)": (
        "a row is taken only into a session of its own version, and the session is the patient's"
    ),
}


def run(database, long):
    files = [database.folder / f"found-{part}.jsonl" for part in range(PROCESSES)]
    with ExitStack() as running:
        hunts = [running.enter_context(hunt(n, file, ONE_IN[long])) for n, file in enumerate(files)]
        ended = [process.wait() for process in hunts]
    found = [json.loads(line) for file in files if file.exists() for line in file.open()]
    outcome = judge(found, HIDDEN, whole=long)
    outcome.trouble = f"pytest ended with {ended}" if any(ended) else ""
    return outcome


def judge(found, hidden, whole):
    """The Outcome of guards that were taken out. Those in `hidden` need no test and may have none;
    in a whole hunt each of them must have come up."""
    tried = [one for one in found if one["name"] not in hidden]
    missed = [one for one in tried if not one["test"]]
    untold = {one["name"] for one in found if not one["test"]}
    told = {one["name"] for one in found if one["test"]}
    stale = [name for name in hidden if name in told or (whole and name not in untold)]
    lines = [f"{one['guard']} → {one['test'] or 'NO TEST'}" for one in tried]
    lines += [f"{name} → hidden: {why}" for name, why in hidden.items() if name in untold]
    lines += [f"{name} → NOT HIDDEN, or gone" for name in stale]
    share = f"{100 * (len(tried) - len(missed)) // len(tried)}" if tried else "0"
    return Outcome(
        cases=len(tried),
        wrong=len(missed) + len(stale),
        words=f"{share} % caught, {len(untold & set(hidden))} hidden behind another",
        more=sorted(lines),
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
