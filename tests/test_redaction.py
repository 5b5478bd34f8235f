"""Addresses that hold a secret are not written to any log."""

import logging

import pytest

from clinic.redaction import RedactSecrets


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
    assert all("redact" in handler["filters"] for handler in settings.LOGGING["handlers"].values())
