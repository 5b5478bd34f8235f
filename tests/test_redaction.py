"""What must not stand in a log: secrets of addresses, words of people, lines somebody made up."""

import logging
import re

import pytest
from django.conf import settings as ours
from django.db import IntegrityError

from clinic.redaction import OneLine, RedactSecrets


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("/invitation/Fx-8_s/", "/invitation/…/"),
        ("/invitation/Fx-8_s/?next=/", "/invitation/…/?next=/"),
        ("/accounts/password/reset/key/1-d4f-aa/", "/accounts/password/reset/key/…/"),
        ("/go/KDM47TQ2/", "/go/…/"),
        ("/patients/add/", "/patients/add/"),
    ],
)
def test_the_secret_part_is_left_out(address, written):
    record = logging.makeLogRecord({"msg": "%s: %s", "args": ("Not Found", address)})
    assert RedactSecrets().filter(record)
    assert record.getMessage() == f"Not Found: {written}"


def test_every_handler_leaves_it_out(settings):
    for handler in settings.LOGGING["handlers"].values():
        assert "redact" in handler["filters"]
        assert settings.LOGGING["formatters"][handler["formatter"]]["()"].endswith("OneLine")


@pytest.fixture
def line():
    """What the server's log would hold of a record."""
    words = {
        name: word for name, word in ours.LOGGING["formatters"]["line"].items() if name != "()"
    }
    formatter = OneLine(words["format"], style=words["style"])
    return lambda **fields: formatter.format(logging.makeLogRecord(fields))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\x0b", "\x85", "\u2028", "\x1b[2K"])
def test_nobody_makes_up_a_line(line, end):
    typed = f"nothing{end}2026-01-01 INFO people signed in: the operator"
    written = line(msg="Not Found: %s", args=(typed,), levelname="WARNING", name="django")
    assert len(written.splitlines()) == 1
    assert "nothing\\" in written  # it is there, and said to be no end of a line


def test_a_line_begins_with_the_moment_in_utc(line):
    assert line(msg="up", created=0.25, msecs=250).startswith("1970-01-01T00:00:00.250Z ")


def test_an_error_is_told_without_what_it_says(client, library, monkeypatch, line, caplog):
    def refuses(*args, **kwargs):
        try:
            raise ValueError("Maria Delgado")
        except ValueError as error:
            raise IntegrityError("Failing row contains (Maria Delgado).") from error

    monkeypatch.setattr("people.views.pages.render", refuses)
    client.raise_request_exception = False
    assert client.get("/help/").status_code == 500
    written = [line(**record.__dict__) for record in caplog.records if record.exc_info]
    assert len(written) == 1
    assert "Maria" not in written[0]
    assert re.search(r"IntegrityError at .*pages\.py:\d+ > .* from ValueError at ", written[0])
    assert len(written[0].splitlines()) == 1
