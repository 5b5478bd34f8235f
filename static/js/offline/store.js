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
    upgrade(db) {
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

export async function plan() {
  return (await database()).get("plan", ONE);
}

/* The session under way on this phone, or null: another day's is over. */
export async function session(owner) {
  const state = await (await database()).get("state", ONE);
  return state?.owner === owner && isCurrent(state.session) ? state.session : null;
}

function isCurrent(session) {
  return Math.abs(Date.now() - Date.parse(session.started_at)) < STILL_OPEN_MS;
}

/* Keep what may be kept of the server's answer. Another owner's plan and state go first. */
export async function keepPlan(answer) {
  const transaction = (await database()).transaction(["plan", "state", "queue"], "readwrite");
  const [plans, states] = ["plan", "state"].map((name) => transaction.objectStore(name));
  const state = await states.get(ONE);
  const here = state?.owner === answer.owner ? state.session : null;
  const waiting = (await transaction.objectStore("queue").getAll())
    .filter((entry) => entry.owner === answer.owner && !entry.refused)
    .map((entry) => entry.item);
  const merged = merge(here, onThisClock(answer), waiting);
  plans.put({ ...pick(answer, PLAN), rows: answer.rows.map((row) => pick(row, ROW)) }, ONE);
  if (merged) states.put({ owner: answer.owner, session: merged }, ONE);
  else states.delete(ONE);
  await transaction.done;
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
export async function begin(owner, item) {
  const transaction = (await database()).transaction(["state", "queue"], "readwrite");
  const states = transaction.objectStore("state");
  const state = await states.get(ONE);
  let session = state?.owner === owner ? state.session : null;
  if (!session || session.finished || !isCurrent(session)) {
    session = { key: item.key, started_at: item.at, sets: [], stretches: [], finished: false };
    states.put({ owner, session }, ONE);
    transaction.objectStore("queue").add({ owner, key: item.key, item });
  }
  await transaction.done;
  return session;
}

/* Write items into the queue and what they mean into the state, both or neither. Returns the
   session after them. A key that waits already is not added again. */
export async function record(owner, items) {
  const entries = await Promise.all(items.map((item) => sealedEntry(owner, item)));
  const transaction = (await database()).transaction(["state", "queue"], "readwrite");
  const [states, queue] = ["state", "queue"].map((name) => transaction.objectStore(name));
  for (const entry of entries) {
    if (!(await queue.index("key").getKey(entry.key))) queue.add(entry);
  }
  const state = await states.get(ONE);
  const ours = items.filter((item) => item.session === state?.session.key);
  const session = state?.owner === owner ? after(state.session, ours) : null;
  if (session) states.put({ owner, session }, ONE);
  await transaction.done;
  return session;
}

/* Where the player stands in the session, for going on after the page was closed: numbers. */
export async function keepPlace(owner, key, place) {
  const transaction = (await database()).transaction("state", "readwrite");
  const state = await transaction.store.get(ONE);
  if (state?.owner === owner && state.session.key === key) {
    transaction.store.put({ owner, session: { ...state.session, place } }, ONE);
  }
  await transaction.done;
}

async function sealedEntry(owner, item) {
  if (!item.note) return { owner, key: item.key, item };
  const { note, ...rest } = item;
  return { owner, key: item.key, item: rest, sealed: await sealed(await secret(), note) };
}

/* Made once, kept as an object that gives its bits to nobody. */
async function secret() {
  const db = await database();
  const known = await db.get("secret", ONE);
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
  await db.add("secret", made, ONE).catch(() => {}); // another tab was first
  return db.get("secret", ONE);
}

/* What waits for this owner, in order; `refused` entries are those the server said no to. */
export async function queueOf(owner) {
  const entries = await (await database()).getAll("queue");
  return entries.filter((entry) => entry.owner === owner);
}

/* The item as it is sent, its note opened. */
export async function itemToSend({ item, sealed: note }) {
  return note ? { ...item, note: await opened(await secret(), note) } : item;
}

/* Apply the server's answers, one transaction: what is stored goes, what is refused stays with the
   reason, what was not answered waits on. Returns how many were settled. */
export async function settle(owner, answers) {
  const transaction = (await database()).transaction("queue", "readwrite");
  let settled = 0;
  for (const { key, result, why } of answers) {
    const entry = await transaction.store.index("key").get(key);
    if (entry?.owner !== owner) continue;
    if (result === "stored" || result === "already") transaction.store.delete(entry.order);
    else if (result === "refused") transaction.store.put({ ...entry, refused: why || result });
    else continue;
    settled += 1;
  }
  await transaction.done;
  return settled;
}

/* Another person is here: their own plan and state are to come; the queue stays under its owner. */
export async function forgetOthers(owner) {
  const db = await database();
  const kept = [await db.get("plan", ONE), await db.get("state", ONE)];
  if (kept.every((one) => !one || one.owner === owner)) return false;
  const transaction = db.transaction(["plan", "state"], "readwrite");
  for (const name of ["plan", "state"]) transaction.objectStore(name).delete(ONE);
  await transaction.done;
  return true;
}

/* Sign-out: nothing of this owner stays. The key goes too unless it seals notes of somebody else. */
export async function wipe(owner) {
  const transaction = (await database()).transaction(
    ["plan", "state", "queue", "secret"],
    "readwrite",
  );
  const [plans, states, queue, secrets] = ["plan", "state", "queue", "secret"].map((name) =>
    transaction.objectStore(name),
  );
  plans.delete(ONE);
  states.delete(ONE);
  const entries = await queue.getAll();
  for (const entry of entries) if (entry.owner === owner) queue.delete(entry.order);
  if (entries.every((entry) => entry.owner === owner)) secrets.delete(ONE);
  await transaction.done;
}

export async function isAnythingQueued() {
  return Boolean(await (await database()).count("queue"));
}
