"""Reads what Django's file-based mail backend wrote: only ever on a demo."""

import email
import email.policy
import re
from pathlib import Path

from django.conf import settings

# The backend closes each message with a line of 79 dashes.
BETWEEN = re.compile(rb"^-{79}\n", re.MULTILINE)
MOST = 50


def newest(most=MOST):
    """The latest mails, newest first: dicts of subject, to, date and the plain text body."""
    place = Path(getattr(settings, "EMAIL_FILE_PATH", None) or settings.VAR / "mail")
    files = sorted(place.glob("*.log"), key=lambda file: (file.stat().st_mtime_ns, file.name))
    mails = []
    for file in reversed(files):
        mails += [read(part) for part in reversed(BETWEEN.split(file.read_bytes())) if part.strip()]
        if len(mails) >= most:
            break
    return mails[:most]


def read(message):
    mail = email.message_from_bytes(message, policy=email.policy.default)
    body = mail.get_body(["plain"])
    return {
        "subject": str(mail["Subject"]),
        "to": str(mail["To"]),
        "date": mail["Date"].datetime if mail["Date"] else None,
        "body": body.get_content().strip() if body else "",
    }
