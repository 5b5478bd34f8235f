"""Mail that waits to be sent: written in the transaction of the act it tells of, sent after it.

What it says, and to whom, holds a link or a code that opens something. So it is sealed with a key
made of our secret, which no backup holds, and it is erased once the mail is sent or given up.
"""

import base64
import json
import logging
from datetime import timedelta

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.mail import DNS_NAME, EmailMultiAlternatives, make_msgid
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

# Longer than a mail server may take over one mail; who died while sending lets go after it.
LEASE = timedelta(minutes=5)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(hours=72)  # no link in a mail works for longer
KEPT_FOR = timedelta(days=30)
WORDS = ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to")
log = logging.getLogger(__name__)


def seal():
    """Encrypts with our secret, and opens what was sealed with one that was ours before."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [salted_hmac("outbox", "", secret, algorithm="sha256").digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class OutgoingMailQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(sent_at=None, given_up_at=None)

    def due(self):
        return self.waiting().filter(due_at__lte=timezone.now())

    def is_stuck(self):
        """Whether the mail server did not take what was tried last."""
        return self.waiting().exclude(trouble="").exists()

    def take(self):
        """The next mail that is due, ours alone for a while; None when there is none."""
        while mail := self.due().order_by("due_at", "pk").first():
            mine = self.due().filter(pk=mail.pk)
            if mine.update(due_at=timezone.now() + LEASE, tries=F("tries") + 1):
                mail.refresh_from_db()
                return mail
        return None

    def forget(self):
        """Delete what was sent or given up long ago."""
        long_ago = timezone.now() - KEPT_FOR
        return self.filter(Q(sent_at__lt=long_ago) | Q(given_up_at__lt=long_ago)).delete()


class OutgoingMail(models.Model):
    """One mail. `due_at` is when to try next: taking it moves that on, so nobody else takes it."""

    # The same each time it is sent: a mail that came twice, since we died in between, shows it.
    message_id = models.CharField(max_length=200, unique=True)
    sealed = models.TextField(blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    # What kind of thing went wrong last; never what a server said, which may name a person.
    trouble = models.CharField(max_length=80, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(given_up_at=None), name="mail_sent_or_given_up"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None, given_up_at=None) | Q(sealed=""),
                name="mail_erased_when_over",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(sent_at=None, given_up_at=None),
                name="mail_waiting",
            )
        ]

    @classmethod
    def write(cls, message):
        """Put one of Django's messages into the box. Raises ValueError for one that cannot be sent
        and for an attachment."""
        if message.attachments:
            raise ValueError("The outbox takes no attachments.")
        message.message()
        words = {name: getattr(message, name) for name in WORDS}
        words["headers"] = {name: str(value) for name, value in message.extra_headers.items()}
        words["alternatives"] = [list(other) for other in getattr(message, "alternatives", [])]
        return cls.objects.create(
            message_id=make_msgid(domain=DNS_NAME),
            sealed=seal().encrypt(json.dumps(words, default=str).encode()).decode(),
        )

    def message(self):
        """Django's message again. Raises InvalidToken when our secret is another one now."""
        words = json.loads(seal().decrypt(self.sealed.encode()))
        headers = words.pop("headers") | {"Message-ID": self.message_id}
        headers.setdefault("Date", self.written_at.strftime("%a, %d %b %Y %H:%M:%S +0000"))
        return EmailMultiAlternatives(**words, headers=headers)

    def was_sent(self):
        self.end(sent_at=timezone.now())

    def try_again(self, trouble):
        """Wait twice as long as the last time, up to an hour; after three days give up."""
        now = timezone.now()
        if now - self.written_at > GIVEN_UP_AFTER:
            self.give_up(trouble)
        else:
            pause = min(FIRST_PAUSE * 2 ** min(self.tries - 1, 10), LONGEST_PAUSE)
            OutgoingMail.objects.filter(pk=self.pk).update(due_at=now + pause, trouble=trouble)

    def give_up(self, trouble):
        log.error("Mail %s was never delivered: %s.", self.message_id, trouble)
        self.end(given_up_at=timezone.now(), trouble=trouble)

    def end(self, **fields):
        OutgoingMail.objects.filter(pk=self.pk).update(sealed="", **fields)
