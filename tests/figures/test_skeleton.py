"""Joints: bones keep their length in every pose, and known poses put joints at known places."""

import math

import pytest

from tests.figures.conftest import POSES, WAYS

BODY = POSES["body"]
# Arms and legs straight down, facing the viewer: the person's left is at the right of the page.
STANDING = {
    "pelvis": {"at": [0, 90, 0], "up": [0, 1, 0], "front": [0, 0, 1]},
    "spine": {"lumbar": [0, 0, 0], "thoracic": [0, 0, 0]},
    "neck": [0, 0, 0],
    "legL": {"to": [BODY["hip_w"], 0, 0], "pole": [0, 0, 1], "toe": [0, 0, 1]},
    "legR": {"to": [-BODY["hip_w"], 0, 0], "pole": [0, 0, 1], "toe": [0, 0, 1]},
    "armL": {"upper": [0, -1, 0], "fore": [0, -1, 0]},
    "armR": {"upper": [0, -1, 0], "fore": [0, -1, 0]},
}
JOINTS = """(pose) => {
  const { pelvis, chest, head, neckTop, L, R } = engine.skeletonOf(wardrobe.body, pose);
  return { pelvis: pelvis.origin, chest: chest.origin, head: head.origin, neckTop, L, R };
}"""
MOMENTS = [
    {"at": at, "progress": progress} for at in (0, 0.25, 0.5, 0.75, 1) for progress in (0, 0.6, 1)
]
BONES = """([stretch, way, moments]) => {
  const data = poses[stretch];
  const poseAt = engine.motionOf(wardrobe.body, data, data.variations[way]);
  const length = (a, b) => engine.length(engine.subtract(a, b));
  return moments.flatMap((moment) => {
    const skeleton = engine.skeletonOf(wardrobe.body, poseAt(moment));
    return ["L", "R"].map((side) => {
      const joints = skeleton[side];
      return {
        thigh: length(joints.hip, joints.knee), shin: length(joints.knee, joints.ankle),
        uarm: length(joints.shoulder, joints.elbow), farm: length(joints.elbow, joints.wrist),
      };
    });
  });
}"""


@pytest.mark.parametrize(("stretch", "way"), WAYS)
def test_bones_keep_their_length_in_every_key_and_between(engine, stretch, way):
    moments = [*MOMENTS, *({"enter": share} for share in (0, 0.3, 0.5, 1))]

    for bones in engine(BONES, [stretch, way, moments]):
        assert bones == pytest.approx({name: BODY[name] for name in bones}, abs=1e-6)


def test_a_standing_figure_has_its_joints_where_the_body_says(engine):
    joints = engine(JOINTS, STANDING)

    chest = 90 + 0.88 * BODY["spine"]
    shoulder, hip = BODY["sh_w"], BODY["hip_w"]
    assert joints["chest"] == pytest.approx([0, chest, 0])
    assert joints["neckTop"] == pytest.approx([0, 90 + BODY["spine"] + BODY["neck"], 0])
    assert joints["head"] == pytest.approx([0, 90 + BODY["spine"] + BODY["neck"] + 6.5, 3.2])
    for side, sign in (("L", 1), ("R", -1)):
        limbs = joints[side]
        reach = BODY["uarm"] + BODY["farm"]
        assert limbs["hip"] == pytest.approx([sign * hip, 89, 0])
        assert limbs["shoulder"] == pytest.approx([sign * shoulder, chest, 0])
        assert limbs["elbow"] == pytest.approx([sign * shoulder, chest - BODY["uarm"], 0])
        assert limbs["wrist"] == pytest.approx([sign * shoulder, chest - reach, 0])
        # The floor is out of reach: the leg points at it, as straight as a leg gets.
        down = 89 - (BODY["thigh"] + BODY["shin"] - 0.02)
        assert limbs["ankle"] == pytest.approx([sign * hip, down, 0], abs=1e-6)


@pytest.mark.parametrize(
    ("bend", "axis", "toward"),
    [("flex", 0, [0, 0, 1]), ("side", 1, [1, 0, 0])],
)
def test_the_spine_bends_toward_front_and_left(engine, bend, axis, toward):
    degrees = [0, 0, 0]
    degrees[axis] = 30
    bent = STANDING | {"spine": {"lumbar": degrees, "thoracic": degrees}}

    neck = engine(JOINTS, bent)["neckTop"]

    sideways = sum(a * b for a, b in zip(neck, toward, strict=True))
    assert sideways > 20, bend
    assert neck[1] < 90 + BODY["spine"] + BODY["neck"] - 5


def test_a_twist_turns_the_front_to_the_left(engine):
    twisted = STANDING | {"spine": {"lumbar": [0, 0, 0], "thoracic": [0, 0, 90]}}

    front = engine("(pose) => engine.skeletonOf(wardrobe.body, pose).spine.at(-1).front", twisted)

    assert front == pytest.approx([1, 0, 0], abs=1e-6)


def test_two_bones_meet_in_the_plane_of_the_pole(engine):
    script = "([target, pole]) => engine.twoBones([0, 0, 0], target, 3, 4, pole)"

    bones = engine(script, [[5, 0, 0], [0.7, 1, 0]])

    assert bones["middle"] == pytest.approx([1.8, 2.4, 0])  # 3, 4, 5: a right angle at the middle
    assert bones["end"] == pytest.approx([5, 0, 0])
    far = engine(script, [[0, 9, 0], [1, 0, 0]])
    assert far["end"] == pytest.approx([0, 6.98, 0])


def test_a_foot_on_the_other_thigh_goes_along_with_it(engine):
    crossed = STANDING | {
        "legL": STANDING["legL"] | {"to": [8, 45, 40]},
        "legR": STANDING["legR"] | {"on": "thighL", "t": 0.9, "off": [0, 6, 0], "to": None},
    }

    limbs = engine(JOINTS, crossed)

    hip, knee = limbs["L"]["hip"], limbs["L"]["knee"]
    place = [a + 0.9 * (b - a) for a, b in zip(hip, knee, strict=True)]
    assert math.dist(limbs["R"]["ankle"], place) == pytest.approx(6, abs=1e-6)


MIRRORED = """([stretch, way]) => {
  const data = poses[stretch];
  const pose = engine.motionOf(wardrobe.body, data, data.variations[way])({ at: 1 });
  const { chest, head, L, R } = engine.skeletonOf(wardrobe.body, pose);
  const { az, el } = data.view;
  const places = [chest.origin, head.origin, L.knee, L.wrist, R.ankle, R.elbow];
  return [false, true].map((mirrored) => {
    const camera = new engine.Camera(az, el, mirrored);
    return places.map((place) => camera.point(place));
  });
}"""


@pytest.mark.parametrize(("stretch", "way"), WAYS)
def test_a_mirrored_pose_projects_to_mirrored_points(engine, stretch, way):
    plain, mirrored = engine(MIRRORED, [stretch, way])

    for (x, y), (other_x, other_y) in zip(plain, mirrored, strict=True):
        assert (other_x, other_y) == pytest.approx((-x, y))
