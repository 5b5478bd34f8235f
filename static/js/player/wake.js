/* Keeps the screen on while a session runs. The browser drops the lock when the page is hidden. */

import { switches } from "./switches.js";

let wanted = false;
let lock = null;

export async function keepAwake(on) {
  wanted = on;
  if (!wanted || !switches.wake) {
    lock?.release();
    lock = null;
  } else if (!lock && document.visibilityState === "visible") {
    try {
      lock = await navigator.wakeLock?.request("screen");
      lock?.addEventListener("release", () => {
        lock = null;
      });
    } catch {
      lock = null; // low battery, mostly: the session goes on
    }
  }
}

document.addEventListener("visibilitychange", () => keepAwake(wanted));
