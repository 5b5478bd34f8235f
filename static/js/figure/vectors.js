// Vectors of three numbers, [x, y, z]: x to the right, y up, z toward the viewer, in centimeters.

export const add = (a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a, factor) => [a[0] * factor, a[1] * factor, a[2] * factor];
export const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a, b) => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
export const length = (a) => Math.sqrt(dot(a, a));
export const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
export const mix = (a, b, share) => a + (b - a) * share;

/** The same direction at length 1; the zero vector stays what it is. */
export function unit(a) {
  const size = length(a);
  return size > 1e-9 ? scale(a, 1 / size) : [0, 0, 0];
}

/** The point a share of the way from a to b; for lists of any length. */
export const lerp = (a, b, share) => a.map((value, index) => mix(value, b[index], share));

/** What is left of `a` without its part along the unit vector `normal`. */
export const reject = (a, normal) => subtract(a, scale(normal, dot(a, normal)));

/** From point `a` on, `distance` along `direction`. */
export const along = (a, direction, distance) => add(a, scale(direction, distance));

/** The unit direction a share of the turn from a to b. */
export function slerp(a, b, share) {
  const [from, to] = [unit(a), unit(b)];
  const angle = Math.acos(clamp(dot(from, to), -1, 1));
  if (angle < 1e-4) return lerp(from, to, share);
  // Opposite directions leave the turn open: any way round will do, as long as it is one.
  if (Math.PI - angle < 1e-3) return unit(add(lerp(from, to, share), [1e-3, 1e-3, 1e-3]));
  const sine = Math.sin(angle);
  return add(
    scale(from, Math.sin((1 - share) * angle) / sine),
    scale(to, Math.sin(share * angle) / sine),
  );
}

/** Two unit vectors at right angles to the unit vector `axis` and to each other. */
export function perpendiculars(axis) {
  const first = unit(cross(axis, Math.abs(axis[1]) < 0.9 ? [0, 1, 0] : [1, 0, 0]));
  return [first, cross(axis, first)];
}

/** `count` numbers evenly spaced from `low` to `high`, both ends included. */
export const spread = (count, low = 0, high = 1) =>
  Array.from({ length: count }, (_, index) => low + ((high - low) * index) / (count - 1));

export const radians = (degrees) => (degrees * Math.PI) / 180;
