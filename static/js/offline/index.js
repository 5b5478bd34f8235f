/* On every page of a patient: keeps today's session, sends what waits, says how that stands. The
   player imports this same module and records into it. Pages work without it. */

import { show } from "./bar.js";
import { wireSignOut } from "./leave.js";
import * as store from "./store.js";
import * as sync from "./sync.js";
import { token } from "./token.js";

export { canStore, plan } from "./store.js";

const PLAN = "/today/session/plan/";
const WORKER = "/service-worker.js";
const SHELL_CACHE = "homestretch-shell";
const TRY_AGAIN_MS = 30_000;

const bar = document.querySelector("[data-offline-bar]");
// Every tab, and the worker, hears that the queue changed.
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("homestretch") : null;
const listeners = new Set();
const state = { unsent: 0, sets: 0, refused: [], online: true, canPlay: false };
let owner = bar?.dataset.owner || "";
let outcome = "";
let retry = 0;

/* --- For the player ------------------------------------------------------------------------- */

/* The whole answer of the server, notes and all, in memory; what may be kept is kept. Null while
   it cannot be had. */
export async function freshPlan() {
  await ready;
  try {
    const answer = await fetch(PLAN, { redirect: "manual", cache: "no-store" });
    if (!answer.ok) return null;
    const plan = await answer.json();
    if (await store.forgetOthers(plan.owner)) await dropShell();
    owner = plan.owner;
    await store.keepPlan(plan);
    await look();
    return plan;
  } catch {
    return null;
  }
}

export async function session() {
  await ready;
  return store.session(owner);
}

export async function begin(startItem) {
  await ready;
  const session = await store.begin(owner, startItem);
  changed();
  return session;
}

/* Kept on this phone once it resolves; sent in the background. */
export async function record(...items) {
  await ready;
  const session = await store.record(owner, items);
  changed();
  return session;
}

/* Where the player stands in the session with this key, given back as session().place. */
export async function keepPlace(key, place) {
  await ready;
  return store.keepPlace(owner, key, place);
}

export function onChange(listener) {
  listeners.add(listener);
  listener(state);
}

/* --- Sending ---------------------------------------------------------------------------------- */

function changed() {
  channel?.postMessage("changed");
  // If this page is closed first, the browser wakes the worker when there is a network.
  navigator.serviceWorker?.ready.then((worker) => worker.sync?.register("send-sets")).catch(() => {});
  look().then(send).catch(() => {});
}

export async function send() {
  clearTimeout(retry);
  if (!owner || !state.unsent || !navigator.onLine) return;
  state.sending = true;
  tell();
  outcome = await sync.send(owner, token).catch(() => "trouble");
  state.sending = false;
  channel?.postMessage("changed");
  await look();
  if (outcome === "trouble") retry = setTimeout(quietly(send), TRY_AGAIN_MS);
}

/* Read how things stand and tell everybody. */
export async function look() {
  const entries = owner ? await store.queueOf(owner) : [];
  const waiting = entries.filter((entry) => !entry.refused);
  state.unsent = waiting.length;
  state.sets = waiting.filter((entry) => entry.item.act === "set").length;
  state.refused = entries.filter((entry) => entry.refused);
  state.online = navigator.onLine;
  state.signedOut = outcome === "signed-out" || outcome === "other";
  state.trouble = outcome === "trouble";
  state.canPlay = Boolean(await store.plan());
  tell();
}

function tell() {
  for (const listener of listeners) listener(state);
}

/* --- The page --------------------------------------------------------------------------------- */

async function dropShell() {
  for (const name of await caches.keys()) if (name.startsWith(SHELL_CACHE)) await caches.delete(name);
}

async function settleOwner() {
  if (!owner) owner = (await store.plan())?.owner ?? "";
  else if (await store.forgetOthers(owner)) await dropShell();
}

async function leaveNothing() {
  await store.wipe(owner);
  owner = "";
  await dropShell();
  channel?.postMessage("changed");
}

/* Today: the plan for later, the shell to play it in, and Start leads to the player. */
async function keepToday() {
  const links = document.querySelectorAll("a[data-player]");
  await freshPlan();
  if (!(await store.plan())) return;
  for (const link of links) link.href = link.dataset.player;
  (await navigator.serviceWorker?.ready)?.active?.postMessage("keep-shell");
}

async function wake() {
  await look();
  await send();
}

/* A store that the browser has emptied says nothing: the plain pages go on. */
const quietly = (act) => () => act().catch(() => {});

async function setUp() {
  await settleOwner();
  listeners.add((now) => show(bar, now));
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    wireSignOut(form, {
      send: wake,
      unsent: () => state.unsent,
      wipe: leaveNothing,
      othersWait: store.isAnythingQueued,
    });
  }
  for (const name of ["online", "offline"]) addEventListener(name, quietly(wake));
  document.addEventListener("visibilitychange", () => document.hidden || quietly(wake)());
  channel?.addEventListener("message", quietly(look));
  navigator.serviceWorker?.addEventListener("message", quietly(wake)); // the worker asks for it
}

async function work() {
  navigator.serviceWorker?.register(WORKER).catch(() => {});
  await wake();
  if (bar && "today" in bar.dataset) await keepToday();
}

// A browser that keeps nothing (or will not, in private mode) leaves all to the plain pages.
const ready = store.canStore() ? setUp().catch(() => {}) : Promise.resolve();
if (store.canStore()) ready.then(work).catch(() => {});
