/* How full the disc is and how far the figure has come at a position of the session: pure. */

import { progressAt } from "../figure/motion.js";

// Into a hold and out of it a person moves, too.
const INTO_HOLD_MS = 2000;
const WALK_IN_MS = 3000;

/* Starts and stops gently, as a person does. */
function ease(share) {
  return share * share * (3 - 2 * share);
}

const reached = (intoMs, lengthMs) => ease(Math.min(1, intoMs / lengthMs));

/* {fill, at, press, progress, enter}, each from 0 to 1. With `still`, for people who want less
   motion, only the two ends are ever shown. */
export function motionAt({ phase, intoMs, share }, still = false) {
  const moment = { fill: 0, at: 0, press: 0, progress: progressOf(phase, share) };
  if (phase.kind === "ready" && !still) moment.enter = reached(intoMs, WALK_IN_MS);
  if (isPause(phase) && !still) moment.at = moment.press = 1 - reached(intoMs, INTO_HOLD_MS);
  const pressed = pressureAt(phase.kind, intoMs, share);
  if (pressed === null) return moment;
  const shown = still ? Number(phase.kind === "on" || phase.kind === "hold") : pressed;
  return { ...moment, fill: shown, at: shown, press: shown };
}

/* After a hold the body comes back; repetitions end at the start by themselves. */
function isPause({ kind, row }) {
  return (kind === "rest" || kind === "switch") && row.kind !== "mobility";
}

function pressureAt(kind, intoMs, share) {
  if (kind === "on") return ease(share);
  if (kind === "off") return 1 - ease(share);
  if (kind === "hold") return reached(intoMs, INTO_HOLD_MS);
  return null;
}

/* How much of the set's repetitions is behind. One alone goes nowhere, and none are counted between
   sets. */
function progressOf({ kind, rep, row }, share) {
  if (!rep || row.reps < 2) return 0;
  return progressAt(rep - 1, row.reps, pressureAt(kind, 0, share), kind === "off");
}
