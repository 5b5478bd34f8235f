"""The figure engine in Chromium: its modules and the poses as they lie in static/, no server."""

import json
from pathlib import Path

import pytest

from tests.browser.conftest import browser_type_launch_args  # noqa: F401 - a fixture

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
ADDRESS = "http://figures.test/"
WARDROBE = ("body", "looks")
POSES = {
    path.stem: json.loads(path.read_text())
    for path in sorted((STATIC / "figures" / "poses").glob("*.json"))
}
STRETCHES = {name: data for name, data in POSES.items() if name not in WARDROBE}
WAYS = [(name, way) for name, data in STRETCHES.items() for way in data["variations"]]

# Everything the modules export, in one place; index.js is left out, since it imports JSON.
LOAD = """async ([address, names, poses]) => {
  const modules = await Promise.all(names.map((name) => import(`${address}js/figure/${name}`)));
  window.engine = Object.assign({}, ...modules);
  window.poses = poses;
  window.wardrobe = { body: poses.body, looks: poses.looks };
}"""


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/figures/" in str(item.path) and "engine" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def engine_page(browser):
    """A page with `engine` (all exports), `poses` (all files by name) and `wardrobe`."""

    def serve(route):
        path = STATIC / route.request.url.removeprefix(ADDRESS)
        if not path.is_file():
            return route.fulfill(content_type="text/html", body="<!doctype html><main></main>")
        return route.fulfill(content_type="text/javascript", body=path.read_text())

    page = browser.new_page()
    page.route(f"{ADDRESS}**", serve)
    page.goto(ADDRESS)
    modules = [path.name for path in (STATIC / "js/figure").glob("*.js") if path.stem != "index"]
    page.evaluate(LOAD, [ADDRESS, modules, POSES])
    yield page
    page.close()


@pytest.fixture
def engine(engine_page):
    """`engine(script, argument)` → what a function of JavaScript returns; the page starts empty."""
    engine_page.evaluate("document.querySelector('main').textContent = ''")
    return engine_page.evaluate
