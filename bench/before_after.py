"""What this release adds to Today and to logging one set: an earlier commit beside this one.

    .venv/bin/python bench/before_after.py COMMIT [SQLite|PostgreSQL ...]

Checks the commit out under var/, and serves it and this tree side by side, as a clinic would: in
production settings, each on a database of its own with one patient. Both are asked in turn, batch
by batch, over one kept connection each; the quickest batch counts. Prints; asserts nothing.

As a program with the word `prepare` it makes that patient, in the tree it is started in.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
TREE = Path.cwd()
sys.path.insert(0, str(TREE))
BATCHES, AT_ONCE = 60, 10
CSRF = "c" * 32


def prepare():
    """Tables and one patient with a plan of 40 sets and a session begun; what a phone needs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from logbook.keys import uuid7
    from logbook.models import Session
    from tests.conftest import signed_up_patient
    from tests.factories import make_clinic, make_exercise, make_member, make_notice, make_version

    for words in (["migrate"], ["createcachetable"], ["collectstatic", "--noinput"]):
        call_command(*words, verbosity=0)
    therapist, notice = make_member(make_clinic()), make_notice()
    patient = signed_up_patient(therapist, notice, name="Tess Trust")
    exercises = [make_exercise(sided=True) for _ in range(2)]
    version = make_version(patient, *exercises, by=therapist, sets=10)
    client = Client(headers={"X-Forwarded-Proto": "https", "Host": "localhost"})
    client.force_login(patient.user)
    name = settings.SESSION_COOKIE_NAME
    said = {
        "cookie": f"{name}={client.cookies[name].value}; {settings.CSRF_COOKIE_NAME}={CSRF}",
        "owner": str(patient.code),
        "session": str(Session.start(patient, uuid7()).key),
        "slots": [
            {"prescription": str(row.code), "side": side, "number": number}
            for row in version.prescriptions.all()
            for side, number in row.slots
        ],
    }
    print(json.dumps(said))


class Clinic:
    """One tree, served on a database of its own."""

    def __init__(self, tree, database, urls, port):
        self.tree, self.database, self.port = tree, database, port
        self.env = os.environ | production(database) | urls
        words = [sys.executable, __file__, "prepare"]
        self.run([sys.executable, "-m", "clinic.bundles"])
        self.patient = json.loads(self.run(words))
        self.logged = 0

    def run(self, words):
        env = self.env | {"PYTHONPATH": str(self.tree)}
        return subprocess.run(
            words, cwd=self.tree, env=env, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    @contextmanager
    def served(self):
        options = ["--no-control-socket", "--worker-class", "gthread", "--log-level", "critical"]
        options += ["--threads", "4", "--keep-alive", "75", "--bind", f"127.0.0.1:{self.port}"]
        env = {name: word for name, word in self.env.items() if name != "DATABASE_OWNER_URL"}
        command = [sys.executable, "-m", "gunicorn", *options, "clinic.wsgi"]
        process = subprocess.Popen(command, cwd=self.tree, env=env)
        try:
            while socket.socket().connect_ex(("127.0.0.1", self.port)):
                time.sleep(0.1)
            yield self
        finally:
            process.terminate()
            process.wait()

    def ask(self, method, path, body=None):
        line = self.__dict__.setdefault(
            "line", http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        )
        headers = {
            "Host": "localhost",
            "Origin": "https://localhost",
            "X-Forwarded-Proto": "https",
            "X-CSRFToken": CSRF,
            "Cookie": self.patient["cookie"],
            "Content-Type": "application/json",
        }
        line.request(method, path, body, headers)
        answer = line.getresponse()
        text = answer.read()
        assert answer.status == 200, (path, answer.status)
        return text

    def today(self):
        self.ask("GET", "/today/")

    def log(self):
        from logbook.keys import uuid7

        slots = self.patient["slots"]
        act = {"key": str(uuid7()), "act": "set", "session": self.patient["session"], "done": 7}
        act |= slots[self.logged % len(slots)] | {"at": now()}
        self.logged += 1
        batch = {"owner": self.patient["owner"], "sent_at": now(), "items": [act]}
        answer = json.loads(self.ask("POST", "/today/session/sync/", json.dumps(batch)))
        assert answer["answers"][0]["result"] == "stored", answer


def now():
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


def seconds(call):
    started = time.perf_counter()
    for _ in range(AT_ONCE):
        call()
    return (time.perf_counter() - started) / AT_ONCE


def compare(commit, before, name):
    """Print both acts' times of both trees on the database of this name."""
    with ExitStack() as stack:
        clinics = {}
        for tree, port in ((before, 8461), (HERE, 8462)):
            database = stack.enter_context(fresh(name))
            clinic = Clinic(tree, database, urls(database, tree), port)
            clinics[tree] = stack.enter_context(clinic.served())
        for what in ("today", "log"):
            quickest = {}
            for _ in range(BATCHES):
                for tree, clinic in clinics.items():
                    spent = seconds(getattr(clinic, what))
                    quickest[tree] = min(spent, quickest.get(tree, spent))
            earlier, later = quickest[before], quickest[HERE]
            print(
                f"{name}, {what}: {commit[:7]} {earlier * 1e3:.1f} ms, "
                f"now {later * 1e3:.1f} ms, ratio {later / earlier:.2f}",
                flush=True,
            )


def urls(database, tree):
    """The earlier tree may know no roles: there the owner of the tables serves."""
    if tree != HERE and database.name == POSTGRESQL:
        return {"DATABASE_URL": f"postgres://homestretch@/{database.folder}/homestretch"}
    return {}


def main(commit, *names):
    before = HERE / "var/before"
    git = ["git", "-C", str(HERE), "worktree"]
    subprocess.run([*git, "add", "--quiet", "--detach", str(before), commit], check=True)
    try:
        for name in names or (SQLITE, POSTGRESQL):
            compare(commit, before, name)
    finally:
        subprocess.run([*git, "remove", "--force", str(before)], check=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["prepare"]:
        prepare()
    else:
        from trials.databases import POSTGRESQL, SQLITE, fresh
        from trials.fault import production

        sys.path.insert(0, str(HERE))
        main(*sys.argv[1:])
