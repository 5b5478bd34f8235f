"""The look: one set of tokens, contrast computed from them, small sheets, no unknown class."""

import gzip
import re
from pathlib import Path

import pytest

from clinic import bundles

ROOT = Path(bundles.__file__).resolve().parent.parent
TOKENS = (bundles.SOURCES / "tokens.css").read_text()

# Text or shape, what it stands on, the ratio it needs (WCAG 1.4.3 and 1.4.11).
PAIRS = [
    ("ink", "ground", 4.5),
    ("ink", "surface", 4.5),
    ("ink", "surface-2", 4.5),
    ("ink-2", "ground", 4.5),
    ("ink-2", "surface", 4.5),
    ("ink-2", "surface-2", 4.5),
    ("ink-3", "surface", 4.5),
    ("ink-3", "ground", 4.5),
    ("petrol", "ground", 4.5),
    ("petrol", "surface", 4.5),
    ("petrol", "surface-2", 4.5),
    ("petrol", "petrol-tint", 4.5),
    ("ink", "petrol-tint", 4.5),
    ("ink-2", "petrol-tint", 4.5),
    ("on-petrol", "petrol-fill", 4.5),
    ("petrol-fill", "surface", 3),
    ("press-ink", "press", 4.5),
    ("press-edge", "surface", 3),
    ("press-edge", "fig-bg", 3),
    ("stop", "surface", 4.5),
    ("stop", "stop-tint", 4.5),
    ("ink", "stop-tint", 4.5),
    ("on-stop", "stop-fill", 4.5),
    ("edge", "surface", 3),
    ("edge", "ground", 3),
    ("focus", "surface", 3),
    ("focus-gap", "petrol-fill", 3),
    ("petrol-mid", "surface", 3),
]


def block(opening):
    """The declarations after `opening {` as a dict, in order."""
    body = TOKENS.split(opening + " {", 1)[1].split("}", 1)[0]
    body = re.sub(r"/\*.*?\*/", "", body, flags=re.DOTALL)
    return dict(re.findall(r"([\w-]+):\s*([^;]+);", body))


LIGHT = block("\n  :root")
DARK_BY_SETTING = block(':root:not([data-theme="light"])')
DARK_BY_CHOICE = block('\n  [data-theme="dark"]')


def luminance(hex_colour):
    """Relative luminance of #RRGGBB, 0 to 1 (WCAG 2.2)."""
    channels = [int(hex_colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Contrast ratio of two #RRGGBB colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_twenty_one_to_one():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_both_dark_blocks_are_equal():
    assert DARK_BY_SETTING == DARK_BY_CHOICE
    assert DARK_BY_CHOICE["color-scheme"] == "dark"
    assert set(DARK_BY_CHOICE) <= set(LIGHT)


@pytest.mark.parametrize("theme", [LIGHT, LIGHT | DARK_BY_CHOICE], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground", "needed"), PAIRS)
def test_contrast_is_enough(theme, shape, ground, needed):
    assert contrast(theme["--" + shape], theme["--" + ground]) >= needed


# A patient's phone may be on a slow network; the desk's many screens are one file on a fast one.
@pytest.mark.parametrize(
    ("sources", "most_bytes"),
    [(bundles.PATIENT, 10_240), (bundles.MORE, 2_048), (bundles.STAFF, 15_360)],
    ids=["patient", "patient-more", "staff"],
)
def test_style_sheet_is_small_gzipped(sources, most_bytes):
    assert len(gzip.compress(bundles.bundle(sources).encode())) <= most_bytes


def test_style_sheets_keep_to_the_oldest_browser_served():
    """Firefox 115 and Safari 16.4: no :has(), no light-dark(), no nesting."""
    for path in sorted(bundles.SOURCES.glob("*.css")):
        css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        assert ":has(" not in css, path.name
        assert "light-dark(" not in css, path.name
        assert "&" not in css, path.name


def test_every_colour_used_is_a_token():
    known = set(LIGHT)
    for path in sorted(bundles.SOURCES.glob("*.css")):
        assert set(re.findall(r"var\((--[\w-]+)", path.read_text())) <= known, path.name


def test_style_sheets_know_no_left_and_right():
    """Logical properties only, so that right-to-left languages need no second style sheet."""
    physical = re.compile(
        r"(?<![\w-])(?:margin|padding|border)-(?:left|right)\b|(?<![\w-])(?:left|right)\s*:"
        r"|text-align:\s*(?:left|right)|float:\s*(?:left|right)(?!; float: inline-)"
    )
    for path in sorted(bundles.SOURCES.glob("*.css")):
        assert not physical.findall(path.read_text()), path.name


def test_every_class_in_a_template_has_a_style():
    """The admin's templates are Django's: they stand on Django's own style sheet."""
    sheets = [*bundles.SOURCES.glob("*.css"), ROOT / "static/export/style.css"]
    css = "".join(path.read_text() for path in sheets)
    styled = set(re.findall(r"\.([a-zA-Z][\w-]*)", css))
    unknown = {}
    ours = (path for path in (ROOT / "templates").rglob("*.html") if "admin" not in path.parts)
    for path in sorted(ours):
        html = re.sub(r"{#.*?#}", "", path.read_text(), flags=re.DOTALL)
        for value in re.findall(r'\bclass="([^"]*)"', html):
            value = re.sub(r"{%.*?%}", " ", re.sub(r"{{.*?}}", "{}", value))
            for word in value.split():
                # A word made in part by a variable cannot be looked up.
                if "{}" not in word and word not in styled:
                    unknown.setdefault(word, path.name)
    assert not unknown


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_still_is_small(theme):
    stills = sorted((ROOT / "static" / "figures" / theme).glob("*.svg"))
    assert stills
    for path in stills:
        svg = path.read_bytes()
        assert len(svg) <= 20_480, path.name
        assert len(gzip.compress(svg)) <= 7_168, path.name


def test_both_themes_show_the_same_frame():
    for path in (ROOT / "static" / "figures" / "light").glob("*.svg"):
        dark = path.parent.with_name("dark") / path.name
        frames = [re.search(r'viewBox="[^"]*"', p.read_text())[0] for p in (path, dark)]
        assert frames[0] == frames[1], path.name
