"""The product with one fault on purpose: a set's key is not found again, whatever was stored under
it. Only the constraint in the database still stops a second row. Served by D1, never elsewhere."""

import uuid

from clinic.wsgi import application as application
from logbook.models import Session


class Forgotten(uuid.UUID):
    """A key that equals none that is stored."""

    def __eq__(self, other):
        return False

    __hash__ = uuid.UUID.__hash__


careful = Session.log_set


def log_set(self, prescription, key, *args, **kwargs):
    return careful(self, prescription, Forgotten(int=key.int), *args, **kwargs)


Session.log_set = log_set
