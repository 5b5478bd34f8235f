"""Where backups lie. A new one appears under its name whole and on disk, or not at all."""

import fcntl
import os
from contextlib import contextmanager

NAMES = "homestretch-*.tar*"
UNFINISHED = ".homestretch-*.part"


@contextmanager
def alone_in(folder):
    """One backup at a time: raises BlockingIOError while another is being made here."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for left in folder.glob(UNFINISHED):  # by one that was killed
            left.unlink()
        yield
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def appearing(path):
    """A file to write, readable by its owner only, that gets its name when all of it is on disk.

    Raises FileExistsError rather than replace one. Call it inside `alone_in`.
    """
    if path.exists():
        raise FileExistsError(f"{path} is there already.")
    unfinished = path.with_name(f".{path.name}.part")
    try:
        handle = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with open(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)


def keep_newest(folder, number):
    """Delete all but the newest backups of a folder. Returns how many went."""
    old = sorted(folder.glob(NAMES))[:-number]  # names begin with the time
    for path in old:
        path.unlink()
    return len(old)
