/* What the therapist wrote last, above the questions before a session. It comes with the plan of
   this moment and stays in memory; beginning the session says that it was seen. */

import { token } from "../offline/token.js";
import { part, put, screen } from "./screens.js";

const READ = "/messages/read/";
let shown = null;

export function fillReply(reply) {
  const root = screen("before");
  shown = reply ?? null;
  part(root, "reply").hidden = !shown;
  put(root, "reply-text", shown?.body ?? "");
  put(root, "reply-by", shown ? `${shown.author}, ${shown.day}. ` : "");
}

export async function replyWasSeen() {
  if (!shown) return;
  const body = new URLSearchParams({ seen_until: shown.at });
  shown = null;
  try {
    await fetch(READ, { method: "POST", body, headers: { "X-CSRFToken": await token() }, redirect: "manual" });
  } catch {
    // Then it is shown once more, before the next session.
  }
}
