// The shadow on the floor: each bone is a rod as thick as its flesh, laid flat under itself.
import { chainPath } from "./outline.js";
import { profile } from "./profile.js";
import { SIDES, spineAt } from "./skeleton.js";
import { add, along, lerp, scale, spread } from "./vectors.js";

const HIGHEST = 26; // cm above the floor at which nothing throws a shadow any more
const LEAN = 0.1; // cm to the right for each cm of height: the light comes from the left
const FLAT = [[1, 0, 0], [0, 0, 1], [0, 1, 0]];

/** A ball's shadow: an ellipse that shrinks as the ball rises; null when it is too high. */
function shade(camera, [x, y, z], radius) {
  const height = Math.max(y - radius, 0);
  const size = radius * (1 - height / HIGHEST);
  if (size <= 0) return null;
  return camera.ellipse({ center: [x + height * LEAN, 0, z], axes: FLAT, radii: [size, size, 0] });
}

/** The body as rods, each a list of [point, radius] in cm. */
function rods(body, { spine, head, L, R }) {
  const { radii, sections } = body;
  const list = [[[head.point(0, 0, 1), 8.5]]];
  for (const sign of [1, -1]) {
    // Two rods side by side are as wide as the trunk and as deep.
    const flank = spread(7, -0.08, 0.96).map((s) => {
      const [half, front, back] = [1, 2, 3].map((column) => profile(sections, s, column));
      const depth = (front + back) / 2;
      return [spineAt(spine, s).point(sign * Math.max(half - depth, 0), (front - back) / 2, 0), depth];
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
    const shades = rod.map(([point, radius]) => shade(camera, point, radius));
    for (let i = 0; i < Math.max(rod.length - 1, 1); i++) {
      const pair = shades.slice(i, i + 2);
      if (!pair.includes(null)) path += chainPath(pair);
    }
  }
  return path;
}
