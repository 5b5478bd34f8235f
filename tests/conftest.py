"""The cast. Riverbend is our clinic: a therapist, a colleague, an admin and two patients.
Hillside is the other one: the outsider and the outsider's patient. The operator runs the machine.
"""

import json
import os
import re
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import CaptureQueriesContext

from people import append_only
from people.models import Acknowledgement
from tests.factories import make_clinic, make_member, make_notice, make_patient, make_user
from tests.guards import as_owner

NOT_THE_PAGES = re.compile('django_session|INSERT INTO "people_auditevent"|people_auditedpatient')


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
    """`with assert_queries(14):` counts what the page asks; the session, which only PostgreSQL
    keeps in the database, is not the page's affair, nor is the row of the audit trail, whose own
    cost tests/people/test_audit_cost.py pins.
    """

    @contextmanager
    def counted(number):
        with CaptureQueriesContext(connection) as captured:
            yield
        asked = [row["sql"] for row in captured if not NOT_THE_PAGES.search(row["sql"])]
        assert len(asked) == number, "\n".join(asked)

    return counted


# --- Trials: `make trials` asks for the tests of one by its id and counts what they say ---------


def pytest_addoption(parser):
    parser.addoption("--trial", action="append", help="run the tests of this trial only, e.g. A1")


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
