"""No box in which staff type a patient's name sends it in an address (docs/security.md)."""

from html.parser import HTMLParser

import pytest

from tests.access_rows import ROWS
from tests.test_access import world as world

# Where names are looked for: were none of these seen, nothing would be shown.
BOXES = {
    "therapist": {("caseload", ""), ("patient_merge", "merge-q"), ("program", "program-whose")},
    "clinic_admin": {("clinic_audit", "q"), ("erasure_list", "q"), ("patient_merge", "merge-q")},
}


class Boxes(HTMLParser):
    """[(id, by which method its words are sent)] of the search boxes of a page."""

    def __init__(self):
        super().__init__()
        self.method, self.by_form, self.found = "get", False, []

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if tag == "form":
            self.method = (said.get("method") or "get").lower()
            self.by_form = "hx-get" in said
        elif tag == "input" and said.get("type") == "search":
            by_address = self.method == "get" or "hx-get" in said or self.by_form
            self.found.append((said.get("id", ""), "get" if by_address else "post"))


def boxes(words):
    parser = Boxes()
    parser.feed(words)
    return parser.found


@pytest.mark.parametrize("role", BOXES)
def test_no_box_for_a_name_sends_it_in_an_address(world, role):
    seen, wrong = set(), []
    pages = [row for row in ROWS if role in row.who and row.status == 200]
    for row in pages:
        answer, _words = world.ask(row, role, htmx=False)
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        for box, method in boxes(answer.text):
            if box == "program-search" or (row.name, box) == ("stretch_list", "q"):
                continue
            seen.add((row.name, box))
            if method == "get":
                wrong.append((row.name, box))
    assert wrong == []
    assert BOXES[role] <= seen
