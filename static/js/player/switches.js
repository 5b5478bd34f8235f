/* What a session may do on this phone. Only yes and no are kept, never anything about a person. */

const KEPT_AS = "homestretch-switches";
const AT_FIRST = {
  voice: true,
  beeps: true,
  buzz: false,
  wake: true,
  one_side_first: false,
  keys: true,
};

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEPT_AS)) ?? {};
  } catch {
    return {}; // storage is off, or holds something else
  }
}

export const switches = { ...AT_FIRST };
for (const [name, on] of Object.entries(read())) {
  if (name in AT_FIRST) switches[name] = on === true;
}

/* Wires the boxes of every [data-switches] in the page, and shows it. */
export function wireSwitches(changed = () => {}) {
  for (const box of document.querySelectorAll("[data-switches]")) {
    box.hidden = false;
    for (const input of box.querySelectorAll("input")) {
      input.checked = switches[input.name];
      input.addEventListener("change", () => {
        switches[input.name] = input.checked;
        try {
          localStorage.setItem(KEPT_AS, JSON.stringify(switches));
        } catch {
          // holds for as long as the page is open
        }
        changed(input.name);
      });
    }
  }
}
