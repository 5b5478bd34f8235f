import contextlib
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_exercise, make_version


@pytest.fixture
def pinned_queries():
    """`with pinned_queries(5):` fails on any other number.

    The session's own row is left out: one database keeps it in memory, the other does not.
    """

    @contextlib.contextmanager
    def pin(number):
        with CaptureQueriesContext(connection) as captured:
            yield
        asked = [row["sql"] for row in captured if "django_session" not in row["sql"]]
        assert len(asked) == number, "\n\n".join(asked)

    return pin


@pytest.fixture
def version(patient):
    """A program of one stretch, in force since New Year 2026."""
    return make_version(patient, make_exercise(), effective_on=date(2026, 1, 1))
