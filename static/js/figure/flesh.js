// The body around the skeleton: chains of spheres and ellipsoids, each painted as one soft shape.
// A part is {color: [chain, ...]}, a chain a list of nodes, a node {center, radius} or
// {center, axes, radii}; the shape of a chain is the hull of each two neighbors.
import { profile } from "./profile.js";
import { SIDES, signOf, spineAt } from "./skeleton.js";
import {
  add, along, cross, length, lerp, perpendiculars, radians, reject, scale, spread, subtract, unit,
} from "./vectors.js";

export const sphere = (center, radius) => ({ center, radius });
export const ellipsoid = (center, axes, radii) => ({ center, axes: axes.map(unit), radii });

/** A flat round disc at right angles to `axis`: hems, cuffs, ends of a roller. */
export const disc = (center, axis, radius, thickness = 0.3) =>
  ellipsoid(center, [axis, ...perpendiculars(axis)], [thickness, radius, radius]);

const HEM = 0.5; // cm by which cloth stands off

/** A slice through the trunk at share `s` of the spine, `wider` cm all round. */
function slice(body, skeleton, s, wider = 0) {
  const [halfWidth, front, back] = [1, 2, 3].map((i) => profile(body.sections, s, i) + wider);
  const frame = spineAt(skeleton.spine, s);
  return ellipsoid(
    along(frame.origin, frame.front, (front - back) / 2),
    [frame.left, frame.front, frame.up],
    [halfWidth, (front + back) / 2, 0.4],
  );
}

function trunk(body, skeleton) {
  const { pelvis, head, spine, neckLow, neckTop } = skeleton;
  const { glute, thigh, uarm } = body.radii;
  const pants = [
    spread(5, -0.12, 0.16).map((s) => slice(body, skeleton, s)),
    [sphere(pelvis.point(7, -2.2, -1), glute), sphere(pelvis.point(-7, -2.2, -1), glute)],
  ];
  // The shirt flares a little over the hips.
  const flare = (s) => HEM + Math.max(0, 0.18 - s) * 5;
  const shirt = [spread(16, body.hem, 1).map((s) => slice(body, skeleton, s, flare(s)))];
  const [upper, middle] = [spineAt(spine, 0.93), spineAt(spine, 0.72)];
  for (const side of SIDES) {
    const sign = signOf(side);
    const { hip, knee, shoulder } = skeleton[side];
    pants.push([
      sphere(pelvis.point(sign * 7.4, -2.2, -1.5), glute),
      sphere(along(hip, unit(subtract(knee, hip)), 4), thigh[0][1]),
    ]);
    const joint = sphere(shoulder, uarm[0][1] + HEM);
    shirt.push(
      [sphere(upper.point(sign * 4.5, -0.6, 0), 5.2), joint],
      [sphere(middle.point(sign * 7.5, 0.3, 0), 7.6), joint],
    );
  }
  const throat = [
    sphere(neckLow, 5.6),
    sphere(lerp(neckLow, neckTop, 0.6), 5),
    sphere(along(neckTop, head.front, 0.8), 5),
    sphere(head.point(0, -0.5, -4), 5.2),
  ];
  return { pelvis: { pants }, shirt: { shirt }, neck: { skin: [throat] } };
}

// Each finger: from and to across the palm, and how long, in cm.
const FINGERS = [
  [2.5, 3.3, 8],
  [0.85, 1.15, 9],
  [-0.85, -1.15, 8.4],
  [-2.4, -3.3, 6.6],
];

/** Palm, four fingers and a thumb, which is the last chain. */
function hand({ wrist, hand: ahead, palm, curl }, sign) {
  const side = scale(cross(palm, ahead), sign);
  const bend = radians(curl);
  const tip = add(scale(ahead, Math.cos(bend)), scale(palm, Math.sin(bend)));
  const at = (x, y, z = 0) =>
    add(wrist, add(scale(ahead, x), add(scale(side, y), scale(palm, z))));
  const axes = [ahead, side, palm];
  const chains = [
    [
      ellipsoid(at(0.6, 0), axes, [2, 2.3, 1.9]),
      ellipsoid(at(4.4, 0.1), axes, [3.4, 3.2, 1.7]),
      ellipsoid(at(6.6, 0), axes, [1.8, 3.4, 1.4]),
    ],
  ];
  for (const [from, to, long] of FINGERS) {
    const half = long * 0.5;
    const knuckle = at(
      7.2 + half * Math.cos(bend * 0.5), (from + to) / 2, half * Math.sin(bend * 0.5),
    );
    const end = add(knuckle, add(scale(tip, half), scale(side, (to - from) * 0.5)));
    chains.push([sphere(at(6.6, from), 1.12), sphere(knuckle, 0.98), sphere(end, 0.74)]);
  }
  chains.push([
    sphere(at(1.8, 1), 1.8), sphere(at(4.6, 3.9, 0.6), 1.35), sphere(at(8.2, 5.6, 0.9), 0.9),
  ]);
  return chains;
}

