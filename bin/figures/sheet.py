"""Pictures to judge the stills by: `.venv/bin/python bin/figures/sheet.py FOLDER`.

Writes FOLDER/sheet.png and FOLDER/sheet-dark.png, every still with its caption, as Chromium draws
them. The pictures are for the eye and are not committed.
"""

import os
import shutil
import sys
from html import escape
from pathlib import Path

import django

FIGURES = Path(__file__).resolve().parents[2] / "static" / "figures"
sys.path.insert(0, str(FIGURES.parents[1]))
CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SHEETS = {
    "light": ("sheet.png", "#fff", "#10242b"),
    "dark": ("sheet-dark.png", "#142329", "#eef5f7"),
}
STYLE = """
body { display: grid; grid-template-columns: repeat(6, 1fr); gap: 10px; margin: 10px;
       font: 13px/1.35 sans-serif; background: %(ground)s; color: %(ink)s }
figure { margin: 0 }
svg { display: block; width: 100%%; aspect-ratio: 1.53; box-sizing: border-box; padding: 6px;
      border: 1px solid #88999f66; border-radius: 8px }
"""


def sheet_of(theme, ground, ink):
    """One page with all stills of a theme, in the order of the library, each shown once."""
    from exercises.figures import SHOWN

    shown = {}
    for (exercise, variation), stills in SHOWN.items():
        for file, caption in stills:
            shown.setdefault(file, f"{exercise}, {variation}: {caption}")
    figures = (
        f"<figure>{(FIGURES / theme / f'{file}.svg').read_text()}"
        f"<figcaption>{escape(caption)}</figcaption></figure>"
        for file, caption in shown.items()
    )
    return f"<style>{STYLE % {'ground': ground, 'ink': ink}}</style>{''.join(figures)}"


def draw(folder):
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_ARGS
        )
        page = browser.new_page(viewport={"width": 1800, "height": 400})
        for theme, (file, ground, ink) in SHEETS.items():
            page.set_content(sheet_of(theme, ground, ink))
            page.screenshot(path=folder / file, full_page=True)
            print(folder / file)
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    os.environ.setdefault("HOMESTRETCH_MODE", "test")
    django.setup()
    draw(Path(sys.argv[1]))
