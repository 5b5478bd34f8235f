// The shadow on the floor: each bone is a rod as thick as its flesh, laid flat under itself.
import { chainPath } from "./outline.js";
import { profile } from "./profile.js";
import { SIDES, spineAt } from "./skeleton.js";
import { add, along, lerp, mix, scale, spread } from "./vectors.js";

const HIGHEST = 24; // cm above the floor up to which a shadow is thrown
const THINNEST = 0.4; // of the ball's radius, at that height
const LEAN = 0.1; // cm to the right for each cm of height: the light comes from the left
const FLAT = [[1, 0, 0], [0, 0, 1], [0, 1, 0]];

const heightOf = ([[, y], radius]) => Math.max(y - radius, 0);

/** A ball's shadow: a disc on the floor, smaller the higher the ball. */
function shade(camera, ball) {
  const [[x, , z], radius] = ball;
  const height = heightOf(ball);
  const size = radius * mix(1, THINNEST, height / HIGHEST);
  return camera.ellipse({ center: [x + height * LEAN, 0, z], axes: FLAT, radii: [size, size, 0] });
}

/** The low part of the rod from ball a to ball b, as two balls; null when all of it is too high. */
function lowPart(a, b) {
  const [low, high] = heightOf(a) < heightOf(b) ? [a, b] : [b, a];
  if (heightOf(low) >= HIGHEST) return null;
  if (heightOf(high) <= HIGHEST) return [low, high];
  const share = (HIGHEST - heightOf(low)) / (heightOf(high) - heightOf(low));
  return [low, [lerp(low[0], high[0], share), mix(low[1], high[1], share)]];
}

/** The body as rods, each a list of balls [point, radius] in cm. */
function rods(body, { spine, head, L, R }) {
  const { radii, sections } = body;
  const list = [[[head.point(0, 0, 3), 8.5], [head.point(0, 0, -5), 6]]];
  for (const sign of [1, -1]) {
    // Two rods side by side are as wide as the trunk and as deep.
    const flank = spread(7, -0.08, 0.96).map((s) => {
      const [half, front, back] = [1, 2, 3].map((column) => profile(sections, s, column));
      const depth = (front + back) / 2;
      const aside = sign * Math.max(half - depth, 0);
      return [spineAt(spine, s).point(aside, (front - back) / 2, 0), depth];
    });
    list.push(flank);
  }
  for (const side of SIDES) {
    const j = side === "L" ? L : R;
    const bone = (from, to, table) =>
      spread(4).map((t) => [lerp(from, to, t), profile(table, t)]);
    const sole = (x, y) => add(j.ankle, add(scale(j.toe, x), scale(j.instep, y)));
    list.push(
      [...bone(j.hip, j.knee, radii.thigh), ...bone(j.knee, j.ankle, radii.shin)],
      [...bone(j.shoulder, j.elbow, radii.uarm), ...bone(j.elbow, j.wrist, radii.farm),
        [along(j.wrist, j.hand, 13), 2.5]],
      [[sole(-3.6, -4.3), 3], [sole(11.5, -5.2), 3.4], [sole(16.5, -5.7), 2.4]],
    );
  }
  return list;
}

/** One path of the whole shadow, "" when nothing is near the floor. */
export function shadowPath(camera, body, skeleton) {
  let path = "";
  for (const rod of rods(body, skeleton)) {
    for (let i = 1; i < rod.length; i++) {
      const part = lowPart(rod[i - 1], rod[i]);
      if (part) path += chainPath(part.map((ball) => shade(camera, ball)));
    }
  }
  return path;
}
