"""The pose data against its own README: fields, names, numbers, and the ways of the library."""

import json
import math
import re
from pathlib import Path

import pytest
from django.conf import settings

from exercises.figures import SHOWN

FIGURES = Path(settings.BASE_DIR, "static", "figures")
SHARED = {"body", "looks"}
POSES = {
    path.stem: json.loads(path.read_text())
    for path in sorted((FIGURES / "poses").glob("*.json"))
    if path.stem not in SHARED
}
LOOKS = json.loads((FIGURES / "poses" / "looks.json").read_text())
WAYS = [(slug, way) for slug, poses in POSES.items() for way in poses["variations"]]
KEYS = [(slug, key) for slug, poses in POSES.items() for key in poses["keys"]]

STRETCH_FIELDS = {
    "prefix",
    "view",
    "frame",
    "side",
    "props",
    "order",
    "spot",
    "keys",
    "variations",
}
LIMBS = {"legL", "legR", "armL", "armR"}
KEY_FIELDS = LIMBS | {
    "base",
    "pelvis",
    "spine",
    "neck",
    "head",
    "props",
    "frame",
    "order",
    "spot",
    "arrows",
    "swap",
}
NEEDED_TO_DRAW = LIMBS | {"pelvis", "spine", "neck"}
FRAMES = {"pelvis", "chest", "head", "world"}
DIRECTIONS = {"pole", "toe", "instep", "hand", "palm", "upper", "fore"}
LIMB_VECTORS = dict.fromkeys(DIRECTIONS | {"to", "off"}, 3) | {"girdle": 2}
LIMB_FIELDS = LIMB_VECTORS.keys() | {"in", "on", "t", "curl"}
PARTS = {"neck", "pelvis", "shirt", "head"} | {
    name + side for side in "LR" for name in ("leg", "thigh", "shin", "arm", "uarm", "farm", "hand")
}
PROP_FIELDS = {
    "mat": {"rect"},
    "roller": {"a", "b", "r", "split", "front"},
    "pillow": {"at", "size"},
    "box": {"min", "max", "round"},
    "bar": {"pts", "r"},
    "strap": {"pts", "r"},
}
RATIO = 1.53


def whole(slug, name):
    """A key with all it takes over from its base."""
    own = POSES[slug]["keys"][name]
    if "base" not in own:
        return own
    inherited = {k: v for k, v in whole(slug, own["base"]).items() if k != "arrows"}
    return inherited | own


def bases(slug, name):
    """The names a key builds upon, nearest first; stops at a name met twice."""
    seen = []
    while (name := POSES[slug]["keys"][name].get("base")) and name not in seen:
        seen.append(name)
    return seen


def is_numbers(value, length):
    return (
        isinstance(value, list)
        and len(value) == length
        and all(type(number) in (int, float) and math.isfinite(number) for number in value)
    )


def limb_faults(limb):
    """What is wrong with the description of one arm or leg, in words."""
    faults = [f"unknown {name}" for name in limb if name.removesuffix("_in") not in LIMB_FIELDS]
    ways = [way for way in ("to", "on", "upper") if way in limb]
    if len(ways) != 1:
        faults.append(f"one of to, on, upper: {ways}")
    companion = "fore" if "upper" in limb else "pole"
    if companion not in limb:
        faults.append(f"no {companion}")
    if "on" in limb and not (limb["on"] in PARTS and 0 <= limb["t"] <= 1):
        faults.append(f"on: {limb['on']} {limb['t']}")
    return faults + vector_faults(limb)


def vector_faults(limb):
    frames = {name: value for name, value in limb.items() if re.fullmatch(r"in|.*_in", name)}
    faults = [f"{name}: {value}" for name, value in frames.items() if value not in FRAMES]
    for name in LIMB_VECTORS.keys() & limb.keys():
        if not is_numbers(limb[name], LIMB_VECTORS[name]):
            faults.append(f"{name}: {limb[name]}")
        elif name in DIRECTIONS and not any(limb[name]):
            faults.append(f"{name} points nowhere")
    return faults


