"""Keeps out of the logs: secrets of addresses, words of people, lines somebody made up."""

import logging
import re
import time
import traceback

SECRET = re.compile(r"(/invitation/|/accounts/password/reset/key/|/go/)[^/\s?\"']+")
# What would begin a new line, or move what a terminal shows.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class RedactSecrets(logging.Filter):
    """Rewrites a record's text; Django logs the address of each answer from 400 up."""

    def filter(self, record):
        record.msg, record.args = SECRET.sub(r"\1…", record.getMessage()), ()
        return True


class OneLine(logging.Formatter):
    """One record, one line, in UTC. Of an error: what kind it is and where, never what it says,
    since a database quotes the row it refused, and with it a patient."""

    converter = time.gmtime
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record):
        text = CONTROL.sub(lambda found: ascii(found[0])[1:-1], super().format(plain(record)))
        return f"{text} [{kinds(record.exc_info[1])}]" if record.exc_info else text


def plain(record):
    """A copy of this record without the words of its error."""
    copy = logging.makeLogRecord(record.__dict__)
    copy.exc_info = copy.exc_text = copy.stack_info = None
    return copy


def kinds(error):
    """Every error that led to this one, first one last: its kind and the lines it came through."""
    said = []
    while error:
        frames = traceback.extract_tb(error.__traceback__)
        way = " > ".join(f"{frame.filename}:{frame.lineno}" for frame in frames)
        said.append(f"{type(error).__qualname__} at {way}")
        error = error.__cause__ or error.__context__
    return " from ".join(said)
