"""The page asks for a fresh table by itself: no sign of anybody being there."""

import re
from datetime import timedelta

import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.caseload.listed import URL


def test_a_refresh_writes_one_audit_row_and_prolongs_no_sign_in(as_user, therapist, patient):
    client = as_user(therapist)
    client.get(URL)
    before = Session.objects.get()

    later = time_machine.travel(timezone.now() + timedelta(minutes=14))
    with later, CaptureQueriesContext(connection) as captured:
        page = client.get(URL, headers={"HX-Request": "true", "X-Refresh": "1"})

    after = Session.objects.get()
    assert (after.expire_date, after.session_data) == (before.expire_date, before.session_data)
    assert not page.cookies
    writes = [row["sql"] for row in captured if re.match("INSERT|UPDATE|DELETE", row["sql"])]
    assert len(writes) == 1
    assert writes[0].startswith('INSERT INTO "people_auditevent"')


def test_after_signing_out_a_refresh_is_sent_to_sign_in(client, therapist, patient):
    answer = client.get(URL, headers={"HX-Request": "true", "X-Refresh": "1"})

    assert answer.headers["HX-Redirect"].startswith("/accounts/login/")
    assert not answer.content
