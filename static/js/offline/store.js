/* What this phone keeps, in IndexedDB: opaque ids, numbers and times. No name, no word of anybody;
   the one free text, a note that waits to be sent, is sealed with a key that cannot be read out.

   plan     today's session as the server told it, one
   state    the session under way on this phone, one
   queue    what is not acknowledged yet, in order: {order, owner, key, item, sealed, refused}
   secret   the key that seals notes, one */

import { openDB } from "../../vendor/idb.esm.min.js";
import { withItems } from "../player/items.js";
import { opened, sealed } from "./seal.js";

const ONE = 1;
const PLAN = "owner now version date number_of_day pain_limit look state";
const ROW =
  "code stretch kind sides sets reps seconds_on seconds_off hold_seconds rest_seconds lowest_place_before swaps";
// As long as the server lets a session go on (logbook/models/sessions.py).
const STILL_OPEN_MS = 12 * 60 * 60 * 1000;

let connection = null;

/* Without these the plain pages do the work. */
export function canStore() {
  return "indexedDB" in globalThis && Boolean(globalThis.crypto?.subtle);
}

function database() {
  connection ??= openDB("homestretch", 1, {
    upgrade(db, _old, _new, transaction) {
      transaction.done.catch(() => {}); // opening fails with it
      for (const name of ["plan", "state", "secret"]) db.createObjectStore(name);
      const queue = db.createObjectStore("queue", { keyPath: "order", autoIncrement: true });
      queue.createIndex("key", "key", { unique: true });
    },
    blocking: (_old, _new, event) => event.target.close(),
    terminated: forget,
  }).catch((error) => {
    forget();
    throw error;
  });
  return connection;
}

function forget() {
  connection = null;
}

/* Run `work(stores…)` in one transaction; its result is given once all of it is kept. `work` awaits
   each step: where the browser empties its storage meanwhile, as at sign-out, this alone fails. */
async function transact(names, work, mode = "readwrite") {
  const transaction = (await database()).transaction(names, mode);
  const stores = names.map((name) => transaction.objectStore(name));
  const [result] = await Promise.all([work(...stores), transaction.done]);
  return result;
}

function read(name, work) {
  return transact([name], work, "readonly");
}

export function plan() {
  return read("plan", (plans) => plans.get(ONE));
}

/* The session under way on this phone, or null: another day's is over. */
export async function session(owner) {
  const state = await read("state", (states) => states.get(ONE));
  return state?.owner === owner && isCurrent(state.session) ? state.session : null;
}

function isCurrent(session) {
  return Math.abs(Date.now() - Date.parse(session.started_at)) < STILL_OPEN_MS;
}

/* Keep what may be kept of the server's answer. Another owner's plan and state go first. */
export function keepPlan(answer) {
  return transact(["plan", "state", "queue"], async (plans, states, queue) => {
    const state = await states.get(ONE);
    const here = state?.owner === answer.owner ? state.session : null;
    const waiting = (await queue.getAll())
      .filter((entry) => entry.owner === answer.owner && !entry.refused)
      .map((entry) => entry.item);
    const merged = merge(here, onThisClock(answer), waiting);
    await plans.put({ ...pick(answer, PLAN), rows: answer.rows.map((row) => pick(row, ROW)) }, ONE);
    if (merged) await states.put({ owner: answer.owner, session: merged }, ONE);
    else await states.delete(ONE);
  });
}

function pick(from, names) {
  return Object.fromEntries(names.split(" ").map((name) => [name, from[name]]));
}

/* The server's session with its start on the clock of this phone, which may be wrong. */
function onThisClock({ now, session: there }) {
  if (!there) return null;
  const sinceMs = Date.parse(now) - Date.parse(there.started_at);
  return { ...there, started_at: new Date(Date.now() - sinceMs).toISOString(), finished: false };
}

/* The server is right about what it has; this phone is right about what it has not sent. */
function merge(here, there, waiting) {
  const unsent = waiting.filter((item) => here && (item.session ?? item.key) === here.key);
  if (unsent.length && here.key !== there?.key) return here;
  if (!there) return null;
  if (here?.key !== there.key) return there;
  return { ...after(there, unsent), place: here.place };
}

