/* The questions before, between and after: what the forms hold, as numbers and words to send. */

import { screen } from "./screens.js";
import { fill, gettext } from "./texts.js";

const ENCOURAGES = 1; // people notice a point

export function formOf(name) {
  return screen(name).querySelector("form");
}

function chosen(form, name) {
  return form.querySelector(`[name="${name}"]:checked`)?.value ?? "";
}

const numberOf = (text) => (text === "" ? null : Number(text));
const yesOrNo = (text) => (text === "" ? null : text === "yes");

export function answersBefore() {
  const form = formOf("before");
  return {
    pain_before: numberOf(chosen(form, "pain_before")),
    since_last: chosen(form, "since_last"),
    new_or_worse: yesOrNo(chosen(form, "new_or_worse")),
  };
}

export function answersAfter() {
  const form = formOf("done");
  return {
    pain_after: numberOf(chosen(form, "pain_after")),
    effort: numberOf(chosen(form, "effort")),
    new_or_worse: yesOrNo(chosen(form, "new_or_worse")),
    note: form.elements.note.value.trim(),
  };
}

export function answersEarly() {
  const form = formOf("early");
  return {
    pain: numberOf(chosen(form, "pain")),
    reason: chosen(form, "reason"),
    lowest_place_felt: chosen(form, "lowest"),
  };
}

export function lowestChosen() {
  return chosen(formOf("where"), "lowest");
}

/* What is missing is said beside its question, and the reader is taken there. */
export function complain(name, field, isMissing) {
  const form = formOf(name);
  form.querySelector("[data-error]").hidden = !isMissing;
  if (isMissing) form.querySelector(`[name="${field}"]`).focus();
  return isMissing;
}

/* Said no longer than it is true. */
export function stopComplaining(form) {
  const error = form.querySelector("[data-error]");
  if (error && form.querySelector("[name=new_or_worse]:checked, [name=lowest]:checked")) error.hidden = true;
}

/* "Before 4, after 3: one point lower", as soon as both are known. */
export function compare(before) {
  const form = formOf("done");
  const after = numberOf(chosen(form, "pain_after"));
  const box = form.querySelector("[data-compare]");
  box.hidden = before === null || after === null;
  if (box.hidden) return;
  form.querySelector("[data-pain-before]").textContent = before;
  form.querySelector("[data-pain-after]").textContent = after;
  form.querySelector("[data-pain-words]").textContent = comparison(after - before);
}

function comparison(change) {
  if (change === 0) return gettext("The same as when you began.");
  if (Math.abs(change) === ENCOURAGES) {
    return change < 0
      ? gettext("One point lower than when you began.")
      : gettext("One point higher than when you began.");
  }
  return fill(
    change < 0
      ? gettext("%(points)s points lower than when you began.")
      : gettext("%(points)s points higher than when you began."),
    { points: Math.abs(change) },
  );
}

/* Steppers for the sets of a stretch: [{side, set, done}]. */
export function showCounted(row, sets, labelOf) {
  const form = formOf("early");
  const blank = form.querySelector("[data-counted-row]").content;
  const target = row.kind === "mobility" ? row.reps : row.hold_seconds;
  const rows = sets.map(({ side, set, done }, at) => {
    const line = blank.cloneNode(true);
    const label = labelOf(row, side, set);
    const stepper = line.querySelector("[data-stepper]");
    stepper.dataset.ready = "";
    line.querySelector(".sl").textContent = label;
    for (const element of line.querySelectorAll("[aria-label]")) {
      element.setAttribute("aria-label", fill(element.getAttribute("aria-label"), { set: label }));
    }
    for (const button of line.querySelectorAll("[data-by]")) button.hidden = false;
    const input = line.querySelector("input");
    input.id = `counted-${at}`;
    input.value = done;
    input.max = Math.max(target * 2, 60);
    input.step = row.kind === "mobility" ? 1 : 5;
    line.querySelector("small").textContent = row.kind === "mobility"
      ? fill(gettext("of %(target)s"), { target })
      : fill(gettext("of %(target)s sec"), { target });
    return line;
  });
  form.querySelector("[data-counted]").replaceChildren(...rows);
}

export function countedSets(sets) {
  const inputs = formOf("early").querySelectorAll("[data-counted] input");
  return sets.map((slot, at) => ({ ...slot, done: Math.max(0, Math.round(Number(inputs[at].value) || 0)) }));
}
