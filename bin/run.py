"""What `make run` does: bring the demo up to date, then serve it with gunicorn, in one process.

Every step leaves alone what is already there, so a second run keeps what was entered.
"""

import os
import socket
import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
HOST = "127.0.0.1"  # loopback only: the demo's password is printed for all to see


def free_port():
    """The port asked for, or a plain message when it cannot be had."""
    asked = os.environ.get("PORT", "8000")
    if not asked.isdecimal() or not 0 < int(asked) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {asked!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(asked)))
        except OSError as error:
            sys.exit(f"Port {asked} cannot be used ({error.strerror}). Try: make run PORT=8001")
    return int(asked)


def fresh_static_files():
    """Collect and compress static files, but only when a source file has changed since."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    facts = sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts.update(f"{name} {Path(storage.path(name)).stat().st_mtime_ns}\n".encode())
    mark = Path(settings.STATIC_ROOT) / ".collected"
    if not mark.exists() or mark.read_text() != facts.hexdigest():
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        mark.write_text(facts.hexdigest())


def prepare():
    """Tables, library, demo clinic and static files; prints the demo accounts."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    from clinic import bundles

    bundles.write()
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("seed_library", verbosity=0)
    call_command("demo")
    fresh_static_files()
    connections.close_all()
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


def main():
    port = free_port()
    # SQLite has one writer: one process with threads answers faster than two that wait in turn.
    workers, threads = ("1", "8") if prepare() else ("2", "4")
    print(f"\nHomestretch demo: http://localhost:{port}  (Ctrl-C stops it)", flush=True)
    options = {
        "--bind": f"{HOST}:{port}",
        "--worker-class": "gthread",
        "--workers": workers,
        "--threads": threads,
        "--log-level": "warning",
    }
    words = [word for option in options.items() for word in option]
    sys.argv = ["gunicorn", "--no-control-socket", *words, "clinic.wsgi:application"]
    # In this process: Django is loaded already, and the workers are forked from it.
    from gunicorn.app.wsgiapp import run

    run()


if __name__ == "__main__":
    main()
