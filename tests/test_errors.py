"""Requests we cannot answer: each gets a page of ours with the right status, and nothing leaks."""

import pytest
from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from clinic.errors import bad_request
from logbook.keys import uuid7
from logbook.models import Message


def database_down(execute, *args):
    raise OperationalError("disk I/O error at /var/lib/secret")


@pytest.mark.parametrize(
    "body",
    [{"name": "x" * 2_000_000}, {f"a{number}": "" for number in range(1500)}],
    ids=["long", "many fields"],
)
def test_too_large_is_413(as_user, therapist, body):
    answer = as_user(therapist).post(reverse("patient_add"), body)
    assert answer.status_code == 413
    assert "That was too large" in answer.text


def test_a_page_open_too_long_is_told_in_our_words(patient):
    client = Client(enforce_csrf_checks=True)
    client.force_login(patient.user)
    answer = client.post(reverse("session_start"), {"key": "x"})
    assert answer.status_code == 403
    assert "Go back, load the page again" in answer.text
    assert "<style" not in answer.text


def test_a_database_that_does_not_answer_is_503(client, library):
    client.raise_request_exception = False
    with connection.execute_wrapper(database_down):
        answer = client.get(reverse("stretch_list"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "secret" not in answer.text
    assert client.get(reverse("stretch_list")).status_code == 200


def full():
    """SQLite may take no further page: what it says is what it says of a full disk."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA max_page_count = 1")


def room_again():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1000000")


def read_only(on):
    def switch():
        word = "query_only" if connection.vendor == "sqlite" else "default_transaction_read_only"
        with connection.cursor() as cursor:
            cursor.execute(f"{'PRAGMA' if connection.vendor == 'sqlite' else 'SET'} {word} = {on}")

    return switch


LONG = "word " * 300


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("break_it", "mend_it"),
    [
        pytest.param(
            full,
            room_again,
            marks=pytest.mark.skipif(not settings.SQLITE, reason="only SQLite can be told so"),
        ),
        (read_only("on"), read_only("off")),
    ],
    ids=["full", "read-only"],
)
def test_a_disk_that_takes_nothing_is_503_until_it_does(client, patient, break_it, mend_it):
    """What was acknowledged is kept, what was not is taken once there is room."""
    client.force_login(patient.user)
    client.raise_request_exception = False
    address, acknowledged = reverse("conversation"), 0
    break_it()
    try:
        for _ in range(8):  # the pages that SQLite has may hold some more rows
            message = {"key": str(uuid7()), "body": LONG}
            answer = client.post(address, message)
            if answer.status_code != 302:
                break
            acknowledged += 1
        public = Client().get(reverse("stretch_list"))
    finally:
        mend_it()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "it is not saved yet" in answer.text
    assert public.status_code == 200
    assert Message.objects.count() == acknowledged
    assert client.post(address, message).status_code == 302
    assert Message.objects.count() == acknowledged + 1


@pytest.mark.django_db(transaction=True)
def test_a_session_that_cannot_be_written_is_503(client, patient, rf):
    """Django calls it a bad request, which would tell a phone not to send it again."""
    client.force_login(patient.user)
    request = rf.get("/")
    request.COOKIES = {name: cookie.value for name, cookie in client.cookies.items()}
    remember = SessionMiddleware(lambda it: it.session.update({"more": 1}) or HttpResponse())
    read_only("on")()
    try:
        with pytest.raises(SessionInterrupted) as told:
            remember(request)
    finally:
        read_only("off")()
    answer = bad_request(request, told.value)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert bad_request(request, SessionInterrupted("signed out meanwhile")).status_code == 400


def test_a_script_is_told_in_json(as_user, patient):
    client = as_user(patient)
    client.raise_request_exception = False
    with connection.execute_wrapper(database_down):
        answer = client.post(reverse("session_sync"), {}, content_type="application/json")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert answer.json() == {"error": "not ready"}


def test_a_fault_of_ours_stays_500(client, library, monkeypatch):
    monkeypatch.setattr("exercises.views.stretches.search", lambda *asked: 1 / 0)
    client.raise_request_exception = False
    answer = client.get(reverse("stretch_list"))
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text
