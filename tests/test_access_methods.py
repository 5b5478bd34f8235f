"""What the rows do not ask: every URL as every role by every other method, plain and by htmx.

A method that no row of a URL names is answered 405, or as if the page were not there; HEAD is
answered as GET. None of it writes a row. (Trials A1 and A2.)
"""

import re
from contextlib import contextmanager

import pytest
from django.db import connection

from tests.access_rows import LIBRARY_URLS, ROWS, Row
from tests.test_access import LIBRARY_ARGS, ROLES, expected_status, foreign_words, words_of
from tests.test_access import world as world

REFUSED = ("put", "patch", "delete", "options")
# What a request writes of itself: that it was there.
OF_REQUESTS = r"django_session|people_signin|people_audit|\bcache\b"
WRITES = re.compile(rf'^(INSERT INTO|UPDATE|DELETE FROM) "(?!{OF_REQUESTS})', re.I)
PAGES = {row.name: row for row in ROWS} | {
    name: Row("get", name, set(), LIBRARY_ARGS.get(name, [])) for name in LIBRARY_URLS
}
ASKED = {name: {row.method for row in ROWS if row.name == name} for name in PAGES}


@contextmanager
def writes():
    """The statements that change a row of the clinics, while this lasts."""
    found = []

    def watch(execute, sql, *how):
        if WRITES.match(sql):
            found.append(sql)
        return execute(sql, *how)

    with connection.execute_wrapper(watch):
        yield found


def ask_everybody(world, row, method, fine):
    """(cases, problems) of this URL asked by this method as every role; `fine(role, htmx, status)`
    says whether an answer is right."""
    problems = []
    for role in ROLES:
        for htmx in (False, True):
            with writes() as written:
                answer = world.send(row, role, htmx, method)
                seen = words_of(answer)
            asked = f"{role} {method} {row.name}{' by htmx' if htmx else ''}"
            if not fine(role, htmx, answer.status_code):
                problems.append(f"{asked}: {answer.status_code}")
            problems += [f"{asked}: writes {sql[:60]}" for sql in written]
            problems += [f"{asked}: sees {word}" for word in foreign_words(world, role, seen)]
    return 2 * len(ROLES), problems


@pytest.mark.trial("A1", "A2")
@pytest.mark.parametrize("method", REFUSED)
def test_no_page_answers_to_other_methods(world, method, tally):
    tried, problems = 0, []
    for row in PAGES.values():
        cases, wrong = ask_everybody(world, row, method, lambda *asked: asked[-1] == 405)
        tried += cases
        problems += wrong
    say(tally, tried, problems)


@pytest.mark.trial("A1", "A2")
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_method_that_no_row_names_is_refused(world, method, tally):
    """405 for those who may open the page; others are told no more than by the right one."""
    tried, problems = 0, []
    for name, row in PAGES.items():
        if ASKED[name] and method not in ASKED[name]:
            cases, wrong = ask_everybody(world, row, method, not_answered)
            tried += cases
            problems += wrong
    say(tally, tried, problems)


def not_answered(_role, htmx, status):
    return status in {302, 404, 405} or (htmx and status == 200)  # to the sign-in page


@pytest.mark.trial("A1", "A2")
@pytest.mark.parametrize("part", range(4))
def test_head_is_answered_as_get(world, part, tally):
    tried, problems = 0, []
    gets = [row for row in ROWS if row.method == "get"]
    for row in gets[part::4]:

        def as_get(role, htmx, status, row=row):
            return status == expected_status(row, role, htmx)

        cases, wrong = ask_everybody(world, row, "head", as_get)
        tried += cases
        problems += wrong
    say(tally, tried, problems)


def say(tally, tried, problems):
    seen = sum(": sees " in problem for problem in problems)
    tally("A1", cases=tried, wrong=len(problems) - seen)
    tally("A2", cases=tried, wrong=seen)
    assert problems == []
