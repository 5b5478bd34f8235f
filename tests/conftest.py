"""The cast. Riverbend is our clinic: a therapist, a colleague, an admin and two patients.
Hillside is the other one: the outsider and the outsider's patient. The operator runs the machine.
"""

import gc
import json
import os
import re
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import CaptureQueriesContext

from people import append_only
from people.models import Acknowledgement
from tests.factories import make_clinic, make_member, make_notice, make_patient, make_user
from tests.guards import as_owner

NOT_THE_PAGES = re.compile(
    'django_session|set_config|INSERT INTO "people_auditevent"|people_auditedpatient'
)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """On PostgreSQL the owner has made the tables; from here on all runs as the role of the pages,
    behind the wall. Tests ask for every clinic, as a command does; while a request is answered
    nobody asks, until the request says who."""
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            with connection.cursor() as cursor:  # for the flush between tests
                role = connection.ops.quote_name(settings.APP_ROLE)
                cursor.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {role}")
            connection.close()
        connection.settings_dict["OPTIONS"]["assume_role"] = settings.APP_ROLE
        request_started.connect(nobody_asks)
        request_finished.connect(tests_ask)
    yield
    connection.settings_dict["OPTIONS"].pop("assume_role", None)
    request_started.disconnect(nobody_asks)
    request_finished.disconnect(tests_ask)


def nobody_asks(**_signal):
    ask_for("")


def tests_ask(**_signal):
    ask_for("every")


def ask_for(clinic):
    connection.ensure_connection()
    # Past Django: it is no query of the page, and pages are tried with a broken cursor.
    connection.connection.execute("SELECT set_config('homestretch.clinic', %s, false)", [clinic])


@pytest.fixture(autouse=True)
def _database(db):
    """Every test here is about things that are stored."""


@pytest.fixture(autouse=True, scope="session")
def _only_the_flush_empties_the_audit_trail():
    """A test that commits empties all tables at its end. Nothing else lifts the guards."""
    flush = TransactionTestCase._fixture_teardown

    def lifted(case):
        as_owner(append_only.lift)
        flush(case)
        as_owner(append_only.guard)

    TransactionTestCase._fixture_teardown = lifted
    yield
    TransactionTestCase._fixture_teardown = flush


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def clinic():
    return make_clinic(name="Riverbend PT")


@pytest.fixture
def other_clinic():
    return make_clinic(name="Hillside PT")


@pytest.fixture
def therapist(clinic):
    return make_member(clinic, email="dana@riverbend.test", name="Dana Okafor")


@pytest.fixture
def colleague(clinic):
    return make_member(clinic, email="sam@riverbend.test", name="Sam Rivera")


@pytest.fixture
def clinic_admin(clinic):
    return make_member(clinic, role="admin", email="lee@riverbend.test", name="Lee Park")


@pytest.fixture
def outsider(other_clinic):
    return make_member(other_clinic, email="olga@hillside.test", name="Olga Outside")


@pytest.fixture
def operator():
    return make_user(email="operator@riverbend.test", name="Operator", is_superuser=True)


@pytest.fixture
def notice():
    return make_notice()


@pytest.fixture
def patient(therapist, notice):
    """Maria can sign in, has read the notice, and is treated by the therapist."""
    return signed_up_patient(therapist, notice, name="Maria Delgado")


@pytest.fixture
def other_patient(therapist, notice):
    return signed_up_patient(therapist, notice, name="Walter Nguyen")


@pytest.fixture
def outsiders_patient(outsider, notice):
    return signed_up_patient(outsider, notice, name="Priya Raman")


def signed_up_patient(therapist, notice, name):
    email = f"{name.split()[0].lower()}@example.com"
    patient = make_patient(
        therapist=therapist, name=name, email=email, user=make_user(email=email, name=name)
    )
    Acknowledgement.objects.create(notice=notice, language="en", patient=patient, user=patient.user)
    return patient


@pytest.fixture
def as_user(client):
    """`as_user(person)` signs a member, patient or user in on the test client and returns it."""

    def sign_in(person):
        client.force_login(getattr(person, "user", None) or person)
        return client

    return sign_in


@pytest.fixture
def library():
    """The shipped stretches, parameters, notice and templates."""
    call_command("seed_library", verbosity=0)


@pytest.fixture
def assert_queries():
    """`with assert_queries(14):` counts what the page asks, and gives its queries afterwards;
    `assert_queries(at_most=14)` where fewer are fine. Not the page's affair are the session,
    which only PostgreSQL keeps in the database, the row of the audit trail, whose own cost
    tests/people/test_audit_cost.py pins, and the savepoint in which PostgreSQL is told who asks
    (people/wall.py).
    """

    @contextmanager
    def counted(number=None, *, at_most=None):
        asked = []
        with CaptureQueriesContext(connection) as captured:
            yield asked
        asked += asked_by_page([row["sql"] for row in captured])
        fine = len(asked) == number if at_most is None else len(asked) <= at_most
        assert fine, "\n".join(asked)

    return counted


def asked_by_page(queries):
    telling = {
        before.split()[-1]
        for before, sql in pairwise(queries)
        if before.startswith("SAVEPOINT") and "set_config" in sql
    }
    return [
        sql
        for sql in queries
        if not NOT_THE_PAGES.search(sql) and not ("SAVEPOINT" in sql and sql.split()[-1] in telling)
    ]


def pytest_collection_finish():
    """What is imported by now stays: looking through it for rubbish takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


# --- Trials: `make trials` asks for the tests of one by its id and counts what they say ---------


def pytest_addoption(parser):
    parser.addoption("--trial", action="append", help="run the tests of this trial only, e.g. A1")


@pytest.fixture
def in_full(request):
    """Whether a trial asks. The dearest tests take a part of their cases in `make test`."""
    return bool(request.config.getoption("--trial"))


def trials_of(item):
    """The ids of the trials this test is part of: `@pytest.mark.trial("A1", "A2")`."""
    return [name for mark in item.iter_markers("trial") for name in mark.args]


def pytest_collection_modifyitems(config, items):
    if asked := config.getoption("--trial"):
        left_out = [item for item in items if not set(asked) & set(trials_of(item))]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if set(asked) & set(trials_of(item))]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    for trial in trials_of(item):
        log_trial(
            trial,
            test=item.nodeid,
            when=report.when,
            outcome=report.outcome,
            seconds=report.duration,
        )
    return report


def log_trial(trial, **facts):
    """One line for the runner; nothing where it did not ask."""
    if path := os.environ.get("TRIALS_LOG"):
        with Path(path).open("a") as log:
            log.write(json.dumps({"trial": trial} | facts) + "\n")


@pytest.fixture
def tally(request):
    """`tally("A1", cases=22, wrong=0)` adds to what `make trials` prints of that trial; a wrong
    case still fails the test that found it. A test that tallies nothing is one case.
    """

    def add(trial, *, cases, wrong):
        log_trial(trial, test=request.node.nodeid, cases=cases, wrong=wrong)

    return add
