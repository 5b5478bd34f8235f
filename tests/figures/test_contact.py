"""Hands, knees, feet and seats rest on what is there: floor, pad, chair, roller. Measured on the
flesh the engine makes, so a pose that floats or sinks fails here before an eye has to find it."""

from fnmatch import fnmatch

import pytest

from tests.figures.conftest import STRETCHES, WAYS

NEAR = 3  # cm between a part and what it rests on, either way
FLOOR = 0
CHAIR = 47
KEYS = [(slug, key) for slug, poses in STRETCHES.items() for key in poses["keys"]]

# What rests where (height in cm), by the name of the key; all lines that fit hold together.
# "blades" is the back at the height of the shoulder blades.
FEET = {"footL": FLOOR, "footR": FLOOR}
KNEES = {"kneeL": FLOOR, "kneeR": FLOOR}
HANDS = {"handL": FLOOR, "handR": FLOOR}
SEATED = {"seat": CHAIR, **FEET}
CONTACTS = {
    "figure-4-glute-stretch": {
        "start*|!*-seated": {"seat": FLOOR, "trunk": FLOOR, "footL": FLOOR},
        "hold|stretch|*-towel": {"seat": FLOOR, "trunk": FLOOR},
        "start": HANDS,
        "*-seated": {"seat": CHAIR, "footL": FLOOR},
    },
    "foam-roll-thoracic-extension": {
        "start|stretch": {"seat": FLOOR, "blades": 15, **FEET},
        "*-towel": {"seat": FLOOR, "blades": 10.2, **FEET},
        "*-chair": SEATED,
    },
    "thread-the-needle": {
        "*|!*-seated|!*-forearms": {"handR": FLOOR, **KNEES, **FEET},
        "start|thread": HANDS,
        "thread": {"trunk": FLOOR, "upperL": FLOOR, "head": FLOOR},
        "*-forearms": {"forearmR": FLOOR, "handR": FLOOR, "kneeL": 3, "kneeR": 3, **FEET},
        "start-forearms": {"forearmL": FLOOR, "handL": FLOOR},
        "*-seated": SEATED,
    },
    "press-up": {
        "*|!*-standing": {"seat": FLOOR, **HANDS, **FEET},
        "*-elbows": {"forearmL": FLOOR, "forearmR": FLOOR},
        "*-standing": FEET,
    },
    "open-book": {
        "*": {"seat": FLOOR, "trunk": FLOOR, "handR": FLOOR, "footR": FLOOR},
        "start|mid|stretch": {"footL": FLOOR},
        "*-knees": {"kneeR": FLOOR},
        "*-pillows": {"kneeL": 13},
    },
    "kneeling-hip-flexor-stretch": {
        "*": {"footL": FLOOR, "footR": FLOOR},
        "*|!*-pad|!*-standing": {"kneeR": FLOOR},
        "*-pad": {"kneeR": 6},
        "*-chair|*-standing": {"wristL": 87},
    },
}

LOWEST = """
  const { body } = wardrobe;
  const bottom = ({ center, radius, axes, radii }) =>
    center[1] - (radius ?? Math.hypot(...axes.map((axis, i) => axis[1] * radii[i])));
  const lowest = (...chains) => Math.min(...chains.flat(2).map(bottom));
  const heightsOf = (pose) => {
    const skeleton = engine.skeletonOf(body, pose);
    const flesh = engine.fleshOf(body, skeleton);
    const heights = {
      seat: lowest(flesh.pelvis.pants),
      trunk: lowest(flesh.shirt.shirt),
      head: skeleton.head.point(0, 0, 1)[1] - 8.5,
      blades: engine.spineAt(skeleton.spine, 0.77).point(0, -9.5, 0)[1],
    };
    for (const side of ["L", "R"]) {
      const kneecap = engine.profile(body.radii.thigh, 1);
      heights[`knee${side}`] = skeleton[side].knee[1] - kneecap;
      heights[`foot${side}`] = lowest(flesh[`shin${side}`].skin);
      heights[`shin${side}`] = lowest(flesh[`shin${side}`].pants);
      heights[`wrist${side}`] = skeleton[side].wrist[1] - engine.profile(body.radii.farm, 1);
      heights[`hand${side}`] = lowest(flesh[`hand${side}`].skin);
      heights[`forearm${side}`] = lowest(flesh[`farm${side}`].skin);
      heights[`upper${side}`] = lowest(flesh[`uarm${side}`].skin, flesh[`uarm${side}`].shirt);
    }
    return heights;
  };
"""


def fits(name, pattern):
    """Whether a key's name fits "a|b|!c": one of a or b, and not c."""
    patterns = pattern.split("|")
    wanted = [each for each in patterns if not each.startswith("!")]
    refused = [each[1:] for each in patterns if each.startswith("!")]
    return any(fnmatch(name, each) for each in wanted) and not any(
        fnmatch(name, each) for each in refused
    )


def contacts_of(slug, name):
    found = {}
    for pattern, contacts in CONTACTS[slug].items():
        if fits(name, pattern):
            found |= contacts
    return found


@pytest.fixture
def heights(engine):
    """`heights(slug, key)` → cm above the floor of the lowest point of each part."""

    def heights(slug, name):
        return engine(
            f"([slug, name]) => {{ {LOWEST} return heightsOf(engine.keyOf(poses[slug], name)) }}",
            [slug, name],
        )

    return heights


@pytest.mark.parametrize(("slug", "name"), KEYS)
def test_what_should_rest_does_and_nothing_sinks(heights, slug, name):
    measured = heights(slug, name)
    contacts = contacts_of(slug, name)
    assert contacts, "every key rests on something"
    apart = {part: round(measured[part] - surface, 1) for part, surface in contacts.items()}
    assert {part: gap for part, gap in apart.items() if abs(gap) > NEAR} == {}
    assert {part: y for part, y in measured.items() if y < -NEAR} == {}


@pytest.mark.parametrize(("slug", "way"), WAYS)
def test_nothing_sinks_on_the_way(engine, slug, way):
    sunk = engine(
        f"""([slug, way]) => {{
          {LOWEST}
          const poseAt = engine.motionOf(body, poses[slug], poses[slug].variations[way]);
          const moments = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
          const sunk = {{}};
          for (const at of moments) {{
            for (const [part, y] of Object.entries(heightsOf(poseAt({{ at }})))) {{
              if (y < -4) sunk[`${{part}} at ${{at}}`] = y;
            }}
          }}
          return sunk;
        }}""",
        [slug, way],
    )
    assert sunk == {}


def test_the_lint_finds_a_hand_that_floats_and_a_knee_that_sinks(engine):
    found = engine(
        f"""() => {{
          {LOWEST}
          const pose = engine.keyOf(poses["thread-the-needle"], "start");
          const [x, y, z] = pose.armL.to;
          const floating = {{ ...pose, armL: {{ ...pose.armL, to: [x, y + 5, z] }} }};
          const {{ at }} = pose.pelvis;
          const low = {{ ...pose, pelvis: {{ ...pose.pelvis, at: [at[0], at[1] - 5, at[2]] }} }};
          return [heightsOf(floating).handL, heightsOf(low).kneeL];
        }}"""
    )
    assert found[0] > NEAR
    assert found[1] < -NEAR
