"""Requests we cannot answer: each gets a page of ours with the right status, and nothing leaks."""

import socket

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse


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


def test_a_fault_of_ours_stays_500(client, library, monkeypatch):
    monkeypatch.setattr("exercises.views.stretches.search", lambda *asked: 1 / 0)
    client.raise_request_exception = False
    answer = client.get(reverse("stretch_list"))
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text


def test_a_mail_server_that_does_not_answer_is_503(client, settings, patient):
    """Whoever asked for a code learns that it does not come, and may ask again."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.socket() as unused:  # bound, never listening: every connection is refused
        unused.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = unused.getsockname()
        client.raise_request_exception = False
        answer = client.post(reverse("account_request_login_code"), {"email": patient.email})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
