"""Which pose at which moment: pure shares of numbers, hands that do not slide under weight."""

import pytest

WRISTS = """([way, moments]) => {
  const data = poses["press-up"];
  const poseAt = engine.motionOf(wardrobe.body, data, data.variations[way]);
  return moments.map((moment) => {
    const { pelvis, L, R } = engine.skeletonOf(wardrobe.body, poseAt(moment));
    return { left: L.wrist, right: R.wrist, hips: pelvis.origin };
  });
}"""
WALK = """(steps) => steps.map((step) => engine.progressAt(...step))"""


def test_press_up_brings_the_hands_nearer_with_progress(engine):
    shares = [0, 0.25, 0.5, 0.75, 1]

    poses = engine(WRISTS, ["standard", [{"at": 0, "progress": share} for share in shares]])

    distances = [abs(pose["hips"][0] - pose["left"][0]) for pose in poses]
    assert distances == sorted(distances, reverse=True)
    assert distances[0] - distances[-1] > 25


@pytest.mark.parametrize("progress", [0, 0.3, 0.5, 0.9, 1])
def test_hands_stay_where_they_are_while_the_arms_press(engine, progress):
    moments = [{"at": at / 20, "progress": progress} for at in range(21)]

    poses = engine(WRISTS, ["standard", moments])

    for side in ("left", "right"):
        for axis in (0, 2):
            places = [pose[side][axis] for pose in poses]
            assert max(places) - min(places) < 2.5


def test_progress_moves_on_only_low_down_on_the_way_back(engine):
    up = [[3, 10, at / 10, False] for at in range(11)]
    back = [[3, 10, at / 10, True] for at in range(2, 11)]

    assert set(engine(WALK, up + back)) == {3 / 9}
    low, end, following = engine(WALK, [[3, 10, 0.1, True], [3, 10, 0, True], [4, 10, 0, False]])
    assert 3 / 9 < low < end
    assert end == following == 4 / 9


def test_a_single_repetition_is_the_last_one(engine):
    assert engine(WALK, [[0, 1, 0, False], [9, 10, 0, True]]) == [1, 1]


ENDS = """([stretch, way]) => {
  const data = poses[stretch];
  const { rep, enter } = data.variations[way];
  const poseAt = engine.motionOf(wardrobe.body, data, data.variations[way]);
  const head = (pose) => engine.skeletonOf(wardrobe.body, pose).head.origin;
  const key = (name) => head(engine.keyOf(data, name));
  return {
    shown: [{ at: 0 }, { at: 1 }, { enter: 0 }, { enter: 1 }].map((moment) => head(poseAt(moment))),
    keys: [key(rep[0]), key(rep.at(-1)), key(enter[0]), key(enter.at(-1))],
  };
}"""


def test_the_ends_of_a_movement_are_its_keys(engine):
    ends = engine(ENDS, ["thread-the-needle", "standard"])

    assert ends["shown"] == ends["keys"]


def test_a_key_takes_all_from_its_base_but_the_arrows(engine):
    stretch = {
        "keys": {
            "start": {"neck": [1, 0, 0], "head": [2, 0, 0], "arrows": ["up"]},
            "middle": {"base": "start", "neck": [5, 0, 0]},
            "end": {"base": "middle", "head": [9, 0, 0], "arrows": ["down"]},
        }
    }

    keys = engine("(s) => ['middle', 'end'].map((name) => engine.keyOf(s, name))", stretch)

    assert keys == [
        {"neck": [5, 0, 0], "head": [2, 0, 0]},
        {"neck": [5, 0, 0], "head": [9, 0, 0], "arrows": ["down"]},
    ]


@pytest.mark.parametrize(
    ("from_swap", "to_swap", "changes_at"),
    [({}, {}, 0.5), ({"swap": 0.8}, {}, 0.8), ({}, {"swap": 0.8}, 0.2)],
)
def test_the_paint_order_changes_where_a_key_says_so(engine, from_swap, to_swap, changes_at):
    script = """([fromSwap, toSwap, share]) => {
      const data = poses["open-book"];
      const from = { ...engine.keyOf(data, "start"), order: ["from"], ...fromSwap };
      const to = { ...engine.keyOf(data, "stretch"), order: ["to"], ...toSwap };
      return engine.blend(wardrobe.body, from, to, share).order[0];
    }"""

    assert engine(script, [from_swap, to_swap, changes_at - 0.01]) == "from"
    assert engine(script, [from_swap, to_swap, changes_at + 0.01]) == "to"


def test_half_way_places_are_in_the_middle_and_directions_turned_by_half(engine):
    script = """() => {
      const key = engine.keyOf(poses["press-up"], "start");
      const arm = { to: [0, 0, 0], pole: [1, 0, 0], hand: [1, 0, 0], palm: [0, 1, 0], curl: 10 };
      const from = { ...key, armL: arm };
      const to = { ...key, armL: { ...arm, to: [4, 2, 0], pole: [0, 0, 1], curl: 30 } };
      return engine.blend(wardrobe.body, from, to, 0.5).armL;
    }"""

    arm = engine(script)

    assert arm["to"] == [2, 1, 0]
    assert arm["pole"] == pytest.approx([0.5**0.5, 0, 0.5**0.5])
    assert arm["curl"] == 20
