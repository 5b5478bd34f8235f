// From a pose to a skeleton: frames of pelvis, spine, chest and head, and the joints of four limbs.
import { twoBones } from "./solver.js";
import {
  add, along, clamp, cross, dot, length, lerp, radians, reject, scale, subtract, unit,
} from "./vectors.js";

export const SIDES = ["L", "R"];
/** Left is +1, right is -1: what a sideways distance is multiplied with. */
export const signOf = (side) => (side === "L" ? 1 : -1);

const SPINE_PIECES = 12; // six lumbar, six thoracic
const CHEST = 0.88; // share of the spine at which the arms hang

/** A place with directions: an origin in cm, and up, front and left as unit vectors. */
export class Frame {
  constructor(origin, up, front) {
    this.origin = origin;
    this.up = unit(up);
    this.front = unit(reject(front, this.up));
    this.left = cross(this.up, this.front);
  }

  /** A direction [left, front, up] of this frame, in the world. */
  direction([left, front, up]) {
    const { left: l, front: f, up: u } = this;
    return [0, 1, 2].map((i) => l[i] * left + f[i] * front + u[i] * up);
  }

  /** The point `left`, `front` and `up` cm from the origin. */
  point(left, front, up) {
    return add(this.origin, this.direction([left, front, up]));
  }

  /** A direction of the world, in this frame. */
  local(direction) {
    return [dot(direction, this.left), dot(direction, this.front), dot(direction, this.up)];
  }

  /** This frame bent by [flex, side, twist] degrees, at another origin if one is given. */
  bent([flex, side, twist], origin = this.origin) {
    let { up, front, left } = this;
    [front, left] = turned(front, left, radians(twist));
    [up, left] = turned(up, left, radians(side));
    [up, front] = turned(up, front, radians(flex));
    return new Frame(origin, up, front);
  }
}

function turned(a, b, angle) {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return [
    add(scale(a, cosine), scale(b, sine)),
    subtract(scale(b, cosine), scale(a, sine)),
  ];
}

/** The frame at share `s` of the spine: 0 at the pelvis, 1 at the neck, beyond if asked. */
export function spineAt(spine, s) {
  const pieces = spine.length - 1;
  const place = clamp(s, 0, 1) * pieces;
  const index = Math.min(Math.floor(place), pieces - 1);
  const [a, b] = [spine[index], spine[index + 1]];
  const share = place - index;
  const frame = new Frame(
    lerp(a.origin, b.origin, share), lerp(a.up, b.up, share), lerp(a.front, b.front, share),
  );
  const beyond = s < 0 ? s : Math.max(s - 1, 0);
  if (beyond) {
    const piece = length(subtract(spine[1].origin, spine[0].origin));
    frame.origin = along(frame.origin, frame.up, beyond * pieces * piece);
  }
  return frame;
}

function bentSpine(body, pose, pelvis) {
  const spine = [pelvis];
  for (let piece = 0; piece < SPINE_PIECES; piece++) {
    const below = spine[piece];
    const part = piece < SPINE_PIECES / 2 ? pose.spine.lumbar : pose.spine.thoracic;
    const bend = part.map((degrees) => degrees / (SPINE_PIECES / 2));
    const middle = below.bent(bend.map((degrees) => degrees / 2));
    spine.push(below.bent(bend, along(below.origin, middle.up, body.spine / SPINE_PIECES)));
  }
  return spine;
}

/** A limb's vector called `name`, turned into the world from the frame it is given in. */
function inWorld(skeleton, limb, name) {
  const frame = limb[`${name}_in`];
  return !frame || frame === "world" ? limb[name] : skeleton[frame].direction(limb[name]);
}

