"""One style sheet served, one file a component in the source: `python -m clinic.bundles`.

Reads static/css/ and writes var/bundles/css/patient.css (public and patient pages),
var/bundles/css/patient-more.css (what only a patient's messages and progress need, so that Today
stays small) and var/bundles/css/staff.css, which settings.py serves beside static/. All live under
/static/css/ when served, so url("../vendor/...") means the same in a source file and in its bundle.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "static" / "css"
BUNDLES = ROOT / "var" / "bundles" / "css"

# Cascade order: tokens.css names the layers, the rest follow. A new component is one line here.
SHARED = (
    "tokens.css",
    "base.css",
    "layout.css",
    "notice.css",
    "brand.css",
    "band.css",
    "figure.css",
    "buttons.css",
    "card.css",
    "session.css",
    "field.css",
    "scale.css",
    "alert.css",
    "points.css",
    "library.css",
    "stretch.css",
)
PATIENT = (
    *SHARED,
    "handout.css",
    "offline.css",
    "tabs.css",
    "spine.css",
    "week.css",
    "stepper.css",
    "log.css",
    "player.css",
)
MORE = (
    "thread.css",
    "progress.css",
)
STAFF = (
    *SHARED,
    "desk.css",
    "nav.css",
    "form.css",
    "chips.css",
    "panel.css",
    "table.css",
    "chart.css",
    "builder.css",
    "versions.css",
    "caseload.css",
    "flag.css",
    "heat.css",
    "clinic.css",
    "rules.css",
    "inbox.css",
    "import.css",
    "template.css",
    "monitoring.css",
    "function.css",
)

BUNDLED = {"patient.css": PATIENT, "patient-more.css": MORE, "staff.css": STAFF}

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PIECE = re.compile(
    r"""(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)"']*\))"""
    r"""|(?P<gap>(?:\s|/\*.*?\*/)+)""",
    re.DOTALL,
)
# Outside quotes a space beside these never carries meaning; a space before a colon does.
AROUND = re.compile(r"\s*([{};,])\s*|(?<=:)\s+")


def minify(css):
    """The same style sheet without comments and spare white space; quoted text stays as it is."""
    kept = []

    def shorten(match):
        if match["text"]:
            kept.append(match["text"])
            return f"\0{len(kept) - 1}\0"
        # A comment alone parts two words without a space between them, so it must stay a comment.
        return " " if COMMENT.sub("", match["gap"]) else "/**/"

    css = PIECE.sub(shorten, css)
    css = AROUND.sub(lambda match: match[1] or "", css).replace(";}", "}").strip()
    return re.sub("\0(\\d+)\0", lambda match: kept[int(match[1])], css)


def bundle(names):
    """The text of one served style sheet, made of the named source files in order."""
    return minify("\n".join((SOURCES / name).read_text() for name in names)) + "\n"


def write(bundles=None):
    """Write every bundle whose text has changed; raises FileNotFoundError for a missing source."""
    BUNDLES.mkdir(parents=True, exist_ok=True)
    for name, sources in (bundles or BUNDLED).items():
        text, path = bundle(sources), BUNDLES / name
        if not path.exists() or path.read_text() != text:
            path.write_text(text)


if __name__ == "__main__":
    write()
