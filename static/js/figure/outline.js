// SVG paths from points and ellipses. Page coordinates are cm with y up, paths are mm with y down.
const PATH_UNITS_PER_CM = 10;
const CORNERS = 24; // of the polygon that stands for an ellipse

export const pathUnits = (cm) => Math.round(cm * PATH_UNITS_PER_CM);
const pair = (x, y) => `${pathUnits(x)} ${pathUnits(-y)}`;

const DIRECTIONS = Array.from({ length: CORNERS }, (_, index) => {
  const angle = (2 * Math.PI * index) / CORNERS;
  return [Math.cos(angle), Math.sin(angle)];
});

/** A path through [x, y] points, closed unless said otherwise. */
export const polygon = (points, closed = true) =>
  `M${points.map(([x, y]) => pair(x, y)).join("L")}${closed ? "Z" : ""}`;

/** A full circle of two arcs. The diameter is exact, or rounding makes the arcs bulge. */
export function circle(x, y, radius) {
  const r = pathUnits(radius);
  const half = (way) => `a${r} ${r} 0 1 0 ${way * 2 * r} 0`;
  return `M${pathUnits(x) + r} ${pathUnits(-y)}${half(-1)}${half(1)}Z`;
}

/** The corners of an ellipse, each as [x, y, how far out]. */
function corners([x, y, xx, xy, yy]) {
  return DIRECTIONS.map(([dx, dy]) => {
    const reach = Math.sqrt(Math.max(xx * dx * dx + 2 * xy * dx * dy + yy * dy * dy, 1e-6));
    const [cornerX, cornerY] = [x + (xx * dx + xy * dy) / reach, y + (xy * dx + yy * dy) / reach];
    return [cornerX, cornerY, x * dx + y * dy + reach];
  });
}

/** An ellipse as points [x, y]. */
export const ring = (ellipse) => corners(ellipse).map(([x, y]) => [x, y]);

/** The part of an ellipse's edge that faces a page direction, as points. */
export function edgeFacing(ellipse, [dx, dy]) {
  const points = ring(ellipse);
  const faces = DIRECTIONS.map(([x, y]) => x * dx + y * dy > 0);
  const start = faces.findIndex((yes, i) => yes && !faces[(i + CORNERS - 1) % CORNERS]);
  const run = [];
  for (let i = start; faces[i % CORNERS] && run.length < CORNERS; i++) {
    run.push(points[i % CORNERS]);
  }
  return run;
}

const radiusOf = ([, , xx, xy, yy]) =>
  Math.abs(xy) < 1e-6 && Math.abs(xx - yy) < 1e-6 ? Math.sqrt(xx) : 0;

/** The hull of two circles: two arcs and the two straight lines that touch both. */
function capsule(a, b, radiusA, radiusB) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const distance = Math.hypot(dx, dy);
  if (distance <= Math.abs(radiusA - radiusB) + 1e-6) {
    return radiusA > radiusB ? circle(a[0], a[1], radiusA) : circle(b[0], b[1], radiusB);
  }
  const heading = Math.atan2(dy, dx);
  const spreadAngle = Math.acos((radiusA - radiusB) / distance);
  const on = (center, radius, angle) =>
    pair(center[0] + radius * Math.cos(angle), center[1] + radius * Math.sin(angle));
  const large = spreadAngle > Math.PI / 2 ? 1 : 0;
  const arc = (radius, flag, end) =>
    `A${pathUnits(radius)} ${pathUnits(radius)} 0 ${flag} 0 ${end}`;
  const [left, right] = [heading + spreadAngle, heading - spreadAngle];
  return (
    `M${on(a, radiusA, left)}${arc(radiusA, 1 - large, on(a, radiusA, right))}` +
    `L${on(b, radiusB, right)}${arc(radiusB, large, on(b, radiusB, left))}Z`
  );
}

/** The hull of two ellipses given by their corners: in each direction the one farther out. */
function joined(a, b) {
  let path = "M";
  for (let i = 0; i < CORNERS; i++) {
    const corner = a[i][2] >= b[i][2] ? a[i] : b[i];
    path += `${i ? "L" : ""}${pair(corner[0], corner[1])}`;
  }
  return `${path}Z`;
}

/**
 * The shape of a chain of ellipses: the hull of each two neighbors. All are wound the same way, so
 * that the fill rule nonzero makes one shape of them.
 */
export function chainPath(ellipses) {
  const known = [];
  const cornersOf = (i) => (known[i] = known[i] || corners(ellipses[i]));
  let path = "";
  for (let i = 0; i < Math.max(ellipses.length - 1, 1); i++) {
    const j = Math.min(i + 1, ellipses.length - 1);
    const [radiusA, radiusB] = [radiusOf(ellipses[i]), radiusOf(ellipses[j])];
    path +=
      radiusA && radiusB
        ? capsule(ellipses[i], ellipses[j], radiusA, radiusB)
        : joined(cornersOf(i), cornersOf(j));
  }
  return path;
}

/** The convex hull of points [x, y], counterclockwise (Andrew's monotone chain). */
export function hull(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (list) => {
    const chain = [];
    for (const p of list) {
      while (chain.length > 1 && turn(chain[chain.length - 2], chain[chain.length - 1], p) <= 0) {
        chain.pop();
      }
      chain.push(p);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

const turn = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
