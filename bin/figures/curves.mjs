// A closed polygon as a short path of curves, fitted after P. J. Schneider (Graphics Gems, 1990).
// Points are [x, y] in cm; the path is written in whole millimeters.
const PATH_UNITS_PER_CM = 10;
const SPACING = 1.2; // cm between two points before fitting
const CORNER = 35; // degrees: a sharper turn stays a corner

const subtract = (a, b) => [a[0] - b[0], a[1] - b[1]];
const dot = (a, b) => a[0] * b[0] + a[1] * b[1];
const length = (a) => Math.hypot(a[0], a[1]);
const along = (a, direction, distance) => [
  a[0] + direction[0] * distance,
  a[1] + direction[1] * distance,
];
const unit = (a) => {
  const size = length(a) || 1;
  return [a[0] / size, a[1] / size];
};
const opposite = ([x, y]) => [-x, -y];

/** The point of a cubic curve at t. */
function pointOn([a, b, c, d], t) {
  const s = 1 - t;
  return [0, 1].map(
    (i) => a[i] * s ** 3 + 3 * b[i] * t * s * s + 3 * c[i] * t * t * s + d[i] * t ** 3,
  );
}

/** The cubic through both ends, along the tangents, nearest to the points in least squares. */
function nearestCubic(points, places, startTangent, endTangent) {
  const [first, last] = [points[0], points[points.length - 1]];
  let [c11, c12, c22, x1, x2] = [0, 0, 0, 0, 0];
  points.forEach((point, i) => {
    const t = places[i];
    const s = 1 - t;
    const [b0, b1, b2, b3] = [s ** 3, 3 * t * s * s, 3 * t * t * s, t ** 3];
    const [a1, a2] = [
      [startTangent[0] * b1, startTangent[1] * b1],
      [endTangent[0] * b2, endTangent[1] * b2],
    ];
    const rest = [0, 1].map(
      (k) => point[k] - first[k] * (b0 + b1) - last[k] * (b2 + b3),
    );
    c11 += dot(a1, a1);
    c12 += dot(a1, a2);
    c22 += dot(a2, a2);
    x1 += dot(a1, rest);
    x2 += dot(a2, rest);
  });
  const chord = length(subtract(last, first));
  const determinant = c11 * c22 - c12 * c12;
  let alpha = (x1 * c22 - x2 * c12) / determinant;
  let beta = (c11 * x2 - c12 * x1) / determinant;
  const sane = (value) => value > 1e-3 * chord && value < 3 * chord;
  if (Math.abs(determinant) < 1e-9 || !sane(alpha) || !sane(beta)) alpha = beta = chord / 3;
  return [first, along(first, startTangent, alpha), along(last, endTangent, beta), last];
}

/** The places moved to where the curve is nearest to each point; null when they would cross. */
function improved(points, places, [a, b, c, d]) {
  const moved = places.map((t, i) => {
    if (i === 0 || i === places.length - 1) return t;
    const s = 1 - t;
    const slope = [0, 1].map(
      (k) => 3 * (b[k] - a[k]) * s * s + 6 * (c[k] - b[k]) * t * s + 3 * (d[k] - c[k]) * t * t,
    );
    const steepness = dot(slope, slope);
    if (steepness < 1e-9) return t;
    const off = subtract(pointOn([a, b, c, d], t), points[i]);
    return Math.min(1, Math.max(0, t - dot(off, slope) / steepness));
  });
  return moved.some((t, i) => i && t <= moved[i - 1]) ? null : moved;
}

