"""How static/vendor/ and static/icons/icons.svg were made: `make vendor` makes them again.

Fetches the pinned npm packages below into a folder that is thrown away, cuts the font down to
what the pages use, minifies SortableJS and idb, draws the icon sprite and writes the table of
sources.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
SPRITE = ROOT / "static" / "icons" / "icons.svg"
FONT = "@fontsource-variable/atkinson-hyperlegible-next"
PACKAGES = {FONT: "5.3.0", "sortablejs": "1.15.7", "idb": "8.0.4", "lucide-static": "1.62.0"}
TOOLS = {"terser": "5.51.2"}

# Basic Latin, Latin-1, and the dashes, quotes, dots and signs that plain text uses.
LETTERS = (
    "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+0178,U+2010-2015,U+2018-201E,U+2020-2022,"
    "U+2026,U+2030,U+2032-2033,U+2039-203A,U+2044,U+20AC,U+2122,U+2212,U+2215"
)
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "frac", "tnum", "zero"]
WEIGHTS = (400, 740)
# For paper: weight and name; how a font file says of itself that it is bold.
PRINTED = {400: "Regular", 700: "Bold"}
REGULAR, BOLD = 1 << 6, 1 << 5

# What the pages draw, a line a letter. Add a name and run `make vendor`.
ICONS = """
armchair arrow-down arrow-left arrow-right arrow-up
book-open bookmark-plus building-2
calendar calendar-check calendar-x-2 chart-line check chevron-down chevron-left chevron-right
chevron-up circle-alert circle-check circle-dashed circle-dot circle-pause circle-x clipboard-check
clipboard-copy
ellipsis eye
file-text
git-compare grip-vertical
hand hand-helping history house
info
lightbulb loader-circle lock log-in log-out
mail merge message-square-text messages-square minus moon
octagon-alert octagon-x
pause pencil person-standing phone play plus printer
refresh-cw repeat rotate-ccw
scissors search search-x send shield-alert shield-check siren skip-forward
sliders-horizontal smartphone sprout
star stethoscope
trash-2 trending-up
undo-2 upload user user-round users users-round
vibrate video volume-2
wifi-off
x
""".split()


def fetch(folder):
    """Install the pinned packages in a folder and return the folder they are in."""
    names = [f"{name}@{version}" for name, version in (PACKAGES | TOOLS).items()]
    options = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
    subprocess.run(["npm", "install", *options, *names], cwd=folder, check=True)
    return Path(folder) / "node_modules"


def font(modules):
    """One variable file: the letters above, weights from regular to the heaviest heading."""
    source = modules / FONT / "files" / "atkinson-hyperlegible-next-latin-wght-normal.woff2"
    target = VENDOR / source.name
    cut = TTFont(source)
    options = subset.Options(flavor="woff2", layout_features=FEATURES, notdef_outline=True)
    options.name_IDs = ["*"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(LETTERS))
    subsetter.subset(cut)
    cut = instancer.instantiateVariableFont(cut, {"wght": WEIGHTS})
    subset.save_font(cut, target, options)
    shutil.copy(modules / FONT / "LICENSE", VENDOR / "atkinson-hyperlegible-next.LICENSE.txt")
    return target


def print_fonts(variable):
    """Regular and Bold of it as TTF: typst reads no WOFF2 and sets another font without a word."""
    for weight, style in PRINTED.items():
        cut = instancer.instantiateVariableFont(TTFont(variable), {"wght": weight})
        cut.flavor = None
        family = cut["name"].getDebugName(1)
        names = {
            1: family,
            2: style,
            4: f"{family} {style}",
            6: f"{family}-{style}".replace(" ", ""),
        }
        for place, name in names.items():
            cut["name"].setName(name, place, 3, 1, 0x409)
        cut["OS/2"].usWeightClass = weight
        cut["OS/2"].fsSelection = BOLD if weight > 400 else REGULAR
        cut["head"].macStyle = int(weight > 400)
        cut.save(VENDOR / f"atkinson-hyperlegible-next-{style.lower()}.ttf")


def script(package, source, target):
    """The package's plain ES module, without its comments but for the licence line."""
    target = VENDOR / target
    command = [package.parent / ".bin" / "terser", package / source, "--module", "-c", "-m"]
    subprocess.run([*command, "-o", target, "--comments", "/^\\*?!/"], check=True)
    shutil.copy(package / "LICENSE", VENDOR / f"{target.name.split('.')[0]}.LICENSE.txt")
    return target


def sprite(modules):
    """One <symbol id="i-NAME"> an icon; line and fill come from the page's own `.i` rule."""
    symbols = []
    for name in ICONS:
        drawing = (modules / "lucide-static" / "icons" / f"{name}.svg").read_text()
        shapes = re.findall(r"<(?!svg)(\w+)([^>]*?)\s*/>", drawing)
        body = "".join(f"<{tag} {' '.join(rest.split())}/>" for tag, rest in shapes)
        symbols.append(f'<symbol id="i-{name}" viewBox="0 0 24 24">{body}</symbol>')
    SPRITE.parent.mkdir(parents=True, exist_ok=True)
    SPRITE.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    )
    shutil.copy(modules / "lucide-static" / "LICENSE", SPRITE.with_name("LICENSE.txt"))
    return SPRITE


def table(modules, made):
    """static/vendor/README.md: what is here, from where, under which licence."""
    lines = [
        "# Vendored files\n",
        "Made by `make vendor` (bin/vendor.py says how). Do not edit by hand.\n",
        "| file | npm package | version | licence | sha256 |",
        "|---|---|---|---|---|",
    ]
    for package, path in made.items():
        facts = json.loads((modules / package / "package.json").read_text())
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        name = path.relative_to(ROOT / "static")
        lines.append(
            f"| {name} | {package} | {facts['version']} | {facts['license']} | `{digest}` |"
        )
    lines += ["\nThe two TTF files are Regular and Bold of the first one, for what is printed."]
    (VENDOR / "README.md").write_text("\n".join(lines) + "\n")


def main():
    if not shutil.which("npm"):
        sys.exit("make vendor needs npm (Debian package: npm).")
    VENDOR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        modules = fetch(folder)
        made = {
            FONT: font(modules),
            "sortablejs": script(
                modules / "sortablejs", "modular/sortable.esm.js", "sortable.esm.min.js"
            ),
            "idb": script(modules / "idb", "build/index.js", "idb.esm.min.js"),
            "lucide-static": sprite(modules),
        }
        print_fonts(made[FONT])
        table(modules, made)


if __name__ == "__main__":
    main()
