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

/* What had the focus may be gone from the new part: the next Tab starts there, not at the top. */
function keepPlace(part) {
  if (document.activeElement !== document.body || part === document.body) return;
  part.setAttribute("tabindex", "-1");
  part.focus({ preventScroll: true });
}

document.addEventListener("htmx:afterSettle", (event) => {
  focusSummary(event.target);
  keepPlace(event.target);
});
document.addEventListener("htmx:sendError", () => say(words("offline")));
document.addEventListener("htmx:responseError", (event) => {
  say(words(event.detail.xhr.status === 503 ? "notReady" : "failed"));
});
document.addEventListener("htmx:beforeRequest", () => {
  document.getElementById("messages")?.replaceChildren();
});

focusSummary(document);
