"""Chromium against a live server on the real database."""

import shutil
import threading
import time
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.signals import request_finished, request_started
from django.utils import timezone
from playwright.sync_api import expect

from exercises.models import Exercise
from tests.factories import make_version

CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
PATIENCE = 30_000  # milliseconds until a wait gives up: far more than a slow machine needs
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    # axe would fetch imported style sheets and write them into the page, against our own policy.
    "preload": False,
}

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    executable = shutil.which("chromium")
    assert executable, "Chromium is missing: run the suite through `make test`."
    return {"executable_path": executable, "args": CHROMIUM_ARGS}


@pytest.fixture
def _database(transactional_db):
    """The server runs in a thread of its own: rows must be committed to be seen. They are emptied
    once it has answered what pages still asked when they closed, or PostgreSQL sees a deadlock.
    """
    running = set()

    def began(sender, **_more):
        running.add(threading.get_ident())

    def ended(sender, **_more):
        running.discard(threading.get_ident())

    request_started.connect(began)
    request_finished.connect(ended)
    yield
    for _try in range(100):
        if not running:
            break
        time.sleep(0.05)
    request_started.disconnect(began)
    request_finished.disconnect(ended)


@pytest.fixture
def open_page(browser, live_server):
    """`open_page(person=None, viewport=PHONE, theme="light", javascript=True)` → a page of a
    fresh browser, signed in as that person. Script errors and refused content fail the test.
    """
    contexts = []
    complaints = []

    def open_page(person=None, viewport=PHONE, theme="light", javascript=True):
        context = browser.new_context(
            base_url=live_server.url,
            viewport=viewport,
            color_scheme=theme,
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        contexts.append(context)
        if person is not None:
            context.add_cookies([session_cookie(person, live_server.url)])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda line: (
                complaints.append(f"{page.url}: {line.text}")
                if "Content Security Policy" in line.text
                else None
            ),
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def session_cookie(person, url):
    """A signed-in session for a member, patient or user, as the sign-in page would make it."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(getattr(person, "user", None) or person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}


def wait_until(page, condition):
    """Until this expression of a script is true. Playwright's own wait asks a second time through
    eval, which our policy refuses: it fails wherever the first answer is no.
    """
    for _try in range(PATIENCE // 50):
        if page.evaluate(f"Boolean({condition})"):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {condition}")


@pytest.fixture
def axe():
    """`axe(page)` → what axe-core finds against WCAG 2.2 A and AA, as short lines."""
    engine = Axe()

    def check(page):
        found = engine.run(page, options=AXE_OPTIONS)
        return [
            f"{violation['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
            for violation in found.response["violations"]
            for node in violation["nodes"]
        ]

    return check


@pytest.fixture
def offline_plan(library, patient):
    slugs = ["foam-roll-thoracic-extension", "kneeling-hip-flexor-stretch"]
    exercises = [Exercise.objects.get(slug=slug) for slug in slugs]
    return make_version(
        patient, *exercises, effective_on=timezone.now().date() - timedelta(days=400)
    )


@pytest.fixture
def phones(browser, live_server):
    """`phones(patient, **context)` → a Phone, signed in."""
    from tests.browser.phone import Phone

    opened = []

    def phone(patient=None, **context):
        opened.append(Phone(browser, live_server.url, patient, **context))
        return opened[-1]

    yield phone
    for one in opened:
        one.close()


@pytest.fixture
def phone(offline_plan, phones, patient):
    phone = phones(patient)
    phone.open_today()
    return phone
