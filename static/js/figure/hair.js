// The hair as one shape: the part of the hairline that is seen, closed by the skull's silhouette.
// All points are on a unit ball [left, front, up] that stands for the skull.
import { add, dot, perpendiculars, scale, spread, unit } from "./vectors.js";

const TURN = 2 * Math.PI;
const CROWN = unit([0, -0.38, 0.92]);

// Forehead, temple, before and behind the ear, nape; mirrored for the right side.
const LEFT_HAIRLINE = [
  [0, 0.86, 0.5],
  [0.4, 0.8, 0.44],
  [0.7, 0.6, 0.36],
  [0.9, 0.36, 0.14],
  [0.97, 0.2, -0.16],
  [0.97, 0.04, -0.16],
  [0.95, -0.16, 0.02],
  [0.93, -0.34, -0.22],
  [0.72, -0.62, -0.5],
  [0.35, -0.8, -0.6],
  [0, -0.84, -0.62],
];

/** Catmull-Rom spline through a closed list of points, `count` points on the ball. */
function smoothLoop(points, count) {
  return Array.from({ length: count }, (_, step) => {
    const place = (step / count) * points.length;
    const t = place - Math.floor(place);
    const [p0, p1, p2, p3] = [-1, 0, 1, 2].map(
      (offset) => points[(Math.floor(place) + offset + points.length) % points.length],
    );
    return unit([0, 1, 2].map((i) => catmullRom(p0[i], p1[i], p2[i], p3[i], t)));
  });
}

/** One coordinate of the spline between b (t = 0) and c (t = 1), with neighbors a and d. */
export const catmullRom = (a, b, c, d, t) =>
  0.5 *
  (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t ** 3);

const HAIRLINE = smoothLoop(
  [...LEFT_HAIRLINE, ...LEFT_HAIRLINE.slice(1, -1).reverse().map(([x, y, z]) => [-x, y, z])],
  60,
);
const [CROWN_X, CROWN_Y] = perpendiculars(CROWN);
const aroundCrown = (p) => Math.atan2(dot(p, CROWN_Y), dot(p, CROWN_X));

/** Whether a point of the ball is nearer to the crown than the hairline in that direction. */
function hasHair(p) {
  const angle = aroundCrown(p);
  let nearest;
  let least = TURN;
  for (const q of HAIRLINE) {
    const apart = Math.abs(((aroundCrown(q) - angle + 1.5 * TURN) % TURN) - Math.PI);
    if (apart < least) [least, nearest] = [apart, q];
  }
  return dot(p, CROWN) > dot(nearest, CROWN);
}

const THICKNESS = 1.06; // hair stands off the skull, at the silhouette

/**
 * Page points of the hair's outline, or null when none is seen. `view` is the unit direction to the
 * viewer; `onPage(p, factor)` gives the page point of a ball point pushed out by a factor.
 */
export function hairOutline(view, onPage) {
  const seen = HAIRLINE.map((p) => dot(p, view) > 0);
  const [first, second] = perpendiculars(view);
  const rim = (angle) => add(scale(first, Math.cos(angle)), scale(second, Math.sin(angle)));
  if (!seen.includes(true)) {
    if (!hasHair(view)) return null;
    return spread(60, 0, TURN).map((angle) => onPage(rim(angle), THICKNESS));
  }
  if (!seen.includes(false)) return HAIRLINE.map((p) => onPage(p, 1.03));
  const count = HAIRLINE.length;
  const start = seen.findIndex((yes, i) => yes && !seen[(i + count - 1) % count]);
  const run = [];
  for (let i = start; seen[i % count]; i++) run.push(HAIRLINE[i % count]);
  const angleOf = (p) => Math.atan2(dot(p, second), dot(p, first));
  const [end, begin] = [angleOf(run[run.length - 1]), angleOf(run[0])];
  const turn = (((begin - end) % TURN) + TURN) % TURN;
  const back = hasHair(rim(end + turn / 2)) ? turn : turn - TURN;
  return [
    // Near the silhouette the hairline swells to meet it.
    ...run.map((p) => onPage(p, 1.02 + 0.04 * Math.max(0, 1 - 4 * dot(p, view)))),
    ...spread(30, end, end + back).map((angle) => onPage(rim(angle), THICKNESS)),
  ];
}
