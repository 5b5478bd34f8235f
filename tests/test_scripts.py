"""The bundled scripts are those of today's sources; Node is needed to make them, not to check."""

import gzip
import hashlib
import json
from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).resolve().parent.parent
MADE = ROOT / "static" / "scripts"
SOURCES = json.loads((MADE / "sources.json").read_text())

KILOBYTE = 1024


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
