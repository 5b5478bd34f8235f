// Smooth curves through a few given points: how thick a limb is along its bone.

/**
 * The value of column `column` at place `t`, where each row of `table` is [place, value, ...].
 * Monotone between neighbors (Fritsch and Carlson), so that no bulge appears that nobody drew.
 */
export function profile(table, t, column = 1) {
  const last = table.length - 1;
  if (t <= table[0][0]) return table[0][column];
  if (t >= table[last][0]) return table[last][column];
  let row = 0;
  while (table[row + 1][0] < t) row++;
  const slope = (from) =>
    (table[from + 1][column] - table[from][column]) / (table[from + 1][0] - table[from][0]);
  const tangent = (at) => {
    if (at === 0) return slope(0);
    if (at === last) return slope(last - 1);
    const [before, after] = [slope(at - 1), slope(at)];
    return before * after <= 0 ? 0 : (2 * before * after) / (before + after);
  };
  const width = table[row + 1][0] - table[row][0];
  const u = (t - table[row][0]) / width;
  const [u2, u3] = [u * u, u ** 3];
  return (
    (2 * u3 - 3 * u2 + 1) * table[row][column] +
    (u3 - 2 * u2 + u) * width * tangent(row) +
    (3 * u2 - 2 * u3) * table[row + 1][column] +
    (u3 - u2) * width * tangent(row + 1)
  );
}
