// Two bones between a root and a target: where the elbow or knee goes.
import { add, along, clamp, length, reject, scale, subtract, unit } from "./vectors.js";

const NEVER_STRAIGHT = 0.02; // cm kept back, so that the bend keeps a direction
const NEVER_FOLDED = 0.5; // cm

/**
 * Bones of `upper` and `lower` cm from `root` toward `target`, bent toward `pole`.
 * A target out of reach gives a limb that points at it. `aim` is the unit direction of the bend.
 */
export function twoBones(root, target, upper, lower, pole) {
  const way = subtract(target, root);
  const reach = clamp(
    length(way), Math.abs(upper - lower) + NEVER_FOLDED, upper + lower - NEVER_STRAIGHT,
  );
  const direction = unit(way);
  const foot = (upper * upper - lower * lower + reach * reach) / (2 * reach);
  const height = Math.sqrt(Math.max(upper * upper - foot * foot, 0));
  const aim = unit(reject(pole, direction));
  return {
    middle: add(root, add(scale(direction, foot), scale(aim, height))),
    end: along(root, direction, reach),
    aim,
  };
}
