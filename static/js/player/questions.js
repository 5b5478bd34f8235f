/* The questions of a session: what stands on their screens before anybody answers. What was answered
   is read by forms.js. */

import { smallFigure } from "./figure_box.js";
import * as forms from "./forms.js";
import { equipmentOf, wordsOf } from "./library.js";
import { part, put, screen } from "./screens.js";
import { fill, gettext, ngettext, sideName } from "./texts.js";

const PLACES = {
  back: gettext("back"),
  buttock: gettext("buttock"),
  thigh: gettext("thigh"),
  "below-knee": gettext("below the knee"),
  foot: gettext("foot"),
};
const MOST_FIGURES = 6; // as many as fit beside each other

/* Before the first stretch: what the therapist wrote, and what to fetch. `notes` by row's code. */
export function fillBefore(rows, notes = {}, therapist = "") {
  const root = screen("before");
  const written = Object.entries(notes).filter(([, text]) => text);
  const box = part(root, "notes");
  box.hidden = !written.length;
  box.replaceChildren(...written.map(([code, text]) => {
    const row = rows.find((one) => one.code === code);
    return element("p", row ? `${wordsOf(row).name}: “${text}”` : `“${text}”`);
  }));
  if (therapist) box.append(element("footer", therapist));
  const blank = part(root, "fetched").content;
  part(root, "fetch").replaceChildren(
    ...[gettext("A mat or rug"), ...equipmentOf(rows)].map((thing) => {
      const line = blank.cloneNode(true);
      line.querySelector("span").textContent = thing;
      return line;
    }),
  );
}

/* After a stretch: where it is felt. `last` is the place told before, "" for none. */
export function fillWhere(row, last) {
  const root = screen("where");
  root.querySelector("form").reset();
  forms.complain("where", "lowest", false);
  put(root, "done-name", fill(gettext("%(name)s is done"), wordsOf(row)));
  const told = gettext("Last time you said: %(place)s. If it moves down your leg, we stop this stretch.");
  part(root, "last-felt").hidden = !last;
  put(root, "last-felt", fill(told, { place: PLACES[last] ?? "" }));
}

/* About a stretch that was cut short (`ends`) or that the patient wants to change. */
export function fillEarly(row, sets, { reason, ends, look }) {
  const root = screen("early");
  root.querySelector("form").reset();
  const chosen = reason && root.querySelector(`[name="reason"][value="${reason}"]`);
  if (chosen) chosen.checked = true;
  put(root, "done-name", wordsOf(row).name);
  put(root, "early-title", ends ? gettext("You stopped early") : gettext("How did it go?"));
  part(root, "as-planned").hidden = ends;
  part(root, "kept").hidden = !ends;
  forms.showCounted(row, sets, labelOf);
  const box = part(root, "small-figure");
  box.replaceChildren();
  smallFigure(box, row, row.sides[0], look);
}

/* "Left", "Left, set 2" or "Hold 1". */
function labelOf(row, side, number) {
  const set = row.kind === "mobility"
    ? fill(gettext("Set %(number)s"), { number })
    : fill(gettext("hold %(number)s"), { number });
  if (side === "none") return set[0].toUpperCase() + set.slice(1);
  return row.sets > 1 || row.kind !== "mobility" ? `${sideName(side)}, ${set.toLowerCase()}` : sideName(side);
}

/* After the last stretch. */
export function fillDone(rows, stretches, look) {
  const root = screen("done");
  const all = rows.length;
  const skipped = stretches.filter((log) => log.state === "skipped").length;
  put(root, "done-title", gettext("Session done"));
  put(root, "done-line", skipped
    ? fill(gettext("%(done)s of %(all)s stretches."), { done: all - skipped, all })
    : fill(ngettext("%(n)s stretch.", "%(n)s stretches.", all), { n: all }));
  part(root, "six").replaceChildren(...rows.slice(0, MOST_FIGURES).map((row) => {
    const box = element("div", "");
    box.className = "fig";
    smallFigure(box, row, row.sides[0], look);
    return box;
  }));
}

function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}
