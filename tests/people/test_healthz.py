from django.db import DatabaseError
from django.urls import reverse


def test_ok_while_the_database_answers(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get(reverse("healthz"))
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]


def test_503_without_details_when_it_does_not(client, monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError("password authentication failed for user homestretch")

    with monkeypatch.context() as down:
        down.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", broken)
        response = client.get(reverse("healthz"))
    assert (response.status_code, response.content) == (503, b"down")
