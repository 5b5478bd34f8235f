"""Whose records were read while one request was answered: what the audit trail names.

Patient.from_db notes every row it makes, so no page can show a patient and forget to say so. A
page that shows a patient's words without making a Patient says `see(code)` itself.
"""

from contextlib import contextmanager
from contextvars import ContextVar

_seen: ContextVar[set | None] = ContextVar("seen", default=None)


@contextmanager
def seeing():
    """The codes of all patients read inside, as they come in."""
    codes: set = set()
    before = _seen.set(codes)
    try:
        yield codes
    finally:
        _seen.reset(before)


def see(code):
    """Note that this patient was read; outside of a request nothing notes it."""
    codes = _seen.get()
    if codes is not None:
        codes.add(code)
