"""What the patient said outright: a stop sign, something new or worse, a note."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from caseload.flags import WORDS
from caseload.words import near
from logbook.models import Flag

from .program import paused_since
from .reasons import Level, Reason

# As much of a note as a row has room for.
MOST_LETTERS = 60


def flagged(row):
    """The gravest flag nobody has closed, and when it was told (source: clinical.md, "Stop signs").

    Always on: no number switches it off.
    """
    if not row.flag_reason:
        return None
    told = near(row.flagged_on, row.local_today)
    words = str(WORDS[row.flag_reason])
    if row.flag_reason == Flag.Reason.MOVED_DOWN:
        return Reason(Level.MOVED_DOWN, row.flag_at, words, told, "arrow-down")
    if row.paused_since and row.paused_since != row.flagged_on:
        told = _("%(told)s. %(paused)s") % {"told": told, "paused": paused_since(row)}
    elif row.paused_since:
        told = _("%(told)s. Paused since then") % {"told": told}
    return Reason(Level.STOPPED, row.flag_at, words, told, "octagon-alert")


def wrote(row):
    """A message or a note of a session that nobody of the clinic has read. Always on."""
    if not row.waiting_at:
        return None
    quote = Truncator(" ".join(row.waiting_words.split())).chars(MOST_LETTERS)
    told = _("%(day)s: “%(words)s”") % {
        "day": near(row.local_day(row.waiting_at), row.local_today),
        "words": quote,
    }
    words = _("Wrote you a message") if row.waits_in_message else _("Wrote you a note")
    return Reason(Level.NOTE, row.waiting_at, words, told, "message-square-text")
