from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def assert_queries():
    """`with assert_queries(14):` counts what the page asks; the session, which only PostgreSQL
    keeps in the database, is not the page's affair.
    """

    @contextmanager
    def counted(number):
        with CaptureQueriesContext(connection) as captured:
            yield
        asked = [row["sql"] for row in captured if "django_session" not in row["sql"]]
        assert len(asked) == number, "\n".join(asked)

    return counted
