/* On a tablet the library folds to "Add a stretch" as long as the program has rows, and stays as
   the reader left it while the page changes. Without this file it is open. */

const narrow = window.matchMedia("(max-width: 1000px)");
let open = !narrow.matches || !document.querySelector("[data-row]");

function fold(root) {
  const library = root.querySelector("[data-library]");
  if (!library) return;
  library.open = open;
  library.addEventListener("toggle", () => {
    open = library.open;
  });
}

/* One open menu at a time, closed by Escape or by a click elsewhere. */
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.pop[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details.pop")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details.pop[open]");
  closeMenus(null);
  menu?.querySelector("summary").focus();
});
narrow.addEventListener("change", () => {
  open = !narrow.matches;
  fold(document);
});
document.addEventListener("htmx:afterSwap", () => fold(document));
fold(document);
