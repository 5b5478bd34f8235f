"""A GET writes nothing down; a POST without its token, or from another site, neither (trial C3)."""

from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from people.models import AccessCode, Device
from tests.access_rows import ROWS
from tests.test_access import world as world

pytestmark = pytest.mark.trial("C3")
WRITES = ("INSERT", "UPDATE", "DELETE")
# What is no record of care: the sign-in itself, the limits that count tries, who looked.
BESIDE = ("django_session", '"cache"', "people_signin", "last_login", "people_audit")
TOKEN = "t" * 32
POSTED = [row for row in ROWS if row.method == "post"]


@contextmanager
def written():
    """The statements that write, of those asked meanwhile."""
    writes = []

    def note(execute, sql, params, many, context):
        if sql.startswith(WRITES) and not any(name in sql for name in BESIDE):
            writes.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield writes


@pytest.mark.parametrize("code", ["a code", "no code"])
def test_opening_a_page_changes_nothing(world, tally, code):
    """Neither what is there nor what is not there yet is a reason to write."""
    if code == "no code":
        Device.objects.all().delete()
        AccessCode.objects.all().delete()
    asked = [(row, role) for row in ROWS if row.method == "get" for role in sorted(row.who)]
    wrong = []
    for row, role in asked:
        with written() as writes:
            world.ask(row, role, htmx=False)
        wrong += [f"{role} {row.name}: {sql[:80]}" for sql in writes]
    tally("C3", cases=len(asked), wrong=len(wrong))
    assert wrong == []


def test_the_token_alone_is_good(world):
    """Refused for where it comes from, and for nothing else."""
    row = next(row for row in POSTED if row.name == "patient_discharge")
    assert forge(world, row, "therapist", {"Origin": "https://testserver"})[0] == 302


def test_the_same_posts_do_write(world):
    """Absence proves nothing unless writes would be seen: most posts with their token write."""
    seen = 0
    for row in POSTED:
        with written() as writes:
            world.ask(row, sorted(row.who)[0], htmx=False)
        seen += bool(writes)
    assert seen > len(POSTED) / 2


FORGED = {
    "no token": {},
    "a wrong token": {"X-CSRFToken": "x" * 32},
    "from another site": {"Origin": "https://evil.example"},
    "from nowhere": {"Origin": "null"},
    "from our name without s": {"Origin": "http://testserver"},
}


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_post_is_refused(world, tally, how):
    wrong = []
    for row in POSTED:
        role = sorted(row.who - {"anonymous", "deactivated", "device"} or row.who)[0]
        status, writes = forge(world, row, role, FORGED[how])
        if status != 403 or writes:
            wrong.append(f"{row.name} as {role}: {status} {writes[:1]}")
    tally("C3", cases=len(POSTED), wrong=len(wrong))
    assert wrong == []


def forge(world, row, role, headers):
    """What a browser would send that another site leads here: the cookies, and no good token."""
    client = Client(enforce_csrf_checks=True)
    if person := world.people[role]:
        client.force_login(getattr(person, "user", None) or person)
    data = {name: world.things.get(value, value) for name, value in row.data.items()}
    client.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
    if "Origin" in headers:  # even with the good token
        data["csrfmiddlewaretoken"] = TOKEN
    args = [world.things.get(arg, arg) for arg in row.args]
    with transaction.atomic(), written() as writes:
        answer = client.post(reverse(row.name, args=args), data, secure=True, headers=headers)
        transaction.set_rollback(True)
    return answer.status_code, writes
