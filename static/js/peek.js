/* The eye beside a password ([data-peek]) shows what was typed; it stays hidden without this file. */

for (const box of document.querySelectorAll("[data-peek]")) {
  const input = box.querySelector("input");
  const button = box.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", () => {
    const show = input.type === "password";
    input.type = show ? "text" : "password";
    button.setAttribute("aria-pressed", String(show));
  });
}
