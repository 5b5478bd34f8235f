"""The trials that break something: each runs in a process of its own, in production settings.

As a program, `python -m trials.fault MODULE [--long]`, it is that process.
"""

import json
import os
import secrets
import subprocess
import sys
import time
from dataclasses import asdict
from importlib import import_module

from trials.databases import POSTGRESQL, ROOT, SQLITE, Database, fresh
from trials.outcome import Outcome
from trials.stopping import child, heed

LAST_LINE = "outcome: "
# What must run full holds little: room for the tables, and for PostgreSQL's own.
DISKS = {("d5_disk_full", SQLITE): "24m", ("d5_disk_full", POSTGRESQL): "220m"}


def run_fault(module, name, long):
    """The Outcome of `trials/<module>.py` on a fresh database of this name."""
    kept = ROOT / "var/trials"
    kept.mkdir(parents=True, exist_ok=True)
    log = kept / f"{module}-{name}.log"
    started = time.monotonic()
    with fresh(name, disk=DISKS.get((module, name), "")) as database, log.open("w") as errors:
        command = [sys.executable, "-m", "trials.fault", module, *["--long"] * long]
        env = os.environ | production(database)
        pipe = subprocess.PIPE
        with child(command, cwd=ROOT, env=env, stdout=pipe, stderr=errors, text=True) as ended:
            said, _ = ended.communicate()
    last = said.rpartition(LAST_LINE)[2]
    if ended.returncode == 0 and last:
        outcome = Outcome(**json.loads(last))
    else:
        outcome = Outcome(trouble=f"could not run, see {log.relative_to(ROOT)}")
    outcome.seconds = time.monotonic() - started
    return outcome


def production(database):
    """The environment of a clinic's own installation on this database."""
    return {
        "HOMESTRETCH_MODE": "production",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "localhost",
        "BEHIND_PROXY": "true",
        "EMAIL_URL": "dummymail://",
        "MEDIA_ROOT": str(database.folder / "media"),
        **database.environment,
        "TRIAL_DATABASE": database.name,
        "TRIAL_FOLDER": str(database.folder),
    }


def main(module, long):
    import django

    heed()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    django.setup()
    outcome = import_module(f"trials.{module}").run(Database.here(), long=long)
    print(LAST_LINE + json.dumps(asdict(outcome)))


if __name__ == "__main__":
    main(sys.argv[1], long="--long" in sys.argv)