function arm(body, joints, side) {
  const { shoulder, elbow, wrist } = joints;
  const { uarm, farm } = body.radii;
  const axis = unit(subtract(elbow, shoulder));
  const ring = (t, wider) => disc(lerp(shoulder, elbow, t), axis, profile(uarm, t) + wider);
  const fingers = hand(joints, signOf(side));
  const sleeve = body.sleeve;
  return {
    [`uarm${side}`]: {
      skin: [
        [
          ring(sleeve - 0.02, 0),
          ...spread(4, 0.7, 1).map((t) => sphere(lerp(shoulder, elbow, t), profile(uarm, t))),
        ],
      ],
      shirt: [
        [
          sphere(shoulder, uarm[0][1] + 0.6),
          ring(0.12, 0.6),
          ring(sleeve * 0.6, 0.7),
          ring(sleeve, 0.9),
        ],
      ],
    },
    [`farm${side}`]: {
      skin: [
        spread(6).map((t) => sphere(lerp(elbow, wrist, t), profile(farm, t))),
        fingers[0].slice(0, 1),
      ],
    },
    [`hand${side}`]: { skin: fingers },
  };
}

function foot({ ankle, toe, instep }) {
  const at = (x, y) => add(ankle, add(scale(toe, x), scale(instep, y)));
  const axes = [cross(toe, instep), toe, instep];
  const [heel, ball] = [sphere(at(-3.6, -4.3), 3.1), at(11.5, -5.2)];
  return [
    [sphere(ankle, 3.5), heel],
    [
      ellipsoid(at(1.5, -1.2), axes, [3.4, 3.4, 3.4]),
      ellipsoid(at(6, -3.6), axes, [3.9, 3, 3.2]),
      ellipsoid(ball, axes, [4.4, 3, 2.2]),
      ellipsoid(at(16.5, -5.7), axes, [3.6, 2.4, 1.6]),
    ],
    [heel, ellipsoid(ball, axes, [4, 3, 2.2])],
    [sphere(at(0, -1.5), 3.3), heel, ellipsoid(at(6, -4), axes, [3.8, 3, 3])],
  ];
}

function leg(body, joints, side) {
  const { hip, knee, ankle, kneeAim } = joints;
  const { thigh, thigh_off: quad, shin, calf_off: calf } = body.radii;
  const [down, below] = [unit(subtract(knee, hip)), unit(subtract(ankle, knee))];
  const [kneeFront, shinFront] = [unit(reject(kneeAim, down)), unit(reject(kneeAim, below))];
  const bend = subtract(down, below);
  // The kneecap stands out where the leg bends.
  const cap = sphere(
    add(knee, length(bend) > 0.3 ? scale(unit(bend), 0.9) : scale(kneeFront, 0.4)),
    thigh[thigh.length - 1][1] - 0.5,
  );
  const cuff = (t, wider) => disc(lerp(knee, ankle, t), below, profile(shin, t) + wider);
  const trouser = spread(8, 0, 0.72).map((t) =>
    sphere(
      subtract(lerp(knee, ankle, t), scale(shinFront, profile(calf, t))), profile(shin, t),
    ),
  );
  const kneeEnd = trouser[0];
  trouser.push(cuff(body.cuff - 0.08, 0.35), cuff(body.cuff, 0.35));
  const skin = disc(lerp(knee, ankle, body.cuff - 0.02), below, profile(shin, body.cuff));
  return {
    [`thigh${side}`]: {
      pants: [
        spread(9).map((t) =>
          sphere(along(lerp(hip, knee, t), kneeFront, profile(quad, t)), profile(thigh, t)),
        ),
      ],
    },
    [`shin${side}`]: {
      skin: [
        [skin, ...[0.95, 1].map((t) => sphere(lerp(knee, ankle, t), profile(shin, t)))],
        ...foot(joints),
      ],
      pants: [[cap, kneeEnd], trouser],
    },
  };
}

/** All parts of the body but the head, by name: pelvis, shirt, neck, uarmL, farmL, handL, ... */
export function fleshOf(body, skeleton) {
  const parts = trunk(body, skeleton);
  for (const side of SIDES) {
    Object.assign(parts, arm(body, skeleton[side], side), leg(body, skeleton[side], side));
  }
  return parts;
}
