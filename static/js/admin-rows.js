/* Buttons to add, move and remove rows. Without this module the numbers and spare rows do it. */

function rowsOf(box) {
  return [...box.querySelectorAll("[data-row]")];
}

function renumber(box) {
  rowsOf(box).forEach((row, at) => {
    row.querySelector("[data-place]").value = at + 1;
  });
}

function emptied(row) {
  row.querySelector("[data-text]").value = "";
  return row;
}

function add(box, blank) {
  const row = emptied(blank.cloneNode(true));
  for (const field of row.querySelectorAll("[id]")) field.id = `${field.id}_${Date.now()}`;
  box.querySelector("[data-add]").before(row);
  renumber(box);
  row.querySelector("[data-text]").focus();
}

function move(box, row, way) {
  const next = way === "up" ? row.previousElementSibling : row.nextElementSibling;
  if (way === "out") row.remove();
  else if (!next?.matches("[data-row]")) return;
  else if (way === "up") next.before(row);
  else next.after(row);
  renumber(box);
  if (way !== "out") row.querySelector(`[data-move="${way}"]`).focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const box of document.querySelectorAll("[data-rows]")) {
  box.classList.add("live");
  for (const moves of box.querySelectorAll("[data-moves]")) moves.hidden = false;
  const blank = rowsOf(box).at(-1).cloneNode(true);
  for (const row of rowsOf(box)) if (row.matches(".spare")) row.remove();
  const button = box.querySelector("[data-add]");
  button.hidden = false;
  button.addEventListener("click", () => add(box, blank));
  box.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-move]");
    if (pressed) move(box, pressed.closest("[data-row]"), pressed.dataset.move);
  });
}