def prop_faults(prop):
    fields = PROP_FIELDS.get(prop["kind"])
    if fields is None:
        return [f"unknown kind {prop['kind']}"]
    faults = [f"{prop['kind']}: {name}" for name in prop.keys() - fields - {"kind", "c", "layer"}]
    if prop["kind"] != "roller":
        faults += [f"{prop['kind']} without {name}" for name in fields - prop.keys() - {"round"}]
    color = prop.get("c", {"roller": "roll"}.get(prop["kind"], prop["kind"]))
    if not {color, f"{color}_s"} <= LOOKS["modes"]["light"].keys():
        faults.append(f"no color {color}")
    for name, length in (("rect", 4), ("a", 3), ("b", 3), ("at", 3), ("size", 3), ("min", 3)):
        if name in prop and not is_numbers(prop[name], length):
            faults.append(f"{name}: {prop[name]}")
    return faults


def test_every_stretch_of_the_library_has_its_file_and_every_file_its_fields(library):
    from exercises.models import Exercise

    assert set(POSES) == set(Exercise.objects.values_list("slug", flat=True))
    assert {slug: set(poses) for slug, poses in POSES.items()} == dict.fromkeys(
        POSES, STRETCH_FIELDS
    )


def test_every_way_of_the_library_is_drawn(library):
    from exercises.models import Variation

    assert set(WAYS) == set(Variation.objects.values_list("exercise__slug", "slug"))


def test_the_side_drawn_is_said_exactly_for_stretches_that_have_sides(library):
    from exercises.models import Exercise

    sided = dict(Exercise.objects.values_list("slug", "sided"))
    assert {slug: poses["side"] in ("L", "R") for slug, poses in POSES.items()} == sided


@pytest.mark.parametrize(("slug", "way"), WAYS)
def test_a_way_has_a_path_from_off_to_on_and_its_stills(slug, way):
    variation = POSES[slug]["variations"][way]
    assert variation.keys() <= {"rep", "enter", "progress", "stills"}
    named = [variation["rep"], variation["stills"], variation.get("enter", [])]
    named += variation.get("progress", [])
    assert {key for keys in named for key in keys} <= set(POSES[slug]["keys"])
    assert len(variation["rep"]) >= 2
    assert not variation["rep"][0].startswith("stretch"), "pressure is off at first"
    assert variation["rep"][-1].startswith("stretch"), "pressure is on at the end"
    assert variation["stills"][-1] == variation["rep"][-1]
    if "enter" in variation:
        assert variation["enter"][-1] == variation["rep"][0]
    if "progress" in variation:
        assert variation["progress"][-1] == variation["rep"]


@pytest.mark.parametrize(("slug", "way"), WAYS)
def test_the_stills_shown_are_those_of_the_poses(slug, way):
    prefix = POSES[slug]["prefix"]
    stills = [f"{prefix}-{key}" for key in POSES[slug]["variations"][way]["stills"]]

    assert [file for file, _ in SHOWN[slug, way]] == stills


@pytest.mark.parametrize("slug", POSES)
def test_no_key_is_left_over(slug):
    used = set()
    for variation in POSES[slug]["variations"].values():
        for keys in [variation["rep"], variation["stills"], variation.get("enter", [])]:
            used.update(keys)
        for pair in variation.get("progress", []):
            used.update(pair)
    for key in list(used):
        used.update(bases(slug, key))
    assert used == set(POSES[slug]["keys"])


