"""A plugin of pytest that takes guards out one by one and runs the nearest tests until one is red.

`pytest -p trials.taking_out --guards 0/2` takes every second one, beginning with the first;
`--one-in 20` only each twentieth of all. What was found goes to the file GUARDS_FOUND, a line each.
"""

import json
import os
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol


def pytest_addoption(parser):
    parser.addoption("--guards", default="0/1")
    parser.addoption("--one-in", type=int, default=1)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    from trials.guards import guards  # Django is set up only now

    part, parts = map(int, session.config.getoption("--guards").split("/"))
    mine = guards()[:: session.config.getoption("--one-in")][part::parts]
    hunt = Hunt(session.items)
    for guard in mine:
        with Path(os.environ["GUARDS_FOUND"]).open("a") as found:
            one = {"guard": str(guard), "name": guard.name, "test": hunt.catches(guard)}
            found.write(json.dumps(one) + "\n")
    hunt.end()
    return True


class Hunt:
    """The tests that were collected, to be run one by one, but for those that empty the database
    afterwards: others would not find what migrations put there."""

    def __init__(self, items):
        self.items = [item for item in items if not empties(item)]

    def catches(self, guard):
        """The name of the first near test that is red without the guard and then green; or None."""
        for item in self.near(guard):
            with guard.taken_out():
                red = not self.passes(item)
            if red and self.passes(item):
                return item.nodeid
        return None

    def near(self, guard):
        """The rows of the access table about its views, then those views' own tests, then those
        named for its module, then what stands in the tests of its room."""
        views = guard.views()
        rows = [item for view in views for item in self.items if row_of(item) == view]
        own = [item for view in views for item in self.items if item.path.stem == f"test_{view}"]
        room = [item for item in self.items if item.path.parent.name == guard.room]
        named = [item for item in room if item.path.stem.startswith(f"test_{guard.subject}")]
        return dict.fromkeys(rows + own + named + room)

    def passes(self, item):
        """Run this test alone, keeping what belongs to the whole run and no more: pytest keeps what
        the next test shares, so one is named that shares no folder and no file."""
        other = next(other for other in self.items if other.path.parent != item.path.parent)
        item._initrequest()
        return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=other))

    def end(self):
        """Let the whole run's things go, as after a last test."""
        runtestprotocol(self.items[0], log=False, nextitem=None)


def empties(item):
    mark = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or bool(mark and mark.kwargs.get("transaction"))


def row_of(item):
    """The view that a row of the access table is about, for a test of one row."""
    row = getattr(item, "callspec", None) and item.callspec.params.get("row")
    return getattr(row, "name", None)
