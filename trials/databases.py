"""A database of its own for each trial, gone afterwards."""

import os
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from trials.stopping import run_whole

ROOT = Path(__file__).resolve().parent.parent
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
BOTH = (SQLITE, POSTGRESQL)


@dataclass(frozen=True)
class Database:
    name: str
    folder: Path

    @property
    def url(self):
        if self.name == SQLITE:
            return f"sqlite:///{self.folder}/homestretch.sqlite3"
        return self.url_of("homestretch_pages")

    def url_of(self, role):
        return f"postgres://{role}@/{self.folder}/homestretch"

    @property
    def environment(self):
        """What the product reads to find it. The owner is the trial's: its server has none."""
        urls = {"DATABASE_URL": self.url}
        if self.name == POSTGRESQL:
            urls["DATABASE_OWNER_URL"] = self.url_of("homestretch")
            urls["DATABASE_BACKUP_URL"] = self.url_of("homestretch_backup")
        return urls

    @classmethod
    def here(cls):
        """The one the runner made for this process."""
        return cls(os.environ["TRIAL_DATABASE"], Path(os.environ["TRIAL_FOLDER"]))

    def cluster(self, *words):
        """What bin/postgresql.sh does with the cluster in our folder."""
        verb, *rest = words
        run_whole([ROOT / "bin/postgresql.sh", verb, self.folder, *rest])


@contextmanager
def fresh(name, *settings, disk=""):
    """An empty database; `settings` are PostgreSQL's. `disk` is how much its disk holds, "64m",
    where this user may mount one.
    """
    # A short path outside the project: PostgreSQL's own user must reach it, and its socket.
    database = Database(name, Path(mkdtemp(prefix="homestretch-trial.", dir="/tmp")))
    try:
        if disk:
            mount = ["mount", "-t", "tmpfs", "-o", f"size={disk},mode=700", "tmpfs"]
            subprocess.run([*mount, database.folder], stderr=subprocess.DEVNULL)
        if name == POSTGRESQL:
            database.cluster("make", *settings)
        yield database
    finally:
        if name == POSTGRESQL:
            database.cluster("stop")
        if database.folder.is_mount():
            subprocess.run(["umount", "--lazy", database.folder], check=True)
        shutil.rmtree(database.folder, ignore_errors=True)