@pytest.mark.parametrize(("slug", "name"), KEYS)
def test_a_key_has_the_documented_fields_and_finite_numbers(slug, name):
    own = POSES[slug]["keys"][name]
    assert own.keys() <= KEY_FIELDS
    assert name not in bases(slug, name)
    key = whole(slug, name)
    assert key.keys() >= NEEDED_TO_DRAW
    assert {part: key["pelvis"][part] for part in ("at", "up", "front")} == key["pelvis"]
    angles = [*key["spine"].values(), key["neck"], key.get("head", [0, 0, 0])]
    assert key["spine"].keys() == {"lumbar", "thoracic"}
    assert [v for v in [*key["pelvis"].values(), *angles] if not is_numbers(v, 3)] == []
    assert [(limb, fault) for limb in LIMBS for fault in limb_faults(key[limb])] == []
    assert 0 <= key.get("swap", 0.5) <= 1


@pytest.mark.parametrize(("slug", "name"), KEYS)
def test_props_have_their_fields_and_the_order_names_each_part_once(slug, name):
    key = whole(slug, name)
    props = key.get("props", POSES[slug]["props"])
    assert [fault for prop in props for fault in prop_faults(prop)] == []
    order = [part for entry in key.get("order", POSES[slug]["order"]) for part in entry.split("+")]
    layers = {prop[field] for prop in props for field in ("layer", "front") if field in prop}
    assert set(order) - PARTS == layers
    drawn = []
    for part in order:
        pieces = {"leg": ["thigh", "shin"], "arm": ["uarm", "farm", "hand"]}.get(part[:-1])
        if part[:-1] == "arm" and f"hand{part[-1]}" in order:
            pieces = ["uarm", "farm"]
        drawn += [piece + part[-1] for piece in pieces] if pieces else [part]
    body = {"neck", "pelvis", "shirt", "head"} | {
        piece + side for piece in ("thigh", "shin", "uarm", "farm", "hand") for side in "LR"
    }
    assert sorted(set(drawn) - layers) == sorted(body)
    assert len(drawn) == len(set(drawn)), "nothing is painted twice"


@pytest.mark.parametrize(("slug", "name"), KEYS)
def test_spot_frame_and_arrows(slug, name):
    key = whole(slug, name)
    spot = key.get("spot", POSES[slug]["spot"])
    assert spot.keys() in ({"s", "at"}, {"in", "at"})
    assert is_numbers(spot["at"], 3)
    assert spot.get("in", "pelvis") in FRAMES
    assert 0 <= spot.get("s", 0) <= 1
    left, bottom, right, top = key.get("frame", POSES[slug]["frame"])
    assert (right - left) / (top - bottom) == pytest.approx(RATIO, abs=0.02)
    for arrow in key.get("arrows", []):
        assert arrow.keys() <= {"pts", "w"}
        for point in arrow["pts"]:
            on_page = is_numbers(point, 2) and left < point[0] < right and bottom < point[1] < top
            assert on_page or is_numbers(point, 3)


@pytest.mark.parametrize(("slug", "way"), WAYS)
def test_things_do_not_come_and_go_within_a_repetition(slug, way):
    variation = POSES[slug]["variations"][way]
    props = [whole(slug, key).get("props", POSES[slug]["props"]) for key in variation["rep"]]

    assert all(each == props[0] for each in props)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_stills_are_small_and_none_is_left_over(theme):
    limit = {"light": 15 * 1024, "dark": 18 * 1024}[theme]
    sizes = {path.stem: path.stat().st_size for path in (FIGURES / theme).glob("*.svg")}
    assert {file: size for file, size in sizes.items() if size > limit} == {}
    assert set(sizes) == {file for stills in SHOWN.values() for file, _ in stills}


@pytest.mark.parametrize(("slug", "way"), WAYS)
def test_stills_show_the_left_side(slug, way):
    poses = POSES[slug]
    key = poses["variations"][way]["stills"][-1]
    still = (FIGURES / "light" / f"{poses['prefix']}-{key}.svg").read_text()
    x, y = poses["keys"][key]["arrows"][0]["pts"][0]
    if poses["side"] == "R":
        x = -x
    assert f'd="M{10 * x:g}{-10 * y:g}l' in still
