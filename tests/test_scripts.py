"""The bundled scripts are those of today's sources; Node is needed to make them, not to check."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MADE = ROOT / "static" / "scripts"
SOURCES = json.loads((MADE / "sources.json").read_text())

# Gzipped kilobytes; source: performance.md, "Budgets", and what the figures may weigh.
LIMITS = {"figure.js": 18, "player.js": 10, "offline.js": 4, "worker.js": 2}


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


@pytest.mark.parametrize("name", SOURCES)
def test_a_bundle_is_small(name):
    assert len(gzip.compress((MADE / name).read_bytes(), 9)) <= LIMITS[name] * 1024
