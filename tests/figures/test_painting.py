"""The paint list: what is painted, in which order and in which colors."""

import re

import pytest

from tests.figures.conftest import POSES, STRETCHES, WAYS

# Each key painted; a run of shapes of one part becomes one name.
PARTS = """([stretch, key]) => {
  const shapes = engine.stillShapes(poses[stretch], key, engine.dress(wardrobe.body, poses.looks));
  const names = shapes.map((shape) => shape.part).filter(Boolean);
  return names.filter((name, i) => name !== names[i - 1]);
}"""
SHAPES = """([stretch, way, marks, theme, look, mirrored]) => {
  const data = poses[stretch];
  const dressed = engine.dress(wardrobe.body, poses.looks, theme, look);
  const pose = engine.motionOf(dressed.body, data, data.variations[way])({ at: 1 });
  const camera = new engine.Camera(data.view.az, data.view.el, mirrored);
  return engine.painting(data, pose, camera, dressed, marks);
}"""
KEYS = [
    (stretch, key)
    for stretch, data in STRETCHES.items()
    for key in sorted({key for way in data["variations"].values() for key in way["stills"]})
]


def key_of(stretch, name):
    key = STRETCHES[stretch]["keys"][name]
    return key_of(stretch, key["base"]) | key if "base" in key else key


def box_of(shapes):
    """The edges of all straight and curved ends, in path units: left, top, right, bottom."""
    points = [
        [int(number) for number in re.findall(r"-?\d+", step)][-2:]
        for shape in shapes
        for step in re.findall(r"[MLA][^MLAaZ]*", shape["d"])
    ]
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


@pytest.mark.parametrize(("stretch", "key"), KEYS)
def test_parts_are_painted_in_the_order_of_the_key(engine, stretch, key):
    order = key_of(stretch, key).get("order") or STRETCHES[stretch]["order"]

    painted = engine(PARTS, [stretch, key])

    # A thing of another key (a strap, a roller) may stand in an order and not be there.
    things = [name for name in order if name not in painted]
    assert [name for name in order if name in painted] == painted
    assert not [name for name in things if re.match(r"(arm|leg|shirt|pelvis|neck|head)", name)]


@pytest.mark.parametrize(("stretch", "way"), WAYS)
def test_the_spot_grows_with_the_pressure_and_is_hollow_without(engine, stretch, way):
    def discs(pressure):
        shapes = engine(SHAPES, [stretch, way, {"pressure": pressure}, "light", "standard", False])
        color = POSES["looks"]["modes"]["light"]["press"]
        return [shape for shape in shapes if shape.get("fill") == color]

    def radius(pressure):
        (disc,) = discs(pressure)
        return int(re.search(r"a(\d+) ", disc["d"])[1])

    assert discs(0) == []
    assert 0 < radius(0.3) < radius(0.6) < radius(1)


def test_the_ring_of_the_spot_stays_while_its_ground_fades(engine):
    def ground(pressure):
        marks = {"pressure": pressure}
        shapes = engine(SHAPES, ["press-up", "standard", marks, "light", "standard", False])
        color = POSES["looks"]["modes"]["light"]["press_gap"]
        return [shape.get("opacity", 1) for shape in shapes if shape.get("fill") == color]

    assert [ground(pressure) for pressure in (0, 0.5, 1)] == [[0], [0.5], [1]]


def test_without_pressure_there_is_no_spot(engine):
    shapes = engine(SHAPES, ["press-up", "standard", {}, "light", "standard", False])

    color = POSES["looks"]["modes"]["light"]["press"]
    assert not [s for s in shapes if color in (s.get("fill"), s.get("stroke"))]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("look", POSES["looks"]["looks"])
def test_a_look_wears_its_own_skin_hair_and_clothes(engine, look, theme):
    wanted = POSES["looks"]["modes"]["light"]
    if theme == "dark":
        wanted = wanted | POSES["looks"]["modes"]["dark"]
    own = POSES["looks"]["looks"][look]
    wanted = wanted | own.get("theme", {}) | own.get(theme, {})

    shapes = engine(SHAPES, ["open-book", "standard", {}, theme, look, False])

    fills = {shape.get("fill") for shape in shapes}
    for name in ("skin", "hair", "shirt", "pants", "rim"):
        assert wanted[name] in fills, name


def test_a_larger_body_is_wider_and_lies_higher(engine):
    def trunk(look):
        shapes = engine(SHAPES, ["open-book", "standard", {}, "light", look, False])
        return [shape for shape in shapes if shape.get("part") == "shirt"]

    standard, larger = box_of(trunk("standard")), box_of(trunk("larger"))
    assert larger[3] - larger[1] > (standard[3] - standard[1]) * 1.05


@pytest.mark.parametrize(("stretch", "way"), WAYS)
def test_the_mirrored_figure_is_the_same_turned_over(engine, stretch, way):
    """Dark outlines mirror exactly (to rounding); the light keeps coming from the upper left."""

    def outlines(mirrored):
        shapes = engine(SHAPES, [stretch, way, {}, "light", "standard", mirrored])
        return [shape for shape in shapes if shape.get("solid") and shape.get("soft")]

    plain, mirrored = outlines(False), outlines(True)

    assert [shape["part"] for shape in plain] == [shape["part"] for shape in mirrored]
    left, top, right, bottom = box_of(plain)
    assert box_of(mirrored) == pytest.approx((-right, top, -left, bottom), abs=1)


def test_the_keyline_lies_under_the_figure_and_over_the_mat(engine):
    shapes = engine(SHAPES, ["open-book", "standard", {}, "light", "standard", False])

    colors = POSES["looks"]["modes"]["light"]
    fills = [shape.get("fill") for shape in shapes]
    first_part = next(i for i, shape in enumerate(shapes) if shape.get("part"))
    assert fills.index(colors["mat"]) < fills.index(colors["rim"]) == first_part - 1


def test_arrows_mirror_with_the_page_and_fade(engine):
    marks = {"arrows": [{"pts": [[10, 20], [40, 20]]}], "arrowOpacity": 0.4}

    def arrow(mirrored):
        shapes = engine(SHAPES, ["press-up", "elbows", marks, "light", "standard", mirrored])
        color = POSES["looks"]["modes"]["light"]["arrow"]
        return [shape for shape in shapes if color in (shape.get("fill"), shape.get("stroke"))]

    left, top, right, bottom = box_of(arrow(False))
    assert (left, right) == (100, 400)
    assert box_of(arrow(True)) == (-400, top, -100, bottom)
    assert {shape["opacity"] for shape in arrow(False)} == {0.4}
