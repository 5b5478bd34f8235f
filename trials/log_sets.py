"""Logs sets on SQLite until it ends as if killed; writes each key into the file `saved` once that
set is stored. `python -m trials.log_sets JOURNAL_MODE SYNCHRONOUS SETS`, started by D3."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
django.setup()

from django.db import connection  # noqa: E402

from logbook.keys import uuid7  # noqa: E402
from logbook.models import Session  # noqa: E402
from programs.models import Prescription  # noqa: E402


def main(journal_mode, synchronous, sets):
    command = f"PRAGMA journal_mode={journal_mode}; PRAGMA synchronous={synchronous}"
    connection.settings_dict["OPTIONS"]["init_command"] = command
    saved = os.open(f"{os.environ['TRIAL_WATCHED']}/saved", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    session = Session.objects.get()
    slots = [(row, slot) for row in Prescription.objects.all() for slot in row.slots]
    for number in range(int(sets)):
        row, slot = slots[number % len(slots)]
        key = uuid7()
        session.log_set(row, key, *slot, done=5)
        os.write(saved, f"{key.hex}\n".encode())
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
