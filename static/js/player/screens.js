/* The screens of a session: one shows at a time, and the reader goes on at its heading. */

const sections = [...document.querySelectorAll("main > [data-screen]")];
const bar = document.querySelector("[data-top]");

// Which buttons stand in the bar above a screen; the others have none.
const BAR = {
  stage: ["leave", "settings"],
  where: ["leave"],
  hurts: ["back"],
  early: ["back"],
  lower: ["leave"],
};

export function screen(name) {
  return sections.find((section) => section.dataset.screen === name);
}

/* A part of a screen, by its data- attribute. */
export function part(root, name) {
  return root.querySelector(`[data-${name}]`);
}

export function put(root, name, text) {
  part(root, name).textContent = text;
}

export function shown() {
  return document.body.dataset.shows;
}

export function show(name) {
  for (const section of sections) section.hidden = section.dataset.screen !== name;
  document.body.dataset.shows = name;
  bar.hidden = !(name in BAR);
  for (const button of bar.querySelectorAll("[data-act]")) {
    button.hidden = !BAR[name]?.includes(button.dataset.act);
  }
  scrollTo(0, 0);
  screen(name).querySelector("h1").focus({ preventScroll: true });
}

/* Sentences that name the therapist; the page itself knows nobody. */
export function nameTherapist(name) {
  if (!name) return;
  for (const text of document.querySelectorAll("[data-therapist]")) {
    text.textContent = text.dataset.therapist.replace("%(therapist)s", name);
  }
}

/* Said by a screen reader when it has time. */
export function readOut(text) {
  document.querySelector("[data-said]").textContent = text;
}
