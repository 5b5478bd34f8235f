/* The stage: get ready, repetitions, hold, rest, change of sides. Draws a position; the same
   position gives the same picture. */

import { FigureBox } from "./figure_box.js";
import { wayAfter } from "./guide.js";
import { wordsOf } from "./library.js";
import { motionAt } from "./motion.js";
import { fill, gettext, ngettext, sideName } from "./texts.js";
import { setsOf } from "./timeline.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");
const SMALLEST = 0.81; // of the disc, when there is no pressure
const LIMIT_SEEN = 0.8; // the dashed ring that the disc grows into
const LIT = 0.55; // from here on the count reads better in the ink of the marigold

/* The parts of the page that change, by the name of their data- attribute. */
function partsOf(root, names) {
  const find = (name) => root.querySelector(`[data-${name}]`);
  return Object.fromEntries(names.map((name) => [name.replace(/-(\w)/g, (_, c) => c.toUpperCase()), find(name)]));
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export class Stage {
  constructor(root, look) {
    this.root = root;
    this.parts = partsOf(root, [
      "region", "sets", "dots", "name", "figure", "side", "caption", "set-up", "equipment", "dose",
      "tempo", "steps", "cues", "video", "way", "over", "count", "under", "cue", "hint", "wait",
    ]);
    this.disc = root.querySelector(".disc");
    this.limit = root.querySelector(".lim-o");
    this.filling = root.querySelector(".fill");
    this.countBox = root.querySelector(".cnt");
    this.arc = root.querySelector(".arc");
    this.bands = root.querySelectorAll(".band rect");
    this.phased = root.querySelectorAll("[data-in]");
    this.box = new FigureBox(this.parts.figure, look);
  }

  /* `hint` is a line under the cue, "" for none. */
  draw(position, { paused = false, hint = "" } = {}) {
    const { phase } = position;
    if (phase !== this.phase) this.enter(phase);
    this.pause(paused);
    const motion = motionAt(position, still.matches);
    const { fill: filled, ...moment } = motion;
    if (paused && moment.enter !== undefined) moment.enter = 1;
    this.box.draw(moment);
    this.drawDisc(phase, filled, position);
    const words = this.wordsAt(position, paused);
    put(this.parts.over, words.over);
    put(this.parts.count, String(words.count));
    put(this.parts.under, words.under);
    put(this.parts.cue, words.cue);
    const below = hint || words.hint;
    put(this.parts.hint, below);
    this.parts.hint.hidden = !below;
    if (phase.kind === "ready") put(this.parts.wait, words.wait);
  }

  drawDisc(phase, filled, { leftMs }) {
    const scale = phase.kind === "hold" ? 1 : SMALLEST + (1 - SMALLEST) * filled;
    this.disc.style.transform = `scale(${scale.toFixed(4)})`;
    this.filling.style.opacity = filled.toFixed(3);
    this.limit.style.opacity = (LIMIT_SEEN * (1 - filled)).toFixed(3);
    this.countBox.classList.toggle("lit", filled > LIT);
    if (phase.kind === "hold") {
      this.arc.setAttribute("stroke-dasharray", `${(leftMs / (phase.seconds * 1000)).toFixed(4)} 2`);
    }
  }

  pause(paused) {
    if (paused === this.paused) return;
    this.paused = paused;
    this.root.toggleAttribute("data-paused", paused);
    for (const button of this.root.querySelectorAll("[data-label] > span")) {
      put(button, paused ? gettext("Go on") : gettext("Wait"));
    }
  }

  wordsAt({ phase, leftSeconds }, paused) {
    const over = gettext("start in");
    switch (phase.kind) {
      case "on":
      case "off":
        return {
          over: gettext("rep"),
          count: phase.rep,
          under: fill(gettext("of %(reps)s"), { reps: phase.row.reps }),
          cue: paused ? gettext("Paused") : phase.kind === "on" ? gettext("Pressure on") : gettext("Pressure off"),
        };
      case "hold":
        return {
          over: "",
          count: leftSeconds,
          under: ngettext("second left", "seconds left", leftSeconds),
          cue: paused ? gettext("Paused") : gettext("Pressure on, hold"),
          hint: gettext("Breathe slowly."),
        };
      case "switch":
        return { over, count: leftSeconds, under: "", cue: switchTo(phase.side) };
      case "rest":
        return { over, count: leftSeconds, under: "", cue: gettext("Rest") };
      default:
        return {
          over: "", count: "", under: "", cue: "",
          wait: paused
            ? gettext("Take your time. Press Ready to start.")
            : startsIn(leftSeconds),
        };
    }
  }

  /* What holds for the whole of a phase. */
  enter(phase) {
    const { row, side } = phase;
    this.phase = phase;
    this.root.dataset.phase = phase.kind;
    this.swapParts(phase.kind);
    if (row !== this.row) this.enterStretch(row);
    this.box.choose(row, side);
    this.drawSets(phase);
    this.parts.side.hidden = side === "none";
    if (side !== "none") {
      put(this.parts.side.firstElementChild, sideName(side)[0]);
      put(this.parts.side.lastElementChild, sideName(side));
    }
    const { caption } = wordsOf(row);
    this.parts.caption.hidden = !caption || !still.matches;
    put(this.parts.caption, phase.kind === "on" || phase.kind === "hold" ? caption : gettext("Start"));
  }

  /* A button that goes while it is focused hands on to Pause or Wait, which stands in each phase. */
  swapParts(kind) {
    const held = document.activeElement?.closest?.(".pctl [data-act]");
    for (const part of this.phased) part.hidden = !part.dataset.in.split(" ").includes(kind);
    if (!held?.closest("[hidden]")) return;
    const pauses = [...this.root.querySelectorAll("[data-act=pause]")];
    pauses.find((button) => !button.closest("[hidden]")).focus({ preventScroll: true });
  }

  /* The same stretch, done another way. */
  again() {
    this.row = this.phase = null;
  }

  enterStretch(row) {
    const words = wordsOf(row);
    const { parts } = this;
    this.row = row;
    parts.way.hidden = !row.swaps?.length;
    if (!parts.way.hidden) {
      const next = wayAfter(row);
      const text = next === row.usual ? gettext("Back to the usual way") : gettext("An easier way: %(name)s");
      put(parts.way.querySelector("span"), fill(text, wordsOf({ stretch: next })));
    }
    put(parts.region, words.region);
    put(parts.name, words.name);
    this.bands.forEach((band, at) => band.classList.toggle("on", at + 1 === words.order));
    put(parts.setUp, words.set_up);
    parts.equipment.hidden = !words.equipment;
    put(parts.equipment.querySelector("span"), words.equipment);
    put(parts.dose, doseOf(row));
    put(parts.tempo, tempoOf(row));
    parts.steps.closest("details").hidden = !words.steps.length;
    parts.steps.replaceChildren(...words.steps.map((text) => line("li", text)));
    parts.cues.replaceChildren(...words.cues.map((text) => line("p", text)));
    parts.video.hidden = !words.video;
    if (words.video) parts.video.href = words.video;
  }

  /* "Side 1 of 2" and a dot for each; the dots are the week's: filled is done. */
  drawSets({ kind, row, side, set }) {
    const byside = row.sides.length > 1 && row.sets === 1;
    const all = byside ? row.sides.length : row.sets;
    const at = byside ? row.sides.indexOf(side) + 1 : set;
    const pattern = byside
      ? gettext("Side %(at)s of %(all)s")
      : row.kind === "mobility" ? gettext("Set %(at)s of %(all)s") : gettext("Hold %(at)s of %(all)s");
    put(this.parts.sets, kind === "ready" ? gettext("Next") : all > 1 ? fill(pattern, { at, all }) : "");
    const dots = kind === "ready" || all < 2 ? 0 : all;
    this.parts.dots.replaceChildren(
      ...Array.from({ length: dots }, (_, n) => line("i", "", dotOf(n + 1, at, kind))),
    );
  }
}

function dotOf(n, at, kind) {
  if (n < at) return "d";
  return n === at && kind !== "switch" && kind !== "rest" ? "n" : "";
}

function line(tag, text, className = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

function startsIn(seconds) {
  const text = ngettext("Starts by itself in %(n)s second", "Starts by itself in %(n)s seconds", seconds);
  return fill(text, { n: seconds });
}

function switchTo(side) {
  return side === "left" ? gettext("Switch to your left") : gettext("Switch to your right");
}

/* "1 set of 10, each side" */
function doseOf({ kind, sets, sides, reps, hold_seconds: seconds }) {
  const amount = kind === "mobility"
    ? ngettext("%(n)s set of %(reps)s", "%(n)s sets of %(reps)s", sets)
    : ngettext("%(n)s hold of %(seconds)s seconds", "%(n)s holds of %(seconds)s seconds", sets);
  const each = sides.length > 1 ? `, ${gettext("each side")}` : "";
  return fill(amount, { n: sets, reps, seconds }) + each;
}

function tempoOf(row) {
  if (row.kind === "mobility") {
    return fill(gettext("%(on)s seconds on, %(off)s seconds off"), { on: row.seconds_on, off: row.seconds_off });
  }
  return row.rest_seconds && row.sets > 1
    ? fill(ngettext("%(n)s second rest", "%(n)s seconds rest", row.rest_seconds), { n: row.rest_seconds })
    : "";
}

/* A bar for each stretch of the session, gapped by region. */
export function drawTrack(element, rows, place, isDone) {
  const groups = new Map();
  for (const row of rows) {
    const { order } = wordsOf(row);
    groups.set(order, [...(groups.get(order) ?? []), row]);
  }
  element.replaceChildren(...[...groups.values()].map((group) => {
    const box = line("span", "", "tg");
    box.append(...group.map((row) => line("i", "", row === rows[place] ? "n" : isDone(row) ? "d" : "")));
    return box;
  }));
  element.setAttribute("aria-label", fill(gettext("Stretch %(at)s of %(all)s"), { at: place + 1, all: rows.length }));
}
