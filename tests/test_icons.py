"""An icon that a template names is in the sprite; a wrong name would draw nothing, silently."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMED = re.compile(r'includes/icon\.html" with name="([a-z0-9-]+)"|icons\.svg\' %}#i-([a-z0-9-]+)"')


def test_every_icon_a_template_names_is_in_the_sprite():
    drawn = set(re.findall(r'id="i-([a-z0-9-]+)"', (ROOT / "static/icons/icons.svg").read_text()))
    named = {
        first or second
        for path in (ROOT / "templates").rglob("*.html")
        for first, second in NAMED.findall(path.read_text())
    }

    assert len(named) > 5
    assert named <= drawn
