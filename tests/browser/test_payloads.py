"""Whatever people type is text: every page and file is opened with payloads in every field.

One round a run of the suite; `make trials` goes through enough that each field of 120 letters and
more has held each payload, `make trials-long` through all of them (trial C1). A dialog, an element
of theirs or a report of the content policy (trial C2) is one too many.
"""

import io
import os

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.access_rows import ROWS
from tests.browser.conftest import DESK
from tests.browser.payloads import MARK, PAYLOADS, plant, typed_fields
from tests.test_access import world as world
from tests.test_access_admin import addresses, admin_names
from tests.test_access_admin import theirs as theirs

pytestmark = [
    pytest.mark.trial("C1", "C2"),
    pytest.mark.filterwarnings("ignore:Exception in thread"),
]
STEP = 3 if os.environ.get("TRIALS_LOG") else len(PAYLOADS)
ROUNDS = range(0, len(PAYLOADS), 1 if os.environ.get("TRIALS_LONG") else STEP)
WATCH = """
  window.reports = [];
  document.addEventListener("securitypolicyviolation", (e) => reports.push(e.violatedDirective));
"""
FOUND = f"""() => [
  ...reports,
  ...[...document.querySelectorAll(".{MARK}, base[href], iframe[srcdoc], a[href^='javascript:']")]
    .map((element) => element.outerHTML.slice(0, 90)),
]"""
READERS = ["therapist", "clinic_admin", "colleague", "operator", "patient", "anonymous"]


def doors(world):
    """(who, address) of every page there is, by the first of the readers who may open it."""
    for row in ROWS:
        who = next((reader for reader in READERS if reader in row.who), None)
        if row.method == "get" and row.status in {200, 422} and who:
            args = [world.things.get(arg, arg) for arg in row.args]
            yield who, reverse(row.name, args=args)


def desk(theirs):
    """The admin's pages, by a clinic's admin and by the operator."""
    for name in admin_names():
        for address, foreign in addresses(name, theirs):
            if not foreign and not name.endswith(("jsi18n", "logout", "autocomplete")):
                yield "clinic_admin", address
                yield "operator", address


def test_every_page_shows_text_as_text(world, theirs, open_page, tally):
    assert len(list(typed_fields())) > 50
    assert plant(0) > 100
    pages = {reader: watched(open_page, world.people[reader]) for reader in READERS}
    found, opened = [], 0
    for start in ROUNDS:
        plant(start)
        for who, address in [*doors(world), *desk(theirs)]:
            page, dialogs = pages[who]
            opened += 1
            kind = open_at(page, address)
            if kind == "text/html":
                found += [f"{who} {address}: {what}" for what in page.evaluate(FOUND)]
            found += [f"{who} {address}: dialog {said}" for said in dialogs]
            dialogs.clear()
    tally("C1", cases=opened, wrong=len(found))
    tally("C2", cases=opened, wrong=sum("-src" in what for what in found))
    assert found == []


def watched(open_page, person):
    page = open_page(person, viewport=DESK)
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.add_init_script(WATCH)
    return page, dialogs


def open_at(page, address):
    """Go there; the kind of what came. A file to keep is fetched: the browser would download it."""
    answer = page.request.get(address, max_redirects=0)
    kind = answer.headers.get("content-type", "").split(";")[0]
    if kind == "application/pdf":
        check_paper(answer.body())
    elif kind == "text/html" and answer.status == 200:
        page.goto(address, wait_until="load")
    return kind if answer.status == 200 else ""


def check_paper(content):
    """No script and no address of theirs in a PDF: only ours, to the handout's page."""
    for page in PdfReader(io.BytesIO(content)).pages:
        for note in page.get("/Annots", []):
            action = note.get_object().get("/A", {})
            assert action.get("/S") in {"/URI", "/GoTo", None}
            assert "evil" not in str(action)
            assert "javascript" not in str(action)
    for name in (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile"):
        assert name not in content