/** Where a limb should end: a place in the world or in a frame, or on a thigh or shin. */
export function targetOf(skeleton, limb) {
  if (!limb.on) {
    return !limb.in || limb.in === "world" ? limb.to : skeleton[limb.in].point(...limb.to);
  }
  const side = limb.on.slice(-1);
  const { hip, knee, ankle, kneeAim } = skeleton[side];
  const [from, to] = limb.on.startsWith("thigh") ? [hip, knee] : [knee, ankle];
  const axis = unit(subtract(to, from));
  const front = unit(reject(kneeAim, axis));
  const inward = scale(cross(axis, front), signOf(side)); // toward the other leg
  const [down, forward, outward] = limb.off || [0, 0, 0];
  return add(
    lerp(from, to, limb.t),
    subtract(add(scale(axis, down), scale(front, forward)), scale(inward, outward)),
  );
}

function bendLeg(body, pose, skeleton, side) {
  const leg = pose[`leg${side}`];
  const hip = skeleton.pelvis.point(signOf(side) * body.hip_w, 0, -1);
  const { middle, end, aim } = twoBones(
    hip, targetOf(skeleton, leg), body.thigh, body.shin, inWorld(skeleton, leg, "pole"),
  );
  const toe = unit(inWorld(skeleton, leg, "toe"));
  const instep = leg.instep ? inWorld(skeleton, leg, "instep") : unit(subtract(middle, end));
  Object.assign(skeleton[side], {
    hip, knee: middle, ankle: end, kneeAim: aim, toe, instep: unit(reject(instep, toe)),
  });
}

function bendArm(body, pose, skeleton, side) {
  const arm = pose[`arm${side}`];
  const sign = signOf(side);
  const [forward, raised] = arm.girdle || [0, 0]; // cm by which the shoulder leaves its place
  const narrower = Math.abs(forward) * 0.15 + Math.abs(raised) * 0.15;
  const shoulder = skeleton.chest.point(sign * (body.sh_w - narrower), forward, raised);
  let elbow, wrist;
  if (arm.upper) {
    elbow = along(shoulder, unit(inWorld(skeleton, arm, "upper")), body.uarm);
    wrist = along(elbow, unit(inWorld(skeleton, arm, "fore")), body.farm);
  } else {
    const pole = inWorld(skeleton, arm, "pole");
    const bones = twoBones(shoulder, targetOf(skeleton, arm), body.uarm, body.farm, pole);
    [elbow, wrist] = [bones.middle, bones.end];
  }
  const hand = unit(arm.hand ? inWorld(skeleton, arm, "hand") : subtract(wrist, elbow));
  const inward = arm.palm
    ? inWorld(skeleton, arm, "palm")
    : cross(hand, scale(skeleton.chest.left, sign));
  Object.assign(skeleton[side], {
    shoulder, elbow, wrist, hand, palm: unit(reject(inward, hand)), curl: arm.curl ?? 15,
  });
}

/**
 * The skeleton of a pose: frames `pelvis`, `chest`, `head`, the list `spine`, the points `neckLow`
 * and `neckTop`, and under "L" and "R" the joints (points) and directions of the limbs.
 */
export function skeletonOf(body, pose) {
  const { at, up, front } = pose.pelvis;
  const pelvis = new Frame(at, up, front);
  const spine = bentSpine(body, pose, pelvis);
  const neckBase = spine[SPINE_PIECES];
  const neck = neckBase.bent(pose.neck);
  const neckMiddle = neckBase.bent(pose.neck.map((degrees) => degrees * 0.6));
  const neckTop = along(neckBase.origin, neckMiddle.up, body.neck);
  const head = neck.bent(pose.head || [0, 0, 0]);
  head.origin = add(neckTop, add(scale(head.up, 6.5), scale(head.front, 3.2)));
  const skeleton = {
    pelvis, spine, head, neckTop, chest: spineAt(spine, CHEST), L: {}, R: {},
    neckLow: subtract(subtract(neckBase.origin, scale(neckBase.front, 0.5)), scale(neckBase.up, 2)),
  };
  // A leg that rests on the other one comes second.
  const legs = [...SIDES].sort((a, b) => !!pose[`leg${a}`].on - !!pose[`leg${b}`].on);
  for (const side of legs) bendLeg(body, pose, skeleton, side);
  for (const side of SIDES) bendArm(body, pose, skeleton, side);
  return skeleton;
}
