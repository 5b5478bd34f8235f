/* Drag a stretch by its picture inside its own region. The server keeps the order and refuses any
   other; Up and Down do the same without this file. */

import Sortable from "../vendor/sortable.esm.min.js";

function saveOrder(table) {
  const form = table.closest("form");
  const rows = form.querySelectorAll(`[data-region="${table.dataset.region}"] [name="order"]`);
  for (const input of rows) input.disabled = false;
  form.querySelector("[data-order]").click();
}

function wire(root) {
  for (const table of root.querySelectorAll("table[data-region]")) {
    Sortable.create(table, {
      draggable: "[data-row]",
      handle: ".drg",
      animation: 140,
      ghostClass: "lift",
      onEnd: (event) => {
        if (event.oldIndex !== event.newIndex) saveOrder(table);
      },
    });
  }
}

/* htmx would carry what dragging left in style attributes over to the new rows, and the content
   security policy forbids those. */
document.addEventListener("htmx:beforeSwap", () => {
  for (const row of document.querySelectorAll("#program [style]")) row.removeAttribute("style");
});
document.addEventListener("htmx:afterSwap", (event) => wire(event.target));
wire(document);
