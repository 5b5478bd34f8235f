// Which pose a stretch has at a moment. Moments are shares, 0 to 1; no clock is read here.
import { blend } from "./blend.js";
import { clamp } from "./vectors.js";

const LOW = 0.15; // below this share of the way up, the hands carry nothing and may move

/** A key of a stretch with all it takes over from its base; arrows are never taken over. */
export function keyOf(stretch, name) {
  const { base, ...own } = stretch.keys[name];
  if (!base) return own;
  const { arrows, ...inherited } = keyOf(stretch, base);
  return { ...inherited, ...own };
}

/** The pose a share of the way along a list of poses. */
function poseAlong(body, poses, share) {
  const pieces = poses.length - 1;
  if (!pieces) return poses[0];
  const place = clamp(share, 0, 1) * pieces;
  const piece = Math.min(Math.floor(place), pieces - 1);
  return blend(body, poses[piece], poses[piece + 1], place - piece);
}

/**
 * A function (moment) → pose for one variation. `at` runs from pressure off to pressure on;
 * `progress` from the first to the last repetition of a set, where a stretch has pairs of keys for
 * it; `enter`, when it is a number, walks into the start instead.
 */
export function motionOf(body, stretch, variation) {
  const poses = (names) => names.map((name) => keyOf(stretch, name));
  const { rep, progress: pairs, enter: way } = variation;
  const repetition = poses(rep);
  const entering = way && poses(way);
  const ends = pairs && [poses(pairs.map(([low]) => low)), poses(pairs.map(([, high]) => high))];
  return ({ at = 0, progress = 1, enter = null }) => {
    if (enter !== null && entering) return poseAlong(body, entering, enter);
    if (!ends) return poseAlong(body, repetition, at);
    const [low, high] = ends.map((list) => poseAlong(body, list, progress));
    return blend(body, low, high, at);
  };
}

/** The arrows of the pressure-on end, nearest to `progress` where there are several ends. */
export function arrowsOf(stretch, { rep, progress: pairs }, progress = 1) {
  const pair = pairs ? pairs[Math.round(clamp(progress, 0, 1) * (pairs.length - 1))] : rep;
  return stretch.keys[pair[pair.length - 1]].arrows || [];
}

/**
 * The `progress` to show in repetition `number` (0, 1, ...) of `count`. It stays the same while the
 * hands carry the body and moves on only at the low end on the way back (`returning`), so that the
 * hands never slide under weight.
 */
export function progressAt(number, count, at, returning) {
  if (count < 2) return 1;
  const walked = returning ? clamp(1 - at / LOW, 0, 1) : 0;
  return clamp((number + walked) / (count - 1), 0, 1);
}
