"""The trials that are tests: one run of pytest a database, counted by trial."""

import json
import os
import subprocess
import sys
from collections import defaultdict

from trials.databases import ROOT, fresh
from trials.outcome import Outcome
from trials.stopping import child

NO_TESTS = 5  # pytest's exit code when nothing was selected


def run_tests(ids, name, long):
    """{trial id: Outcome} of the tests that carry these ids, on the database of this name."""
    kept = ROOT / "var/trials"
    kept.mkdir(parents=True, exist_ok=True)
    log, counts = kept / f"{name}.log", kept / f"{name}.jsonl"
    counts.write_text("")
    with fresh(name, "fsync=off") as database, log.open("w") as output:
        asked = [f"--trial={trial}" for trial in ids]
        processes = os.environ.get("TEST_PROCESSES", "2")
        with child(
            [sys.executable, "-m", "pytest", "-p", "trials.stopping", "-n", processes, *asked],
            cwd=ROOT,
            env=os.environ
            | {
                "HOMESTRETCH_MODE": "test",
                "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
                **database.environment,
                "TRIALS_LOG": str(counts),
                "TRIALS_LONG": "yes" if long else "",
            },
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as run:
            ended = run.wait()
    facts = defaultdict(list)
    for line in counts.read_text().splitlines():
        fact = json.loads(line)
        facts[fact["trial"]].append(fact)
    broken = ended not in (0, 1, NO_TESTS)
    trouble = f"pytest ended with {ended}, see {log.relative_to(ROOT)}" if broken else ""
    return {trial: counted(facts[trial], trouble, log) for trial in ids}


def counted(facts, trouble, log):
    """The Outcome of one trial from what its tests logged: their tallies, and one case for each
    test that tallies nothing. A test that failed without saying what went wrong is one wrong."""
    tests = defaultdict(lambda: {"cases": 0, "wrong": 0, "tallied": False, "failed": False})
    seconds, skipped = 0.0, 0
    for fact in facts:
        test = tests[fact["test"]]
        if "cases" in fact:
            test["cases"] += fact["cases"]
            test["wrong"] += fact["wrong"]
            test["tallied"] = True
            continue
        seconds += fact["seconds"]
        test["failed"] |= fact["outcome"] == "failed"
        skipped += fact["outcome"] == "skipped"
    if not tests:
        trouble = trouble or "no test carries its mark"
    if skipped:
        trouble = trouble or f"{skipped} skipped, see {log.relative_to(ROOT)}"
    failed = [name for name, test in tests.items() if test["failed"]]
    return Outcome(
        cases=sum(test["cases"] if test["tallied"] else 1 for test in tests.values()),
        wrong=sum(max(test["wrong"], test["failed"]) for test in tests.values()),
        words=f"{len(tests)} tests",
        more=[f"failed: {name}" for name in failed],
        trouble=trouble,
        seconds=seconds,
    )
