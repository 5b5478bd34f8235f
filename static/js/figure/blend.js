// A pose between two poses. Angles and places move evenly, directions turn.
import { skeletonOf } from "./skeleton.js";
import { lerp, mix, slerp, subtract } from "./vectors.js";

const LIMBS = ["legL", "legR", "armL", "armR"];
const PLACES = ["to", "off", "girdle"];
const NUMBERS = ["t", "curl"];
const DIRECTIONS = ["pole", "toe", "instep", "hand", "palm", "upper", "fore"];
const NONE = [0, 0, 0];

/** Whether two limbs are described alike, so that their numbers can be blended one by one. */
function alike(a, b) {
  return (
    !a.upper === !b.upper &&
    a.in === b.in &&
    a.on === b.on &&
    DIRECTIONS.every((name) => a[`${name}_in`] === b[`${name}_in`])
  );
}

function blendLimb(from, to, share) {
  const limb = { ...from };
  for (const name in from) {
    if (!(name in to)) continue;
    if (PLACES.includes(name)) limb[name] = lerp(from[name], to[name], share);
    else if (NUMBERS.includes(name)) limb[name] = mix(from[name], to[name], share);
    else if (DIRECTIONS.includes(name)) limb[name] = slerp(from[name], to[name], share);
  }
  return limb;
}

/** An arm between two unlike descriptions: its bones turn, seen from the chest. */
function turnArm(from, to, share, bones, side) {
  const seen = (skeleton) => {
    const { shoulder, elbow, wrist, hand, palm } = skeleton[side];
    const [upper, fore] = [subtract(elbow, shoulder), subtract(wrist, elbow)];
    const local = (direction) => skeleton.chest.local(direction);
    return { upper: local(upper), fore: local(fore), hand: local(hand), palm: local(palm) };
  };
  const [before, after] = bones.map(seen);
  const arm = {
    girdle: lerp(from.girdle || [0, 0], to.girdle || [0, 0], share),
    curl: mix(from.curl ?? 15, to.curl ?? 15, share),
  };
  for (const name in before) {
    arm[name] = slerp(before[name], after[name], share);
    arm[`${name}_in`] = "chest";
  }
  return arm;
}

/** A leg between two unlike descriptions: its ankle moves straight, its knee and foot turn. */
function moveLeg(share, bones, side) {
  const [before, after] = bones.map((skeleton) => skeleton[side]);
  return {
    to: lerp(before.ankle, after.ankle, share),
    pole: slerp(before.kneeAim, after.kneeAim, share),
    toe: slerp(before.toe, after.toe, share),
    instep: slerp(before.instep, after.instep, share),
  };
}

/** The share at which the paint order changes: a key's `swap` says how far its own order holds. */
function swapBetween(from, to) {
  if (from.swap !== undefined) return from.swap;
  return to.swap === undefined ? 0.5 : 1 - to.swap;
}

/** The pose a share (0..1) of the way from one pose to another. */
export function blend(body, from, to, share) {
  if (share <= 0) return from;
  if (share >= 1) return to;
  const nearest = share < 0.5 ? from : to;
  const painted = share < swapBetween(from, to) ? from : to;
  const pose = {
    pelvis: {
      at: lerp(from.pelvis.at, to.pelvis.at, share),
      up: slerp(from.pelvis.up, to.pelvis.up, share),
      front: slerp(from.pelvis.front, to.pelvis.front, share),
    },
    spine: {
      lumbar: lerp(from.spine.lumbar, to.spine.lumbar, share),
      thoracic: lerp(from.spine.thoracic, to.spine.thoracic, share),
    },
    neck: lerp(from.neck || NONE, to.neck || NONE, share),
    head: lerp(from.head || NONE, to.head || NONE, share),
    order: painted.order,
    props: nearest.props,
    spot: nearest.spot,
  };
  let bones;
  for (const name of LIMBS) {
    const [a, b] = [from[name], to[name]];
    if (alike(a, b)) {
      pose[name] = blendLimb(a, b, share);
      continue;
    }
    bones = bones || [skeletonOf(body, from), skeletonOf(body, to)];
    const side = name.slice(-1);
    pose[name] = name.startsWith("arm")
      ? turnArm(a, b, share, bones, side)
      : moveLeg(share, bones, side);
  }
  return pose;
}
