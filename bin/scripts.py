"""How static/scripts/ was made: `make scripts` makes it again from the sources in static/js/.

Each entry below becomes one minified file, since a phone on a slow line should not fetch thirty.
The results are committed, because the machine of a clinic has no Node; static/scripts/sources.json
names the sources of each with their hashes, and tests/test_scripts.py says when one has changed.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "static" / "js"
MADE = ROOT / "static" / "scripts"
TOOLS = ROOT / "var" / "npm"
ESBUILD = "0.28.2"
ENTRIES = ("figure", "offline", "patient", "player", "worker")
# The oldest browsers we support.
TARGETS = "safari16.4,chrome111,firefox115"


def esbuild():
    """The pinned esbuild, installed once in a folder that is not committed."""
    program = TOOLS / "node_modules" / ".bin" / "esbuild"
    known = TOOLS / "node_modules" / "esbuild" / "package.json"
    if not known.exists() or json.loads(known.read_text())["version"] != ESBUILD:
        TOOLS.mkdir(parents=True, exist_ok=True)
        options = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
        subprocess.run(["npm", "install", *options, f"esbuild@{ESBUILD}"], cwd=TOOLS, check=True)
    return program


def build(program, entry):
    """Bundle static/js/<entry>/index.js; returns {source: sha256} of all that went into it."""
    facts = TOOLS / f"{entry}.json"
    # The worker is no module: Firefox takes only plain scripts there.
    form = "iife" if entry == "worker" else "esm"
    options = ["--bundle", "--minify", f"--format={form}", f"--target={TARGETS}", "--charset=utf8"]
    source = (SOURCES / entry / "index.js").relative_to(ROOT)
    made = f"--outfile={MADE / entry}.js"
    subprocess.run(
        [program, source, *options, made, f"--metafile={facts}", "--log-level=warning"],
        cwd=ROOT,
        env=os.environ | {"NODE_OPTIONS": ""},
        check=True,
    )
    read = sorted(json.loads(facts.read_text())["inputs"])
    return {path: hashlib.sha256((ROOT / path).read_bytes()).hexdigest() for path in read}


def main():
    if not shutil.which("npm"):
        sys.exit("make scripts needs npm (Debian package: npm).")
    MADE.mkdir(exist_ok=True)
    program = esbuild()
    here = [entry for entry in ENTRIES if (SOURCES / entry / "index.js").exists()]
    sources = {f"{entry}.js": build(program, entry) for entry in here}
    (MADE / "sources.json").write_text(json.dumps(sources, indent=1) + "\n")


if __name__ == "__main__":
    main()
