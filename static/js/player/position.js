/* Where a session is after so many milliseconds: a pure function of the list of phases and the
   time on the session's own clock, so no pause, redo or locked screen can make it drift. */

/* A phase holds from its start up to, but not at, its end.

   A question has no length: the session stays on it, whatever the clock says, until its index is
   `answered` (the index of the last question that was answered or jumped over; -1 for none).
   Returns {phase, index, intoMs, leftMs, share, leftSeconds, ended}; after the last phase `phase`
   is null and `ended` true. `leftSeconds` counts down as people do: 30 at the start, 1 at last. */
export function positionAt(phases, elapsedMs, answered = -1) {
  const question = phases.findIndex(
    (phase, index) =>
      phase.kind === "ask-lowest" && index > answered && phase.startsAtMs <= elapsedMs,
  );
  const index = question >= 0 ? question : indexAt(phases, Math.max(0, elapsedMs));
  const phase = phases[index];
  if (!phase) return { phase: null, index, intoMs: 0, leftMs: 0, share: 1, leftSeconds: 0, ended: true };
  const lengthMs = phase.seconds * 1000;
  const intoMs = Math.min(lengthMs, Math.max(0, elapsedMs - phase.startsAtMs));
  return {
    phase,
    index,
    intoMs,
    leftMs: lengthMs - intoMs,
    share: lengthMs ? intoMs / lengthMs : 0,
    leftSeconds: Math.ceil((lengthMs - intoMs) / 1000),
    ended: false,
  };
}

/* The phase that holds at this time; phases.length after the last. Questions hold at no time. */
function indexAt(phases, elapsedMs) {
  let low = 0;
  let high = phases.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const phase = phases[middle];
    if (phase.startsAtMs + phase.seconds * 1000 <= elapsedMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* Times to jump to. */
export function startOfSetMs(position) {
  return position.phase?.setStartsAtMs ?? position.phase?.startsAtMs ?? 0;
}

export function endOfPhaseMs(position) {
  const { phase } = position;
  return phase ? phase.startsAtMs + phase.seconds * 1000 : 0;
}

/* The end of the stretch at this index and, for `answered`, its last phase (a question, maybe). */
export function endOfStretch(phases, index) {
  const { place } = phases[index];
  let last = index;
  while (phases[last + 1]?.place === place) last += 1;
  return { index: last, atMs: phases[last].startsAtMs + phases[last].seconds * 1000 };
}

/* How far the clock may run while nobody looks: to the end of the set under way. A set that has
   not begun is not begun unseen: from a pause the clock goes to the end of that pause at most. */
export function unseenLimitMs(phases, elapsedMs, answered = -1) {
  const { phase, index } = positionAt(phases, elapsedMs, answered);
  if (!phase) return elapsedMs;
  if (phase.setEndsAtMs !== undefined) return phase.setEndsAtMs;
  const next = phases.slice(index).find((later) => later.setStartsAtMs !== undefined);
  const question = phases.slice(index).find((later) => later.kind === "ask-lowest");
  return Math.min(next?.setStartsAtMs ?? Infinity, question?.startsAtMs ?? Infinity);
}
