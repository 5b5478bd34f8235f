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
  setTimeout(() => {
    const pressed = event.submitter ?? form.querySelector("button");
    const label = pressed.querySelector("b") ?? [...pressed.childNodes].reverse().find(isText);
    if (label) {
      pressed.dataset.said = label.textContent;
      label.textContent = form.dataset.busy;
    }
    for (const button of form.querySelectorAll("button")) button.disabled = true;
  });
});

function isText(node) {
  return node.nodeType === Node.TEXT_NODE && node.textContent.trim();
}

/* Back in history may show the page as it was left: busy. Fetch it anew, with a fresh key. */
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

/* "Why fewer?" waits until a number is below its target. */
function ask(form) {
  const why = form.querySelector("[data-fewer]");
  if (!why) return;
  const numbers = [...form.querySelectorAll("[data-stepper] input")].map((input) => input.value);
  const fewer = numbers.some((value) => value === "" || Number(value) < Number(why.dataset.fewer));
  why.hidden = !fewer && !why.querySelector(":checked");
}

function askAll(root) {
  for (const form of root.querySelectorAll("form")) ask(form);
}

document.addEventListener("change", (event) => event.target.form && ask(event.target.form));
document.addEventListener("input", (event) => event.target.form && ask(event.target.form));
document.addEventListener("htmx:load", (event) => askAll(event.target));
askAll(document);
