// How much of the page a list of shapes takes up.

/** End points of each step of a path, in path units; curves stay within a margin of them. */
function* pointsOn(path) {
  let [x, y] = [0, 0];
  for (const [, command, text] of path.matchAll(/([MLAalcZz])([^MLAalcZz]*)/g)) {
    const numbers = (text.match(/-?\d+/g) || []).map(Number);
    const step = { M: 2, L: 2, l: 2, c: 6, A: 7, a: 7 }[command];
    for (let i = 0; i + step <= numbers.length; i += step) {
      const [endX, endY] = numbers.slice(i + step - 2, i + step);
      const relative = command === command.toLowerCase();
      [x, y] = relative ? [x + endX, y + endY] : [endX, endY];
      yield [x, y];
    }
  }
}

/** [left, bottom, right, top] in cm of all shapes with `margin` cm around. */
export function boundsOf(shapes, margin) {
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { d, stroke, width } of shapes) {
    const half = stroke ? width / 2 : 0;
    for (const [px, py] of pointsOn(d)) {
      const [x, y] = [px / 10, -py / 10];
      [left, right] = [Math.min(left, x - half), Math.max(right, x + half)];
      [bottom, top] = [Math.min(bottom, y - half), Math.max(top, y + half)];
    }
  }
  return [left - margin, bottom - margin, right + margin, top + margin];
}

/** Whether a shape reaches into a box [left, bottom, right, top] in cm. */
export function overlaps(shape, [left, bottom, right, top]) {
  const [l, b, r, t] = boundsOf([shape], 0);
  return l < right && r > left && b < top && t > bottom;
}
