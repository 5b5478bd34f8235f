/* The service worker. It keeps static files and the player's shell, which is the same for every
   patient of a clinic; no page with a patient in it is ever kept. The view that serves this text
   puts `self.KEPT = {version, shell, files}` before it. */

import { plan } from "../offline/store.js";
import { send } from "../offline/sync.js";
import { token } from "../offline/token.js";

const { version, shell, files } = self.KEPT;
const FILES = `homestretch-files-${version}`;
const SHELL = `homestretch-shell-${version}`;
// Without a network these lead to the player.
const TO_PLAYER = new Set(["/", "/today/", shell]);
const ANY = { ignoreSearch: true, ignoreVary: true };

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepFiles());
});

async function keepFiles() {
  await (await caches.open(FILES)).addAll(files);
  // A shell kept before names the files of its own day: fetch it anew with the new ones.
  if (await caches.match(shell, ANY)) await keepShell().catch(() => {});
}

self.addEventListener("activate", (event) => event.waitUntil(tidy()));

async function tidy() {
  for (const name of await caches.keys()) {
    if (name !== FILES && name !== SHELL) await caches.delete(name);
  }
  await self.clients.claim();
}

async function keepShell() {
  await keepIfShell(await fetch(shell, { redirect: "manual", cache: "no-store" }));
}

/* Only the shell itself: not the sign-in page it may have led to, and no error. */
async function keepIfShell(answer) {
  if (answer.status === 200 && !answer.redirected) {
    await (await caches.open(SHELL)).put(shell, answer.clone());
  }
  return answer;
}

self.addEventListener("message", (event) => {
  if (event.data === "keep-shell") event.waitUntil(keepShellOnce());
});

/* Opening the player refreshes it too, so once a day is enough here. */
async function keepShellOnce() {
  const known = await caches.match(shell, ANY);
  const ageMs = known ? Date.now() - Date.parse(known.headers.get("Date")) : NaN;
  if (!(Math.abs(ageMs) < 24 * 60 * 60 * 1000)) await keepShell();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (TO_PLAYER.has(pathname)) event.respondWith(page(request, pathname));
  } else if (files.includes(pathname)) {
    event.respondWith(pathname.startsWith("/static/") ? file(request) : newest(request));
  }
});

async function page(request, pathname) {
  try {
    const answer = await fetch(request);
    return pathname === shell ? await keepIfShell(answer) : answer;
  } catch (error) {
    const kept = await caches.match(shell, ANY);
    if (!kept) throw error;
    return kept;
  }
}

/* A static file never changes under its name. */
async function file(request) {
  return (await caches.match(request.url, ANY)) ?? fetch(request);
}

/* Words change with the reader's language: the network's first. */
async function newest(request) {
  try {
    const answer = await fetch(request);
    if (answer.status === 200) await (await caches.open(FILES)).put(request.url, answer.clone());
    return answer;
  } catch (error) {
    const kept = await caches.match(request.url, ANY);
    if (!kept) throw error;
    return kept;
  }
}

/* Background sync: the tab may be gone. Where the token cannot be read, an open page is asked. */
self.addEventListener("sync", (event) => {
  if (event.tag === "send-sets") event.waitUntil(sendSets());
});

async function sendSets() {
  const owner = (await plan())?.owner;
  if (!owner) return;
  const found = await token();
  if (!found) {
    for (const page of await self.clients.matchAll()) page.postMessage("send");
    return;
  }
  const outcome = await send(owner, () => found);
  new BroadcastChannel("homestretch").postMessage("changed");
  if (outcome === "trouble") throw new Error("Not sent yet."); // the browser tries again
}
