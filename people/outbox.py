"""Mail goes through the outbox: callers send as ever, and nothing is lost or doubled.

`EmailBackend` writes each mail down where the caller's transaction stands. Once that is committed,
one thread of this process sends what is due, so no page waits for a mail server and a code is
there in seconds. What could not be sent waits for `manage.py send_mail`, run each minute.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPException, SMTPRecipientsRefused

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib import messages
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils.translation import gettext as _

from people.models import OutgoingMail

POSTMAN = ThreadPoolExecutor(1, thread_name_prefix="postman")
log = logging.getLogger(__name__)


class EmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages):
        for mail in email_messages:
            OutgoingMail.write(mail)
        transaction.on_commit(lambda: POSTMAN.submit(send_in_thread))
        return len(email_messages)


def say_if_stuck(request):
    """Whoever mails somebody learns when the mail waits, and that it need not be sent again."""
    if OutgoingMail.objects.is_stuck():
        said = _("Mail is slow right now. It goes out by itself as soon as it can.")
        messages.warning(request, said)


def send_in_thread():
    try:
        send_due()
    except Exception as error:  # else the thread would keep it to itself
        log.error("The outbox stopped: %s. Its mail waits.", type(error).__name__)
    finally:
        connection.close()


def send_due():
    """Send all mail that is due, oldest first. Returns how many went.

    Stops at the first trouble that is the server's: the others would only meet it too.
    """
    sent = 0
    with_server = get_connection(settings.MAIL_DELIVERY)
    try:
        while mail := OutgoingMail.objects.take():
            try:
                with_server.send_messages([mail.message()])
            except InvalidToken:
                mail.give_up("sealed with another SECRET_KEY")
            except ValueError as error:
                mail.give_up(type(error).__name__)
            except SMTPRecipientsRefused as error:
                refused(mail, error)
            except (SMTPException, OSError) as error:
                mail.try_again(type(error).__name__)
                break
            else:
                mail.was_sent()
                sent += 1
    finally:
        with_server.close()
    return sent


def refused(mail, error):
    """The server takes nothing for this address: for ever (5xx), or not now (4xx)."""
    codes = [code for code, _said in error.recipients.values()]
    trouble = f"recipient refused, {max(codes)}"
    if min(codes) >= 500:
        mail.give_up(trouble)
    else:
        mail.try_again(trouble)
