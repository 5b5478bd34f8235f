// The whole picture as a list of shapes, back to front: things, shadow, body, marks.
import { fleshOf } from "./flesh.js";
import { paintHead } from "./head.js";
import { mixColors } from "./look.js";
import { paintArrow, paintSpot } from "./marks.js";
import { chainPath } from "./outline.js";
import { lit } from "./projection.js";
import { paintProp } from "./props.js";
import { shadowPath } from "./shadow.js";
import { skeletonOf } from "./skeleton.js";
import { add, clamp, dot, subtract, unit } from "./vectors.js";

const LIT_DEPTH = 1.25; // cm of shade left at the dark edge of a limb
const SHADOW_ROUNDING = 2.2; // cm of stroke that rounds the shadow's edge
const KEYLINE = 1.1; // cm of stroke, half of it outside the figure
const STANDING = 20; // cm; a pelvis higher than this does not rest on the floor

/** What a name in the paint order stands for, as names of parts. */
function partsOf(name, order) {
  const side = name.slice(-1);
  if (name.startsWith("leg")) return [`thigh${side}`, `shin${side}`];
  if (name.startsWith("arm")) {
    const hand = `hand${side}`;
    return [`uarm${side}`, `farm${side}`, ...(order.includes(hand) ? [] : [hand])];
  }
  return [name];
}

/** How far a limb is on the far side of the body: 0 near .. 1 far. */
function farness(camera, skeleton, name) {
  const isArm = /arm|hand/.test(name);
  const joint = skeleton[name.slice(-1)][isArm ? "shoulder" : "hip"];
  const middle = isArm ? skeleton.chest : skeleton.pelvis;
  const behind = dot(camera.toward, subtract(middle.origin, joint));
  return clamp(behind / (isArm ? 16 : 8), 0, 1);
}

/** The order in which skin and cloth of these parts are painted: what points away comes first. */
function clothOrder(camera, skeleton, names) {
  let cloth = ["skin", "pants", "shirt"];
  for (const name of names) {
    const joints = skeleton[name.slice(-1)];
    const towardViewer = (from, to) => dot(unit(subtract(to, from)), camera.toward) > 0.05;
    if (name.startsWith("uarm") && towardViewer(joints.shoulder, joints.elbow)) {
      cloth = ["shirt", "skin"];
    }
    if (name.startsWith("shin") && towardViewer(joints.knee, joints.ankle)) {
      cloth = ["pants", "skin", "shirt"];
    }
  }
  return cloth;
}

function paintParts(camera, skeleton, flesh, names, colors, far, paint) {
  const tone = (name) =>
    far > 0.02 ? mixColors(colors[name], colors.far, 0.2 * far) : colors[name];
  for (const cloth of clothOrder(camera, skeleton, names)) {
    const limbs = [];
    const fingers = []; // kept apart: their gaps are narrower than an armpit
    for (const name of names) {
      for (const chain of flesh[name][cloth] || []) {
        const list = name.startsWith("hand") ? fingers : limbs;
        list.push(chain.map((node) => camera.ellipse(node)));
      }
    }
    if (!limbs.length && !fingers.length) continue;
    const outline = (chains, depth) =>
      chains
        .map((chain) => chainPath(depth ? chain.map((e) => lit(e, depth)) : chain))
        .join("");
    const dark = [outline(limbs, 0), outline(fingers, 0)];
    const bright = [outline(limbs, LIT_DEPTH), outline(fingers, LIT_DEPTH)];
    paint(dark.join(""), { fill: tone(`${cloth}_s`), soft: dark, solid: true });
    paint(bright.join(""), { fill: tone(cloth), soft: bright });
  }
}

/** A larger body lies higher on the floor. */
function settled(body, pose) {
  if (!body.lift || pose.pelvis.at[1] > STANDING) return pose;
  return { ...pose, pelvis: { ...pose.pelvis, at: add(pose.pelvis.at, [0, body.lift, 0]) } };
}

/**
 * The paint list of a pose: shapes {d, fill, stroke, width, opacity}, widths in cm, colors as
 * #rrggbb. `part` is the name in the paint order; `soft` and `solid` tell the builder of stills
 * what to round and what has an outline.
 * `pressure` 0..1 fills the spot (null: no spot); `arrows` are shown at `arrowOpacity`.
 */
export function painting(stretch, pose, camera, { body, colors }, marks = {}) {
  const shapes = [];
  let part;
  const paint = (d, look) => d && shapes.push({ d, part, ...look });
  const settledPose = settled(body, pose);
  const skeleton = skeletonOf(body, settledPose);
  const flesh = fleshOf(body, skeleton);
  const props = pose.props || stretch.props || [];
  const order = pose.order || stretch.order;
  const behind = (prop) => !prop.layer;

  for (const prop of props) {
    if (behind(prop) && prop.kind === "mat") paintProp(camera, skeleton, prop, colors, paint);
  }
  paint(shadowPath(camera, body, skeleton), {
    fill: colors.shadow, stroke: colors.shadow, width: SHADOW_ROUNDING, opacity: colors.shadow_o,
  });
  for (const prop of props) {
    if (behind(prop) && prop.kind !== "mat") paintProp(camera, skeleton, prop, colors, paint);
  }

  const figureFrom = shapes.length;
  const parts = (names, far = 0) =>
    paintParts(camera, skeleton, flesh, names, colors, far, paint);
  for (const name of order) {
    part = name;
    if (name.includes("+")) parts(name.split("+").flatMap((one) => partsOf(one, order)));
    else if (name === "torso") ["neck", "pelvis", "shirt"].forEach((one) => parts([one]));
    else if (name === "head") paintHead(camera, skeleton, colors, paint);
    else if (flesh[name] || /^(arm|leg)[LR]$/.test(name)) {
      const far = /[LR]$/.test(name) ? farness(camera, skeleton, name) : 0;
      parts(partsOf(name, order), far);
    } else {
      for (const prop of props) {
        if (prop.layer === name) paintProp(camera, skeleton, prop, colors, paint);
        else if (prop.front === name) paintProp(camera, skeleton, prop, colors, paint, true);
      }
    }
  }
  part = undefined;
  if (colors.rim) {
    const outline = shapes.slice(figureFrom).filter((shape) => shape.solid);
    shapes.splice(figureFrom, 0, {
      d: outline.map((shape) => shape.d).join(""),
      fill: colors.rim, stroke: colors.rim, width: KEYLINE, keyline: true,
    });
  }
  const spot = pose.spot || stretch.spot;
  if (spot && marks.pressure != null) {
    paintSpot(camera, skeleton, spot, marks.pressure, colors, paint);
  }
  for (const arrow of marks.arrows || []) {
    paintArrow(camera, arrow, colors, paint, marks.arrowOpacity);
  }
  return shapes;
}
