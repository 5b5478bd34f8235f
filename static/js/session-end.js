/* Before somebody is signed out for doing nothing, a dialog asks. Signed out all the same, the page
   is covered and what was typed stays in it: after a sign-in in another tab it can be sent.

   The server alone knows how much time is left. This asks it when the time that was told is nearly
   over, so another tab's acts count, and says that it asks by itself (X-Refresh). */

const dialog = document.querySelector("[data-session-end]");
const { sessionEnd: address, who } = dialog.dataset;
const warning = Number(dialog.dataset.warning);
let endsAt = Date.now() + Number(dialog.dataset.left) * 1000;
let shown = "";
let timer = 0;

const secondsLeft = () => Math.max(0, Math.ceil((endsAt - Date.now()) / 1000));

/* --- What is shown ------------------------------------------------------------------------------ */

function show(state) {
  if (state === shown) return;
  shown = state;
  for (const part of dialog.querySelectorAll("[data-ends]")) part.hidden = part.dataset.ends !== state;
  dialog.classList.toggle("covers", state === "out" || state === "other");
  if (state) name(dialog.querySelector(`[data-ends=${state}]`));
  if (state && !dialog.open) dialog.showModal();
  if (!state) dialog.close();
}

/* The dialog is called what its visible part is headed. */
function name(part) {
  for (const [mark, tag] of [["ends-h", "h2"], ["ends-p", "p"]]) {
    document.getElementById(mark)?.removeAttribute("id");
    part.querySelector(tag).id = mark;
  }
}

function count() {
  for (const place of dialog.querySelectorAll("[data-ends-count]")) place.textContent = secondsLeft();
}

/* --- What is known ------------------------------------------------------------------------------- */

async function ask(headers) {
  try {
    const answer = await fetch(address, { headers, cache: "no-store" });
    if (answer.ok) take(await answer.json());
  } catch {
    // No network: nobody can be signed out or stay by this; asked again at the next tick.
  }
}

const askByItself = () => ask({ "X-Refresh": "1" });

function take(told) {
  endsAt = Date.now() + told.seconds * 1000;
  if (told.seconds <= 0) return show("out");
  if (told.who !== who) return show("other");
  freshToken(told.token);
  if (told.seconds > warning) show("");
  else show(told.can_stay ? "idle" : "last");
}

/* A sign-in changes the token: the forms of this page get the new one. */
function freshToken(token) {
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  if (document.body.hasAttribute("hx-headers")) {
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  }
}

/* --- The clock ----------------------------------------------------------------------------------- */

async function tick() {
  clearTimeout(timer);
  const left = secondsLeft();
  count();
  if (shown === "out" || shown === "other") return;
  const warned = shown === "idle" || shown === "last";
  if (left <= 0 || (left <= warning && !warned)) await askByItself();
  if (shown === "out" || shown === "other") return;
  const next = warned || secondsLeft() <= warning ? 1 : secondsLeft() - warning;
  timer = setTimeout(tick, next * 1000);
}

async function stay() {
  await ask({});
  tick();
}

async function comeBack() {
  await askByItself();
  tick();
}

dialog.querySelector("[data-ends-stay]").addEventListener("click", stay);
dialog.querySelector("[data-ends-back]").addEventListener("click", comeBack);
dialog.querySelector("[data-ends-close]").addEventListener("click", () => dialog.close());
dialog.addEventListener("cancel", (event) => {
  event.preventDefault(); // Escape leaves no state of the dialog, but says that somebody is here
  if (shown === "idle") stay();
});
document.addEventListener("visibilitychange", () => {
  // Back in view, perhaps after a night or from the tab where somebody signed in.
  if (!document.hidden && (dialog.open || secondsLeft() <= warning)) comeBack();
});

tick();
