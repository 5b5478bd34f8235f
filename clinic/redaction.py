"""Keeps secrets that stand in addresses out of the logs."""

import logging
import re

SECRET = re.compile(r"(/invitation/|/accounts/password/reset/key/|/go/)[^/\s?\"']+")


class RedactSecrets(logging.Filter):
    """Rewrites a record's text; Django logs the address of each answer from 400 up."""

    def filter(self, record):
        record.msg, record.args = SECRET.sub(r"\1…", record.getMessage()), ()
        return True
