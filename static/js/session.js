/* The pages of a session. They all work without this file. */

/* The phone's own time zone, so that the day is the one on its clock. */
for (const input of document.querySelectorAll("[data-zone]")) {
  input.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}

/* While a form is on its way its pressed button says so and none can be pressed twice.
   The key in the form makes a second post harmless in any case. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.busy) return;
  // Only after this event: what is disabled is not sent.
  setTimeout(() => {
    const label = words(event.submitter ?? form.querySelector(".pri"));
    form.dataset.said = label.textContent;
    label.textContent = form.dataset.busy;
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    label.parentElement.dataset.pressed = "";
  });
});

/* A post that did not get through leaves the form as it was. */
document.addEventListener("htmx:afterRequest", ({ target: form }) => {
  if (!form.dataset?.said || !form.isConnected) return;
  words(form.querySelector("[data-pressed]")).textContent = form.dataset.said;
  form.querySelector("[data-pressed]").removeAttribute("data-pressed");
  for (const button of form.querySelectorAll("button")) button.disabled = false;
});

function words(button) {
  const text = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
  while (text.nextNode()) if (text.currentNode.data.trim()) return text.currentNode;
  return button;
}

/* Back in history may show the page as it was left, still busy: fetch it anew. */
addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector("[data-said]")) location.reload();
});

/* "Why fewer?" waits until a number is below its target. */
function ask(form) {
  const why = form.querySelector("[data-fewer]");
  if (!why) return;
  const numbers = [...form.querySelectorAll("[data-stepper] input")].map((input) => input.value);
  const fewer = numbers.some((value) => value === "" || Number(value) < Number(why.dataset.fewer));
  why.hidden = !fewer && !why.querySelector(":checked");
}

/* "Lowest place you feel it" waits for a pain; after press ups it is always there. */
function askWhere(form) {
  const where = form.querySelector("[data-with-pain]");
  if (!where) return;
  const pain = form.querySelector("input[name=pain]:checked");
  where.hidden = !(pain && Number(pain.value)) && !where.querySelector(":checked");
}

function askBoth(form) {
  ask(form);
  askWhere(form);
}

function askAll(root) {
  for (const form of root.querySelectorAll("form")) askBoth(form);
}

document.addEventListener("change", (event) => event.target.form && askBoth(event.target.form));
document.addEventListener("input", (event) => event.target.form && askBoth(event.target.form));
document.addEventListener("htmx:load", (event) => askAll(event.target));
askAll(document);