function after(session, items) {
  const finished = session.finished || items.some((item) => item.act === "finish");
  return { ...withItems(session, items), finished };
}

/* Begin a session, or give back the one under way: a second tab and a double press begin none. */
export function begin(owner, item) {
  return transact(["state", "queue"], async (states, queue) => {
    const state = await states.get(ONE);
    const known = state?.owner === owner ? state.session : null;
    if (known && !known.finished && isCurrent(known)) return known;
    const session = { key: item.key, started_at: item.at, sets: [], stretches: [], finished: false };
    await states.put({ owner, session }, ONE);
    await queue.add({ owner, key: item.key, item });
    return session;
  });
}

/* Write items into the queue and what they mean into the state, both or neither. Returns the
   session after them. A key that waits already is not added again. */
export async function record(owner, items) {
  const entries = await Promise.all(items.map((item) => sealedEntry(owner, item)));
  return transact(["state", "queue"], async (states, queue) => {
    for (const entry of entries) {
      if (!(await queue.index("key").getKey(entry.key))) await queue.add(entry);
    }
    const state = await states.get(ONE);
    if (state?.owner !== owner) return null;
    const ours = items.filter((item) => item.session === state.session.key);
    const session = after(state.session, ours);
    await states.put({ owner, session }, ONE);
    return session;
  });
}

/* Where the player stands in the session, for going on after the page was closed: numbers. */
export function keepPlace(owner, key, place) {
  return transact(["state"], async (states) => {
    const state = await states.get(ONE);
    if (state?.owner === owner && state.session.key === key) {
      await states.put({ owner, session: { ...state.session, place } }, ONE);
    }
  });
}

async function sealedEntry(owner, item) {
  if (!item.note) return { owner, key: item.key, item };
  const { note, ...rest } = item;
  return { owner, key: item.key, item: rest, sealed: await sealed(await secret(), note) };
}

/* Made once, kept as an object that gives its bits to nobody. */
async function secret() {
  const known = await read("secret", (secrets) => secrets.get(ONE));
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
  return transact(["secret"], async (secrets) => {
    const first = await secrets.get(ONE); // another tab was quicker
    if (!first) await secrets.add(made, ONE);
    return first ?? made;
  });
}

/* What waits for this owner, in order; `refused` entries are those the server said no to. */
export async function queueOf(owner) {
  const entries = await read("queue", (queue) => queue.getAll());
  return entries.filter((entry) => entry.owner === owner);
}

/* The item as it is sent, its note opened. */
export async function itemToSend({ item, sealed: note }) {
  return note ? { ...item, note: await opened(await secret(), note) } : item;
}

/* Apply the server's answers, one transaction: what is stored goes, what is refused stays with the
   reason, what was not answered waits on. Returns how many were settled. */
export function settle(owner, answers) {
  return transact(["queue"], async (queue) => {
    let settled = 0;
    for (const { key, result, why } of answers) {
      const entry = await queue.index("key").get(key);
      if (entry?.owner !== owner) continue;
      if (result === "stored" || result === "already") await queue.delete(entry.order);
      else if (result === "refused") await queue.put({ ...entry, refused: why || result });
      else continue;
      settled += 1;
    }
    return settled;
  });
}

/* Another person is here: their own plan and state are to come; the queue stays under its owner. */
export function forgetOthers(owner) {
  return transact(["plan", "state"], async (plans, states) => {
    const kept = [await plans.get(ONE), await states.get(ONE)];
    if (kept.every((one) => !one || one.owner === owner)) return false;
    await plans.delete(ONE);
    await states.delete(ONE);
    return true;
  });
}

/* Sign-out: nothing of this owner stays. The key goes too unless it seals notes of somebody else. */
export function wipe(owner) {
  return transact(["plan", "state", "queue", "secret"], async (plans, states, queue, secrets) => {
    await plans.delete(ONE);
    await states.delete(ONE);
    const entries = await queue.getAll();
    for (const entry of entries) if (entry.owner === owner) await queue.delete(entry.order);
    if (entries.every((entry) => entry.owner === owner)) await secrets.delete(ONE);
  });
}

export async function isAnythingQueued() {
  return (await read("queue", (queue) => queue.count())) > 0;
}
