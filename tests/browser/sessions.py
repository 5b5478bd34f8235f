"""Every session of the test's database, as if time had passed for it."""

from importlib import import_module

from django.conf import settings
from django.contrib.sessions.models import Session


def let_time_pass(seconds, *stamps):
    """Put these stamps of each session back; without any, all that end a sign-in."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for row in Session.objects.all():
        session = store(row.session_key)
        for stamp in stamps or ("seen_at", "signed_in_at"):
            if stamp in session:
                session[stamp] -= seconds
        session.save()
