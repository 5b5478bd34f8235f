"""The bundled scripts are those of today's sources; Node is needed to make them, not to check. And
what scripts share with the server: numbers, names and texts to translate."""

import gzip
import hashlib
import json
import math
import re
from datetime import timedelta
from pathlib import Path

import brotli
import pytest

from logbook.models import LowestPlace
from logbook.models.sessions import STILL_OPEN
from logbook.sync import MOST_ITEMS

ROOT = Path(__file__).resolve().parent.parent
MADE = ROOT / "static" / "scripts"
SOURCES = json.loads((MADE / "sources.json").read_text())

KILOBYTE = 1024
MILLISECOND = timedelta(milliseconds=1)


@pytest.mark.parametrize("name", SOURCES)
def test_a_bundle_is_made_of_the_sources_as_they_are(name):
    now = {
        path: hashlib.sha256((ROOT / path).read_bytes()).hexdigest()
        if (ROOT / path).exists()
        else None
        for path in SOURCES[name]
    }

    assert now == SOURCES[name], "A script changed: run `make scripts`."


def test_every_folder_of_scripts_with_an_entry_is_bundled():
    entries = {f"{path.parent.name}.js" for path in (ROOT / "static/js").glob("*/index.js")}

    assert entries == set(SOURCES) == {path.name for path in MADE.glob("*.js")}


def weight(name):
    """Kilobytes on the wire, compressed as our static files are served."""
    return len(brotli.compress((MADE / name).read_bytes())) / KILOBYTE


def test_the_figures_are_small():
    assert len(gzip.compress((MADE / "figure.js").read_bytes(), 9)) <= 18 * KILOBYTE


def test_the_player_with_its_figures_is_small():
    assert weight("player.js") + weight("figure.js") <= 28  # docs/architecture.md, "Budgets"


def test_what_every_page_of_a_patient_loads_is_small():
    assert weight("offline.js") <= 5.5


def constant(path, name):
    """What a script says `const NAME = ...;` is: numbers, texts and lists of them."""
    value = re.search(rf"^const {name} = (.+);$", (ROOT / path).read_text(), re.MULTILINE)[1]
    return json.loads(value) if value[0] in '["' else math.prod(map(int, value.split(" * ")))


def test_scripts_and_server_agree():
    assert constant("static/js/player/guide.js", "LOWER_AND_LOWER") == LowestPlace.values
    assert constant("static/js/offline/store.js", "STILL_OPEN_MS") == STILL_OPEN / MILLISECOND
    assert constant("static/js/offline/sync.js", "MOST") == MOST_ITEMS


SCRIPTS = [
    path
    for path in sorted((ROOT / "static/js").rglob("*.js"))
    if "globalThis.ngettext ??" not in path.read_text()  # who gives the names their meaning
]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_texts_in_scripts_are_found_for_translation(path):
    """makemessages reads the words that stand in these calls, and only those."""
    calls = re.findall(r"\bn?gettext\(\s*(.)", path.read_text())
    assert set(calls) <= {'"'}
