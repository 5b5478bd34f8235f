/* The caseload page: keys to move through it, and a fresh table each minute while it is in view. */
const MINUTE = 60_000;
const KEYS_OFF = "caseload-keys-off";
const SIGNED_OUT = "HX-Redirect";

const table = () => document.getElementById("caseload-table");
const links = () => [...table().querySelectorAll("[data-row]")];

/* --- Keys: J, K, / — never while somebody types, nor with Ctrl, Alt or Meta -------------------- */

function isTyping(target) {
  return target.closest?.("input, select, textarea, [contenteditable]");
}

function step(by) {
  const rows = links();
  const at = rows.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by;
  rows[next]?.focus();
}

const ACTS = {
  j: () => step(1),
  k: () => step(-1),
  "/": () => document.querySelector(".find [type=search]")?.focus(),
};

function wireKeys() {
  const help = document.querySelector("[data-keys]");
  const on = help.querySelector("[data-keys-on]");
  help.hidden = false;
  on.checked = localStorage.getItem(KEYS_OFF) === null;
  on.addEventListener("change", () => {
    if (on.checked) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "1");
  });
  document.addEventListener("keydown", (event) => {
    const act = ACTS[event.key.toLowerCase()];
    if (!act || !on.checked || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.defaultPrevented || isTyping(event.target)) return;
    event.preventDefault();
    act();
  });
}

/* --- A fresh table: asked for by the page, not by a person, so it must not keep anybody signed in.
   It waits while somebody chooses or selects in the table, and keeps focus and place. ------------ */

let shown = "";

function isInUse() {
  const selected = document.getSelection();
  const choosing = table().contains(document.activeElement) && isTyping(document.activeElement);
  return choosing || (!selected.isCollapsed && table().contains(selected.anchorNode));
}

/* Where the focus is, so that it can be found again: the row or chip, and which link in it. */
function placeOfFocus() {
  const root = table().contains(document.activeElement) && document.activeElement.closest("[id]");
  if (!root || root === table()) return null;
  const all = [root, ...root.querySelectorAll("a")];
  return { id: root.id, number: all.indexOf(document.activeElement) };
}

function goTo(place) {
  const root = place && document.getElementById(place.id);
  if (root) [root, ...root.querySelectorAll("a")][place.number]?.focus({ preventScroll: true });
}

function swap(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("caseload-table");
  if (!fresh) return;
  const [place, x, y] = [placeOfFocus(), window.scrollX, window.scrollY];
  table().replaceWith(fresh);
  window.htmx?.process(fresh);
  goTo(place);
  window.scrollTo(x, y);
}

async function refresh() {
  if (document.hidden || isInUse()) return;
  const asked = table().dataset.refresh;
  const form = document.getElementById("searched"); // a name that is looked for is posted
  const answer = await fetch(asked, {
    headers: { "HX-Request": "true", "X-Refresh": "1" },
    ...(form && { method: "POST", body: new FormData(form) }),
  });
  const out = answer.headers.get(SIGNED_OUT);
  if (out) window.location.assign(out);
  const text = answer.ok && !out ? await answer.text() : "";
  // Meanwhile somebody may have asked for another list, or begun to choose.
  const now = document.getElementById("searched"); // another one once another list was asked for
  if (!text || text === shown || asked !== table().dataset.refresh || now !== form) return;
  if (isInUse()) return;
  shown = text;
  swap(text);
}

wireKeys();
setInterval(() => refresh().catch(() => {}), MINUTE);
