"""Whoever is told to stop, by SIGTERM or Ctrl-C, first ends what it began.

As a plugin of pytest, `-p trials.stopping`, it does the same for a run of tests.
"""

import signal
import subprocess
from contextlib import contextmanager

SIGNALS = (signal.SIGTERM, signal.SIGINT)


def heed():
    """From now on either signal raises KeyboardInterrupt: every `with` and `finally` runs."""
    for number in SIGNALS:
        signal.signal(number, stop)


def stop(*_):
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)  # a second one must not end the tidying
    raise KeyboardInterrupt


def pytest_configure():
    heed()


@contextmanager
def child(command, **options):
    """A process that is told to stop when this block is left, and is waited for."""
    process = subprocess.Popen(command, **options)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def run_whole(command):
    """Run it to its end, even if we are told to stop meanwhile: what it does cannot be undone
    while half done."""
    process = subprocess.Popen(command, start_new_session=True)
    try:
        process.wait()
    finally:
        if process.wait():
            raise subprocess.CalledProcessError(process.returncode, command)
