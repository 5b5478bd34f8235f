/* The clinic's words for each stretch, which the page carries as JSON. */

const words = JSON.parse(document.getElementById("library").textContent);
const UNKNOWN = { name: "", region: "", order: 0, set_up: "", steps: [], cues: [], equipment: "" };

/* A stretch newer than the page that the phone kept has no words yet: numbers still guide. */
export function wordsOf(row) {
  return words[row.stretch] ?? UNKNOWN;
}

/* Whether where it is felt is asked after this stretch. */
export function asksLowest(row) {
  return Boolean(wordsOf(row).asks_where);
}

/* What to fetch for these stretches, each thing once. */
export function equipmentOf(rows) {
  return [...new Set(rows.map((row) => wordsOf(row).equipment).filter(Boolean))];
}
