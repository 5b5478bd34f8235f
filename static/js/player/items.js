/* What is written down, as the items that are sent: pure, but for the keys. */

import { setsToDo, targetOf } from "./timeline.js";

/* A UUID whose order is the order of making, to the millisecond (RFC 9562, version 7). */
export function uuid7(nowMs = Date.now(), random = crypto.getRandomValues(new Uint8Array(10))) {
  const time = Math.max(0, nowMs).toString(16).padStart(12, "0");
  const bytes = Uint8Array.from(random);
  bytes[0] = (bytes[0] & 0x0f) | 0x70;
  bytes[2] = (bytes[2] & 0x3f) | 0x80;
  const rest = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return (time + rest).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/* `at` is the phone's own time; the server knows how far it is off. */
function item(act, fields, at = new Date()) {
  return { key: uuid7(at.getTime()), act, at: at.toISOString(), ...fields };
}

/* The key of this item is the key of the session. */
export function startItem(
  { version, pain_before = null, since_last = "", new_or_worse = null },
  at,
  zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "",
) {
  return item("start", { zone, version, pain_before, since_last, new_or_worse }, at);
}

export function setItem(session, { row, side, set }, done, at) {
  return item("set", { session, prescription: row.code, side, number: set, done }, at);
}

export function stretchItem(
  session,
  row,
  { pain = null, reason = "", lowest_place_felt = "", skipped = false } = {},
  at,
) {
  const answers = { pain, reason, lowest_place_felt, skipped };
  if (row.usual && row.stretch !== row.usual) answers.done_as = row.stretch;
  return item("stretch", { session, prescription: row.code, ...answers }, at);
}

export function hurtItem(session, row, at) {
  return item("hurt", { session, prescription: row.code }, at);
}

/* Takes back what the item with the key `of` raised: a mistaken yes. */
export function withdrawItem(session, of, at) {
  return item("withdraw", { session, of }, at);
}

export function finishItem(
  session,
  { pain_after = null, effort = null, new_or_worse = null, note = "" },
  at,
) {
  return item("finish", { session, pain_after, effort, new_or_worse, note }, at);
}

/* What ended by itself while the session went on from one position to a later one: a set item for
   each set, a stretch item for each stretch that asks nothing more. Jumps are not passed here. */
export function itemsBetween(phases, fromIndex, toIndex, session, at) {
  const items = [];
  for (let index = fromIndex; index < Math.min(toIndex, phases.length); index += 1) {
    const phase = phases[index];
    if (phase.endsSet) items.push(setItem(session, phase, targetOf(phase.row), at));
    if (phase.endsStretch && phases[index + 1]?.kind !== "ask-lowest") {
      items.push(stretchItem(session, phase.row, {}, at));
    }
  }
  return items;
}

/* What was really done of the set under way: whole repetitions, or whole seconds held. Null
   between sets. */
export function doneOfSet({ phase, intoMs }) {
  if (phase?.kind === "hold") return Math.floor(intoMs / 1000);
  return phase?.rep ? phase.rep - 1 : null;
}

/* Stretches whose sets were all logged when the page went away before it could say so. */
export function stretchesToClose(rows, logged, session, asksLowest = () => false, at) {
  return rows
    .filter((row) => !logged?.stretches?.some((log) => log.prescription === row.code))
    .filter((row) => !asksLowest(row) && setsToDo(row, { logged }).length === 0)
    .map((row) => stretchItem(session, row, {}, at));
}

/* What is logged once these items are, in the shape that the server tells it. */
export function withItems(logged, items) {
  const sets = [...(logged?.sets ?? [])];
  const stretches = [...(logged?.stretches ?? [])];
  for (const { act, prescription, side, number, done, skipped, reason } of items) {
    const ofStretch = (log) => log.prescription === prescription;
    if (act === "set") {
      const ofSet = (log) => ofStretch(log) && log.side === side && log.number === number;
      replace(sets, { prescription, side, number, done }, ofSet);
    } else if (act === "stretch") {
      const state = skipped ? "skipped" : reason ? "part" : "done";
      replace(stretches, { prescription, state }, ofStretch);
    }
  }
  return { ...logged, sets, stretches };
}

function replace(list, entry, same) {
  const at = list.findIndex(same);
  if (at < 0) list.push(entry);
  else list[at] = entry;
}
