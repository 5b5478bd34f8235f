// Shapes as polygons, by clipper-lib: union, clipping, growing and rounding. Lengths in cm.
import { createRequire } from "node:module";

const require = createRequire(new URL("../../var/figures/", import.meta.url));
const Clipper = require("clipper-lib");

const PATH_UNITS_PER_CM = 10;
const STEPS_PER_UNIT = 100; // clipper counts in whole numbers
const PER_CM = PATH_UNITS_PER_CM * STEPS_PER_UNIT;

/** Points along an arc of `radius` from a to b, without a; the sweep is always anticlockwise. */
function arcPoints([ax, ay], [bx, by], radius, large) {
  const [dx, dy] = [bx - ax, by - ay];
  const half = Math.hypot(dx, dy) / 2;
  const r = Math.max(radius, half);
  const away = Math.sqrt(Math.max(r * r - half * half, 0)) * (large ? -1 : 1);
  const [unitX, unitY] = half ? [dx / (2 * half), dy / (2 * half)] : [0, 0];
  const [cx, cy] = [(ax + bx) / 2 + unitY * away, (ay + by) / 2 - unitX * away];
  const start = Math.atan2(ay - cy, ax - cx);
  let end = Math.atan2(by - cy, bx - cx);
  while (end >= start - 1e-9) end -= 2 * Math.PI;
  const steps = Math.max(2, Math.ceil(((start - end) * Math.sqrt(r)) / 1.1));
  return Array.from({ length: steps }, (_, i) => {
    const angle = start + ((end - start) * (i + 1)) / steps;
    return [cx + r * Math.cos(angle), cy + r * Math.sin(angle)];
  });
}

/** The polygons of an SVG path of the engine, which writes only M, L, A, a and Z. */
export function polygonsOf(path) {
  const polygons = [];
  let points = [];
  for (const [, command, text] of path.matchAll(/([MLAaZ])([^MLAaZ]*)/g)) {
    const numbers = text.trim().split(/\s+/).map(Number);
    if (command === "M") polygons.push((points = [numbers]));
    else if (command === "L") points.push(numbers);
    else if (command !== "Z") {
      const from = points[points.length - 1];
      const [radius, , , large, , x, y] = numbers;
      const to = command === "a" ? [from[0] + x, from[1] + y] : [x, y];
      points.push(...arcPoints(from, to, radius, large));
    }
  }
  return polygons
    .filter((polygon) => polygon.length > 2)
    .map((polygon) =>
      polygon.map(([x, y]) => ({
        X: Math.round(x * STEPS_PER_UNIT),
        Y: Math.round(y * STEPS_PER_UNIT),
      })),
    );
}

function combine(operation, subject, other) {
  const { pftNonZero } = Clipper.PolyFillType;
  const clipper = new Clipper.Clipper();
  const result = new Clipper.Paths();
  clipper.AddPaths(subject, Clipper.PolyType.ptSubject, true);
  if (other) clipper.AddPaths(other, Clipper.PolyType.ptClip, true);
  clipper.Execute(operation, result, pftNonZero, pftNonZero);
  return result;
}

export const united = (polygons) => combine(Clipper.ClipType.ctUnion, polygons);
export const within = (polygons, outer) =>
  combine(Clipper.ClipType.ctIntersection, polygons, outer);

/** The same shape grown all round by `cm`, or shrunk when `cm` is negative. */
export function grown(polygons, cm) {
  const offset = new Clipper.ClipperOffset(2, 8);
  const result = new Clipper.Paths();
  offset.AddPaths(polygons, Clipper.JoinType.jtRound, Clipper.EndType.etClosedPolygon);
  offset.Execute(result, cm * PER_CM);
  return result;
}

/** The same shape with its inner corners rounded by `cm`: armpits, the back of the knee. */
export const filleted = (polygons, cm) => grown(grown(united(polygons), cm), -cm);

/** Polygons larger than `area` cm² (holes: than `hole`), as lists of [x, y] in cm. */
export function pointsOf(polygons, area, hole) {
  return polygons
    .filter((polygon) => {
      const size = Math.abs(Clipper.Clipper.Area(polygon)) / PER_CM ** 2;
      return size > (Clipper.Clipper.Orientation(polygon) ? area : hole);
    })
    .map((polygon) =>
      Clipper.Clipper.CleanPolygon(polygon, 0.6 * STEPS_PER_UNIT).map(({ X, Y }) => [
        X / PER_CM,
        Y / PER_CM,
      ]),
    )
    .filter((polygon) => polygon.length > 2);
}
