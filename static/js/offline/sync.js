/* Sends what waits, in order, and lets nothing go before the server has said that it has it. */

import { itemToSend, queueOf, settle } from "./store.js";

const ADDRESS = "/today/session/sync/";
const MOST = 100;
const PATIENCE_MS = 30_000;
const SIGNED_OUT = new Set([401, 403]);
const JUST_NOW_MS = 60_000;

/* Send everything of this owner. Returns "sent" when nothing that could go is left, "signed-out",
   "other" when somebody else is signed in, or "trouble" when it is worth trying again later. */
export function send(owner, token) {
  return oneAtATime(async () => {
    for (;;) {
      const waiting = (await queueOf(owner)).filter((entry) => !entry.refused).slice(0, MOST);
      if (!waiting.length) return "sent";
      const outcome = await sendBatch(owner, waiting, await token());
      if (outcome !== "settled") return outcome;
    }
  });
}

/* One sender over all tabs and the worker. Without locks two may send the same: keys make that
   harmless. */
function oneAtATime(work) {
  return navigator.locks ? navigator.locks.request("homestretch-send", work) : work();
}

async function sendBatch(owner, entries, token) {
  const items = await Promise.all(entries.map(itemToSend));
  let answer;
  try {
    answer = await fetch(ADDRESS, {
      method: "POST",
      redirect: "manual", // a redirect leads to the sign-in page
      headers: { "Content-Type": "application/json", "X-CSRFToken": token, ...whose(items) },
      body: JSON.stringify({ owner, sent_at: new Date().toISOString(), items }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.type === "opaqueredirect" || SIGNED_OUT.has(answer.status)) return "signed-out";
    if (answer.status === 409) return "other";
    if (!answer.ok) return "trouble";
    return (await settle(owner, (await answer.json()).answers)) ? "settled" : "trouble";
  } catch {
    return "trouble"; // also when the answer was lost on its way: the same keys go again
  }
}

/* A set just done is somebody's act. Sending again what waited is none, and keeps nobody signed in. */
function whose(items) {
  const newest = Math.max(...items.map((item) => Date.parse(item.at)));
  return Date.now() - newest < JUST_NOW_MS ? {} : { "X-Refresh": "1" };
}
