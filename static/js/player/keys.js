/* The keyboard: letters can be switched off, and none is taken from a field or a focused button. */

import { switches } from "./switches.js";

const FIELDS = "input, textarea, select";
const PRESSED_BY_SPACE = "button, a, summary";
const LETTERS = { r: "redo", s: "skip", h: "hurts" };

/* Calls `act` with the name of what was asked for. */
export function listen(act) {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.key === "Escape") return act("escape");
    if (event.target.closest?.(FIELDS)) return;
    if (event.key === " " && !event.target.closest?.(PRESSED_BY_SPACE)) {
      event.preventDefault(); // it would scroll
      act("pause");
    }
    if (switches.keys && LETTERS[event.key.toLowerCase()]) act(LETTERS[event.key.toLowerCase()]);
  });
}
