"""The player's pure modules, run in Chromium as the browser gets them, with made-up numbers."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings

from tests.browser.conftest import browser_type_launch_args

__all__ = ["browser_type_launch_args"]


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/player/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def modules_page(browser):
    """One page for all tests; the modules keep nothing between them. It needs no server."""
    context = browser.new_context()
    context.route("**/*", serve)
    page = context.new_page()
    page.goto("http://localhost/")
    yield page
    context.close()


def serve(route):
    path = urlsplit(route.request.url).path
    if path == "/":
        route.fulfill(content_type="text/html", body="<!doctype html><title>Player</title>")
    else:
        route.fulfill(path=settings.BASE_DIR / path.lstrip("/"))


@pytest.fixture
def run(modules_page):
    """`run(code, given)` → what the code returns; `timeline`, `position`, `clock` and `items` are
    the modules.
    """

    def run(code, given=None):
        return modules_page.evaluate(
            f"""async (given) => {{
              const [timeline, position, clock, items] = await Promise.all(
                ["timeline", "position", "clock", "items"].map(
                  (name) => import(`/static/js/player/${{name}}.js`)));
              {code}
            }}""",
            given,
        )

    return run


def mobility(code="m", sides=("none",), sets=1, reps=3, on=2, off=2, **fields):
    """A row of the plan as the server tells it, in repetitions."""
    numbers = {"reps": reps, "seconds_on": on, "seconds_off": off}
    return {"code": code, "kind": "mobility", "sides": list(sides), "sets": sets} | numbers | fields


def muscle(code="h", sides=("left", "right"), sets=2, hold=30, rest=10, **fields):
    numbers = {"hold_seconds": hold, "rest_seconds": rest}
    return {"code": code, "kind": "muscle", "sides": list(sides), "sets": sets} | numbers | fields
