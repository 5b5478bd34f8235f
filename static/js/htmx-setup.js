/* The shell's own behaviour around htmx. Pages work without it. */

/* After a form comes back with errors, the reader starts at the summary of them. */
function focusSummary(root) {
  root.querySelector("[data-focus]")?.focus();
}

function say(text) {
  const box = document.getElementById("messages");
  const line = document.createElement("p");
  line.className = "said error";
  line.textContent = text;
  box.replaceChildren(line);
  box.scrollIntoView({ block: "nearest" });
}

/* A clone of the words lives in the page, so that they can be translated. */
function words(name) {
  return document.body.dataset[name];
}

document.addEventListener("htmx:afterSettle", (event) => focusSummary(event.target));
document.addEventListener("htmx:sendError", () => say(words("offline")));
document.addEventListener("htmx:responseError", () => say(words("failed")));
document.addEventListener("htmx:beforeRequest", () => {
  document.getElementById("messages")?.replaceChildren();
});

focusSummary(document);
