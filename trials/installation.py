"""A clinic's own installation on the trial's database: its tables, its server, its patients."""

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.urls import reverse

from tests.conftest import signed_up_patient
from tests.factories import make_clinic, make_exercise, make_member, make_notice, make_version
from trials.databases import ROOT, SQLITE

# SQLite has one writer: one process with threads, as docs/deployment.md has it.
PROCESSES = {True: ("1", "8"), False: ("2", "4")}
CSRF = secrets.token_hex(16)


def install(patients, effective_on, stretches=2, sets=10):
    """Tables, and these many patients with a program that began on this date; returns them."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    therapist, notice = make_member(make_clinic()), make_notice()
    exercises = [make_exercise(sided=True) for _ in range(stretches)]
    people = []
    for number in range(patients):
        patient = signed_up_patient(therapist, notice, name=f"Name{number} Somebody")
        make_version(patient, *exercises, by=therapist, effective_on=effective_on, sets=sets)
        people.append(patient)
    return people


def cookies_of(patient):
    """The Cookie header of a browser in which this patient has just signed in."""
    client = Client(headers={"X-Forwarded-Proto": "https", "Host": "localhost"})
    client.force_login(patient.user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Server:
    """gunicorn with the real product; `app` may name another one, that has a fault on purpose."""

    database_name: str
    app: str = "clinic.wsgi"
    before_start: object = None  # called in the server's process before it starts

    def __post_init__(self):
        self.port = free_port()
        self.process = None

    def start(self):
        """Start it and wait until it answers."""
        workers, threads = PROCESSES[self.database_name == SQLITE]
        words = ["--no-control-socket", "--preload", "--worker-class", "gthread"]
        words += ["--workers", workers, "--threads", threads]
        words += ["--bind", f"127.0.0.1:{self.port}", "--log-level", "critical"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *words, self.app],
            cwd=ROOT,
            env=os.environ | {"DATABASE_OWNER_URL": ""},
            start_new_session=True,
            preexec_fn=self.before_start,
        )
        while not self.answers():
            if self.process.poll() is not None:
                raise RuntimeError("the server ended while it started")
            time.sleep(0.05)

    def answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def processes(self):
        """The ids of all its processes."""
        found = subprocess.run(["pgrep", "-g", str(self.process.pid)], stdout=-1, text=True)
        return [int(word) for word in found.stdout.split()]

    def kill(self):
        """kill -9 for all its processes at one moment."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def __enter__(self):
        connections.close_all()
        try:
            self.start()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(self, *error):
        self.kill()


class Browser:
    """One kept connection to the server, signed in as one patient or as nobody."""

    def __init__(self, server, cookies="", timeout=30):
        self.server, self.cookies, self.timeout = server, cookies, timeout
        self.connection = None

    def ask(self, method, path, body=None, content_type="application/json"):
        """(status, headers, body). Raises OSError or HTTPException when there is no answer."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection(
                "127.0.0.1", self.server.port, timeout=self.timeout
            )
        headers = {
            "Host": "localhost",
            "Origin": "https://localhost",
            "X-Forwarded-Proto": "https",
            "X-CSRFToken": CSRF,
            "Cookie": self.cookies,
            "Content-Type": content_type,
        }
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            return answer.status, answer.headers, answer.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            raise

    def get(self, name, *args):
        return self.ask("GET", reverse(name, args=args))

    def submit(self, name, data):
        """What the form of a page sends."""
        form = "application/x-www-form-urlencoded"
        return self.ask("POST", reverse(name), urlencode(data), form)