/** Cubics through a run of points that leave none farther than `tolerance` cm. */
function fitted(points, startTangent, endTangent, tolerance) {
  const last = points.length - 1;
  if (last === 1) {
    const third = length(subtract(points[1], points[0])) / 3;
    const [a, d] = points;
    return [[a, along(a, startTangent, third), along(d, endTangent, third), d]];
  }
  const reached = [0];
  for (let i = 1; i <= last; i++) {
    reached.push(reached[i - 1] + length(subtract(points[i], points[i - 1])));
  }
  let places = reached.map((distance) => distance / reached[last]);
  let worstAt = points.length >> 1;
  for (let round = 0; round < 4 && places; round++) {
    const cubic = nearestCubic(points, places, startTangent, endTangent);
    let worst = 0;
    points.forEach((point, i) => {
      const error = length(subtract(pointOn(cubic, places[i]), point));
      if (error > worst) [worst, worstAt] = [error, i];
    });
    if (worst < tolerance) return [cubic];
    if (worst > tolerance * 6) break;
    places = improved(points, places, cubic);
  }
  const split = Math.min(Math.max(worstAt, 1), last - 1);
  const tangent = unit(subtract(points[split + 1], points[split - 1]));
  return [
    ...fitted(points.slice(0, split + 1), startTangent, opposite(tangent), tolerance),
    ...fitted(points.slice(split), tangent, endTangent, tolerance),
  ];
}

function resampled(points) {
  return points.flatMap((a, i) => {
    const way = subtract(points[(i + 1) % points.length], a);
    const pieces = Math.max(Math.floor(length(way) / SPACING), 1);
    return Array.from({ length: pieces }, (_, j) => along(a, way, j / pieces));
  });
}

/** The turn at each point of a closed polygon, in degrees. */
function turns(points) {
  const count = points.length;
  return points.map((point, i) => {
    const a = subtract(point, points[(i + count - 1) % count]);
    const b = subtract(points[(i + 1) % count], point);
    return (Math.abs(Math.atan2(a[0] * b[1] - a[1] * b[0], dot(a, b))) * 180) / Math.PI;
  });
}

const written = (numbers) =>
  numbers.map((value, i) => (i === 0 || value < 0 ? "" : " ") + value).join("");

/** Cubics as path text, relative and rounded; nearly straight ones as lines. */
function pathText(start, cubics) {
  const rounded = (point) => point.map((value) => Math.round(value * PATH_UNITS_PER_CM));
  let here = rounded(start);
  let text = `M${written(here)}`;
  let before = "";
  for (const cubic of cubics) {
    const [b, c, d] = cubic.slice(1).map((point) => subtract(rounded(point), here));
    const normal = [d[1], -d[0]];
    const straight = Math.abs(dot(b, normal)) + Math.abs(dot(c, normal)) <= 1.2 * length(d);
    const command = straight ? "l" : "c";
    const numbers = straight ? d : [...b, ...c, ...d];
    const gap = command !== before ? command : numbers[0] < 0 ? "" : " ";
    text += gap + written(numbers);
    before = command;
    here = [here[0] + d[0], here[1] + d[1]];
  }
  return `${text}z`;
}

/** One closed polygon as path text that leaves it by no more than `tolerance` cm. */
export function curvedPath(polygon, tolerance) {
  const points = resampled(polygon);
  const count = points.length;
  const corners = turns(points).flatMap((degrees, i) => (degrees > CORNER ? [i] : []));
  const isSmooth = corners.length === 0;
  if (isSmooth) {
    corners.push(points.reduce((top, point, i) => (point[1] < points[top][1] ? i : top), 0));
  }
  const cubics = corners.flatMap((from, i) => {
    let to = corners[(i + 1) % corners.length];
    if (to <= from) to += count;
    const run = [];
    for (let k = from; k <= to; k++) run.push(points[k % count]);
    const through = unit(
      subtract(points[(from + 1) % count], points[(from + count - 1) % count]),
    );
    const startTangent = isSmooth ? through : unit(subtract(run[1], run[0]));
    const endTangent = isSmooth
      ? opposite(through)
      : unit(subtract(run[run.length - 2], run[run.length - 1]));
    return fitted(run, startTangent, endTangent, tolerance);
  });
  return pathText(points[corners[0]], cubics);
}

/** A path of straight lines only (M, L, Z), written shorter: from each point to the next. */
export function shortened(path) {
  if (!/^[MLZ\d\s.-]*$/.test(path)) return path;
  return path.replace(/M([^MZ]*)/g, (_, line) => {
    const points = line.split("L").map((pair) => pair.trim().split(" ").map(Number));
    const steps = points.slice(1).map((point, i) => subtract(point, points[i]));
    const text = steps.map((step, i) => (i && step[0] >= 0 ? " " : "") + written(step));
    return `M${written(points[0])}l${text.join("")}`;
  });
}
