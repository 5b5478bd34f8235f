// What is drawn over the figure: the arrow of the movement and the spot where the pressure goes.
import { catmullRom } from "./hair.js";
import { circle, polygon } from "./outline.js";
import { spineAt } from "./skeleton.js";
import { lerp, mix, spread } from "./vectors.js";

const HEAD_LENGTH = 3; // arrow head, in widths of the shaft
const HEAD_HALF_WIDTH = 1.55;

/** Many points along the curve through a few: straight, a parabola, or a spline. */
function curveThrough(points) {
  const curve = (steps, value) =>
    spread(steps + 1).map((t) => [0, 1].map((axis) => value(t, axis)));
  if (points.length === 2) {
    return curve(4, (t, axis) => mix(points[0][axis], points[1][axis], t));
  }
  if (points.length === 3) {
    const [a, middle, c] = points;
    return curve(28, (t, axis) => {
      const pull = middle[axis] * 2 - (a[axis] + c[axis]) / 2; // so that it meets the middle point
      return (1 - t) ** 2 * a[axis] + 2 * t * (1 - t) * pull + t * t * c[axis];
    });
  }
  const last = points.length - 1;
  return points.slice(0, -1).flatMap((b, i) => {
    const [a, c, d] = [points[Math.max(i - 1, 0)], points[i + 1], points[Math.min(i + 2, last)]];
    return curve(12, (t, axis) => catmullRom(a[axis], b[axis], c[axis], d[axis], t));
  });
}

/** The point `distance` cm along a line of points, and how long the line is. */
function measured(line) {
  const reached = [0];
  for (let i = 1; i < line.length; i++) {
    const step = Math.hypot(line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1]);
    reached.push(reached[i - 1] + step);
  }
  const pointAt = (distance) => {
    let i = 1;
    while (i < reached.length - 1 && reached[i] < distance) i++;
    const share = (distance - reached[i - 1]) / (reached[i] - reached[i - 1]);
    return lerp(line[i - 1], line[i], share);
  };
  return { total: reached[reached.length - 1], pointAt };
}

/** An arrow through page points [x, y] or places in the world, `w` cm wide. */
export function paintArrow(camera, { pts, w: width = 2 }, colors, paint, opacity) {
  const points = pts.map((p) =>
    p.length === 3 ? camera.point(p) : [camera.mirrored ? -p[0] : p[0], p[1]],
  );
  const line = curveThrough(points);
  const { total, pointAt } = measured(line);
  const head = width * HEAD_LENGTH;
  const tip = line[line.length - 1];
  const neck = pointAt(total - head);
  const size = Math.hypot(tip[0] - neck[0], tip[1] - neck[1]);
  const half = (width * HEAD_HALF_WIDTH) / size;
  const [sideX, sideY] = [-(tip[1] - neck[1]) * half, (tip[0] - neck[0]) * half];
  const shaft = spread(16, 0, total - head * 0.8).map(pointAt);
  paint(polygon(shaft, false), { stroke: colors.arrow, width, opacity });
  const corners = [
    tip, [neck[0] + sideX, neck[1] + sideY], [neck[0] - sideX, neck[1] - sideY],
  ];
  paint(polygon(corners), { fill: colors.arrow, stroke: colors.arrow, width: 1, opacity });
}

/** Where the spot rides: `s` along the spine or `in` a frame, then [left, front, up] cm from it. */
export function spotPlace(skeleton, spot) {
  const frame = spot.s === undefined ? skeleton[spot.in] : spineAt(skeleton.spine, spot.s);
  return frame.point(...spot.at);
}

/** The pressure spot: a hollow ring at pressure 0, a full disc at 1. Filled means on. */
export function paintSpot(camera, skeleton, spot, pressure, colors, paint) {
  const [x, y] = camera.point(spotPlace(skeleton, spot));
  const radius = spot.r || 5;
  const edge = circle(x, y, radius);
  const ground = pressure < 1 ? { opacity: Math.round(pressure * 100) / 100 } : {};
  paint(edge, { fill: colors.press_gap, ...ground });
  paint(edge, { stroke: colors.press_gap, width: 1.5 });
  paint(edge, { stroke: colors.press, width: 0.7 });
  if (pressure > 0.02) paint(circle(x, y, radius * 0.6 * pressure), { fill: colors.press });
}
