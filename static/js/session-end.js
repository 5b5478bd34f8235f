/* Before somebody is signed out for doing nothing, a dialog asks. Signed out all the same, the page
   is covered and what was typed stays in it: after a sign-in in another tab it can be sent.

   The server alone knows how much time is left. This asks it when the time that was told is nearly
   over, so another tab's acts count, and says that it asks by itself (X-Refresh). */

const dialog = document.querySelector("[data-session-end]");
const { sessionEnd: address, who, left: leftAtFirst, warning: atLast } = dialog?.dataset ?? {};
const warning = Number(atLast);
const TRY_AGAIN = 30; // seconds
let endsAt = Date.now() + Number(leftAtFirst) * 1000;
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

/* Whether there was an answer. Without a network nobody is signed out, or stays, by this. */
async function ask(headers) {
  try {
    const answer = await fetch(address, { headers, cache: "no-store" });
    if (answer.ok) take(await answer.json());
    return answer.ok;
  } catch {
    return false;
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
  count();
  const isWarned = shown === "idle" || shown === "last";
  const isTime = secondsLeft() <= (isWarned ? 0 : warning);
  const isKnown = !isTime || (await askByItself());
  if (shown === "out" || shown === "other") return;
  clearTimeout(timer);
  timer = setTimeout(tick, (isKnown ? untilNext() : TRY_AGAIN) * 1000);
}

/* Each second while the seconds are shown, else when it is time to ask. */
function untilNext() {
  return shown ? 1 : Math.max(1, secondsLeft() - warning);
}

async function stay() {
  await ask({});
  tick();
}

async function comeBack() {
  await askByItself();
  tick();
}

function wire() {
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
}

if (dialog) wire(); // nobody is signed in on a page without one
