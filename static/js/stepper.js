/* Minus and plus beside a number input ([data-stepper]); they stay hidden without this file. */

function clamp(value, input) {
  const min = input.min === "" ? -Infinity : Number(input.min);
  const max = input.max === "" ? Infinity : Number(input.max);
  return Math.min(max, Math.max(min, value));
}

function wire(root) {
  for (const stepper of root.querySelectorAll("[data-stepper]:not([data-ready])")) {
    stepper.dataset.ready = "";
    for (const button of stepper.querySelectorAll("[data-by]")) button.hidden = false;
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-stepper] [data-by]");
  if (!button) return;
  const input = button.closest("[data-stepper]").querySelector("input");
  const step = Number(input.step) || 1;
  input.value = clamp((Number(input.value) || 0) + step * Number(button.dataset.by), input);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("htmx:load", (event) => wire(event.target));
wire(document);
