/* What is said, beeped and buzzed when a session comes from one position to the next: pure. */

import { wordsOf } from "./library.js";
import { fill, gettext, ngettext, sideName } from "./texts.js";

const HIGH_HERTZ = 880;
const LOW_HERTZ = 587;
const TICK_HERTZ = 440;
// Faster than this there is no time for two words: only the number is spoken.
const QUICK_SECONDS = 2;
const LAST_SECONDS = 3;

/* The stretch and its side, as the voice says it. */
function nameAndSide({ row, side }) {
  const { name } = wordsOf(row);
  if (side === "none") return name;
  return fill(gettext("%(name)s, %(side)s side"), { name, side: sideName(side).toLowerCase() });
}

function isQuick({ row }) {
  return Math.min(row.seconds_on, row.seconds_off) < QUICK_SECONDS;
}

const BEGINS = {
  ready: (phase) => ({ say: nameAndSide(phase) }),
  on: (phase) => ({
    say: isQuick(phase) ? String(phase.rep) : gettext("Pressure on"),
    hertz: HIGH_HERTZ,
    buzz: 60,
  }),
  off: (phase) => ({
    say: isQuick(phase) ? "" : gettext("Pressure off"),
    hertz: LOW_HERTZ,
    buzz: 20,
  }),
  hold: () => ({ say: gettext("Pressure on, hold"), hertz: HIGH_HERTZ, buzz: 60 }),
  rest: () => ({ say: gettext("Rest"), hertz: LOW_HERTZ, buzz: 20 }),
  switch: (phase) => ({
    say: `${gettext("Change sides")}. ${sideName(phase.side)}.`,
    hertz: LOW_HERTZ,
    buzz: 120,
  }),
};

/* Positions as positionAt gives them; `before` is null at first. Null when nothing is to be said. */
export function cueBetween(before, now) {
  if (!now.phase) return { say: gettext("All stretches are done"), hertz: HIGH_HERTZ, buzz: 200 };
  if (before?.index !== now.index) return BEGINS[now.phase.kind]?.(now.phase) ?? null;
  const counts = now.leftSeconds <= LAST_SECONDS && now.leftSeconds !== before.leftSeconds;
  if (!counts || !now.leftSeconds || now.phase.kind === "on" || now.phase.kind === "off") return null;
  return { say: now.phase.kind === "hold" ? String(now.leftSeconds) : "", hertz: TICK_HERTZ, buzz: 20 };
}

/* For a screen reader, sparingly: the stretch and its side, each set, half-way, the end. */
export function sentenceBetween(before, now) {
  const { phase } = now;
  if (!phase) return "";
  if (phase.kind === "hold") {
    const half = phase.seconds / 2;
    if (before?.index === now.index) {
      return before.intoMs < half * 1000 && now.intoMs >= half * 1000 ? gettext("Half-way") : "";
    }
  } else if (before?.index === now.index) return "";
  if (phase.kind === "ready") return fill(gettext("Get ready: %(name)s"), { name: nameAndSide(phase) });
  if (phase.kind === "switch") return fill(gettext("Change sides: %(side)s"), { side: sideName(phase.side) });
  if (phase.kind === "rest") return gettext("Rest");
  if (phase.kind === "hold") {
    const { seconds } = phase;
    return fill(ngettext("Hold for %(n)s second", "Hold for %(n)s seconds", seconds), { n: seconds });
  }
  if (phase.kind === "on" && phase.rep === 1) {
    return fill(gettext("Set %(set)s of %(sets)s, %(reps)s repetitions"), {
      set: phase.set,
      sets: phase.row.sets,
      reps: phase.row.reps,
    });
  }
  const middle = Math.floor(phase.row.reps / 2) + 1;
  return phase.kind === "on" && phase.rep === middle && middle > 2 ? gettext("Half-way") : "";
}
