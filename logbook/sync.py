"""What a phone did without a network, act by act, one answer an act. What an act is, acts.py says.

The patient is who is signed in, never somebody the batch names. Each act is a verb of Session, so
each is one transaction: a bad one is refused with the reason, and stops none of the others.
"""

from datetime import timedelta

from django.db import DataError, IntegrityError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from logbook.acts import ACTS, UNREADABLE, Refused, as_uuid, is_flat, moment
from logbook.models import DifferentContent, NoPlan

MOST_ITEMS = 100
# What is older was not waiting on a phone: its clock was wrong.
OLDEST = timedelta(days=31)

SAVED_BEFORE = _("This was saved before with other answers.")
NO_PLAN = _("You have no plan, so this session was not saved.")
NOT_SAVED = _("This could not be saved.")


class Batch:
    """The acts of one patient's phone, sent together. Two queries beside those of the acts."""

    def __init__(self, patient, items, sent_at):
        self.patient = patient
        self.now = timezone.now()
        sent_at = moment(sent_at)
        # The phone's clock may be wrong; how wrong, its time of sending says.
        self.skew = self.now - sent_at if sent_at else timedelta()
        self.items = [item if isinstance(item, dict) else {} for item in items]
        self.sessions = self._sessions()
        self.prescriptions = self._prescriptions()

    def named(self, name):
        return {as_uuid(item.get(name)) for item in self.items} - {None}

    def _sessions(self):
        keys = self.named("session")
        sessions = self.patient.sessions.filter(key__in=keys) if keys else ()
        return {session.key: session for session in sessions}

    def _prescriptions(self):
        codes = self.named("prescription")
        rows = self.patient.prescriptions.filter(code__in=codes) if codes else ()
        return {row.code: row for row in rows}

    def answers(self):
        """Do all acts in their order; what became of each."""
        return [self.answer(item) for item in self.items]

    def answer(self, item):
        try:
            row = self.do(item)
        except Refused as refused:
            result, why = "refused", str(refused)
        else:
            result, why = "already" if row.already else "stored", ""
        key = item.get("key")
        return {"key": key if isinstance(key, str) else None, "result": result, "why": why}

    def do(self, item):
        """Store one act; its row. Raises Refused; a database that is down is everybody's error."""
        form_class = ACTS.get(item.get("act")) if is_flat(item) else None
        if form_class is None:
            raise Refused(UNREADABLE)
        form = form_class(item, batch=self)
        if not form.is_valid():
            raise Refused(next(iter(form.errors.values()))[0])
        try:
            return form.do(self.time_of(item))
        except DifferentContent:
            raise Refused(SAVED_BEFORE) from None
        except NoPlan:
            raise Refused(NO_PLAN) from None
        except (ValueError, IntegrityError, DataError):
            raise Refused(NOT_SAVED) from None

    def time_of(self, item):
        """When this act was, by our clock: never ahead of now, and now for what cannot be."""
        at = moment(item.get("at"))
        try:
            corrected = at + self.skew if at else self.now
        except OverflowError:
            return self.now
        return corrected if self.now - OLDEST <= corrected <= self.now else self.now
