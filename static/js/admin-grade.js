/* Keeps the reading grade up to date while people type. The server reckons it, as on load. */

const waiting = new Map();

function textOf(name) {
  const fields = document.querySelectorAll(`[name="${name}"], [name="${name}-text"]`);
  return [...fields].map((field) => field.value).join("\n");
}

async function ask(shown) {
  const body = new FormData();
  body.set("text", textOf(shown.dataset.grade));
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  const answer = await fetch("../../reading-grade/", { method: "POST", body });
  if (answer.ok) shown.textContent = (await answer.json()).text;
}

for (const shown of document.querySelectorAll("[data-grade]")) {
  shown.closest(".form-row").addEventListener("input", () => {
    clearTimeout(waiting.get(shown));
    waiting.set(shown, setTimeout(() => ask(shown).catch(() => {}), 500));
  });
}
