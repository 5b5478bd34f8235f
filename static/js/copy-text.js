/* A button that copies a text field. Without this module the text is selected and copied by hand. */

for (const box of document.querySelectorAll("[data-copy]")) {
  const text = box.querySelector(box.dataset.copy);
  const button = box.querySelector("[data-copy-button]");
  const status = box.querySelector("[data-copy-status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
      status.textContent = box.dataset.copied;
    } catch {
      status.textContent = box.dataset.failed;
    }
  });
}
