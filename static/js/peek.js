/* An eye beside a password ([data-peek]) shows what was typed. Without this file there is no eye. */

for (const box of document.querySelectorAll("[data-peek]")) {
  const input = box.querySelector("input");
  const button = document.createElement("button");
  const icon = document.querySelector("#peek-icon");
  button.type = "button";
  button.className = "ib";
  button.setAttribute("aria-label", box.dataset.peek || "Show the password");
  button.setAttribute("aria-pressed", "false");
  button.append(icon.content.cloneNode(true));
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  });
  box.append(button);
}
