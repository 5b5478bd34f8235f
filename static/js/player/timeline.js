/* A session as one flat list of phases in the order they happen: pure, no clock, no page.

   phasesOf(rows, {oneSideFirst, logged, asksLowest}) -> phases, where asksLowest(row) says whether
   the place it is felt is asked after this stretch; each phase has
     kind        "ready"       before a stretch: what to fetch, name and side
                 "on", "off"   one repetition is an on and an off
                 "hold"        pressure on, hold
                 "rest"        between two sets
                 "switch"      change of sides
                 "ask-lowest"  no time at all: it waits for an answer
     seconds     how long it lasts
     startsAtMs  when it begins, in milliseconds of the session's own clock
     row, place  the prescription as the server sent it, and its index among `rows`
     side, set   of the set it belongs to; for ready, rest and switch: of the set to come
     rep         1 to row.reps ("on" and "off" only)
     setStartsAtMs, setEndsAtMs      of the set it belongs to ("on", "off" and "hold" only)
     endsSet, endsStretch            true on the last phase of a set, of a stretch */

// Rolling and kneeling take time (source: clinical.md, "Stretching parameters").
const READY_SECONDS = 20;
const SWITCH_SECONDS = 15;
// Between two sets of repetitions on one side, for which nobody prescribes a rest: our choice.
const SET_REST_SECONDS = 10;

/* What one set asks for: repetitions, or seconds held. */
export function targetOf(row) {
  return row.kind === "mobility" ? row.reps : row.hold_seconds;
}

/* Every set of a row in the order it is done: sides take turns, unless one side comes first. */
export function setsOf(row, oneSideFirst = false) {
  const numbers = Array.from({ length: row.sets }, (_, index) => index + 1);
  return oneSideFirst
    ? row.sides.flatMap((side) => numbers.map((set) => ({ side, set })))
    : numbers.flatMap((set) => row.sides.map((side) => ({ side, set })));
}

/* The sets of a row that are not logged; none once the stretch itself is. */
export function setsToDo(row, { oneSideFirst = false, logged = null } = {}) {
  if (logged?.stretches?.some((log) => log.prescription === row.code)) return [];
  const done = logged?.sets?.filter((log) => log.prescription === row.code) ?? [];
  return setsOf(row, oneSideFirst).filter(
    ({ side, set }) => !done.some((log) => log.side === side && log.number === set),
  );
}

export function phasesOf(rows, { oneSideFirst = false, logged = null, asksLowest = () => false } = {}) {
  const phases = [];
  let atMs = 0;

  function add(phase) {
    phases.push({ ...phase, startsAtMs: atMs });
    atMs += phase.seconds * 1000;
  }

  rows.forEach((row, place) => {
    const sets = setsToDo(row, { oneSideFirst, logged });
    sets.forEach((slot, nth) => {
      const of = { row, place, ...slot };
      if (nth === 0) add({ kind: "ready", seconds: READY_SECONDS, ...of });
      else for (const pause of pausesBetween(row, sets[nth - 1], slot)) add({ ...pause, ...of });
      const endsAtMs = atMs + secondsOfSet(row) * 1000;
      const set = { ...of, setStartsAtMs: atMs, setEndsAtMs: endsAtMs };
      for (const phase of phasesOfSet(row)) add({ ...phase, ...set });
      phases.at(-1).endsSet = true;
    });
    if (sets.length) phases.at(-1).endsStretch = true;
    if (asksLowest(row) && !isClosed(row, logged)) {
      add({ kind: "ask-lowest", seconds: 0, row, place, ...setsOf(row, oneSideFirst).at(-1) });
    }
  });
  return phases;
}

function isClosed(row, logged) {
  return logged?.stretches?.some((log) => log.prescription === row.code) ?? false;
}

function secondsOfSet(row) {
  return row.kind === "mobility" ? row.reps * (row.seconds_on + row.seconds_off) : row.hold_seconds;
}

function phasesOfSet(row) {
  if (row.kind !== "mobility") return [{ kind: "hold", seconds: row.hold_seconds }];
  return Array.from({ length: row.reps }, (_, index) => [
    { kind: "on", seconds: row.seconds_on, rep: index + 1 },
    { kind: "off", seconds: row.seconds_off, rep: index + 1 },
  ]).flat();
}

/* Between two sets of one stretch. Changing sides takes its 15 seconds out of a rest that is
   longer, and takes the place of one that is not. */
function pausesBetween(row, before, after) {
  const restSeconds = row.kind === "mobility" ? SET_REST_SECONDS : row.rest_seconds;
  const changes = before.side !== after.side;
  const rest = changes ? restSeconds - SWITCH_SECONDS : restSeconds;
  return [
    ...(rest > 0 ? [{ kind: "rest", seconds: rest }] : []),
    ...(changes ? [{ kind: "switch", seconds: SWITCH_SECONDS }] : []),
  ];
}
