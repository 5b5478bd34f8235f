/* The picture beside the disc: a figure that moves, or what stands in for one. */

import { wordsOf } from "./library.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const theme = () => (dark.matches ? "dark" : "light");

let engine = null;

/* Figures move only in a session, so their engine is fetched with it; without it stills stand. */
export async function loadEngine() {
  try {
    engine = await import(document.body.dataset.figureScript);
  } catch {
    engine = null;
  }
}

export class FigureBox {
  constructor(element, look = "standard") {
    this.element = element;
    this.look = look;
    dark.addEventListener("change", () => this.figure?.dress(this.look, theme()));
  }

  /* Another stretch or another side. Costs nothing when it is the one that is here. */
  choose(row, side) {
    const wanted = `${row.stretch} ${Boolean(engine)}`;
    if (wanted !== this.chosen) {
      this.chosen = wanted;
      this.replace(row, side);
    } else if (side !== this.side) this.figure?.turn(side);
    this.side = side;
  }

  replace(row, side) {
    const words = wordsOf(row);
    const { exercise, variation } = words;
    this.figure?.remove();
    this.figure = null;
    this.element.replaceChildren();
    this.element.setAttribute("aria-label", words.alt ?? "");
    if (engine?.isDrawn(exercise, variation)) {
      const options = { exercise, variation, side, look: this.look, theme: theme() };
      this.figure = new engine.Figure(this.element, options);
    } else if (words.picture || words.still) this.element.append(stillOf(words));
  }

  draw(moment) {
    const wanted = JSON.stringify(moment);
    if (!this.figure || wanted === this.drawn) return;
    this.drawn = wanted;
    this.figure.show(moment);
  }
}

function stillOf(words) {
  const image = new Image();
  image.alt = ""; // the box around it says what it shows
  image.src = words.picture ?? words.still[dark.matches ? 1 : 0];
  return image;
}

/* A small figure at rest, at the end of its movement. */
export function smallFigure(element, row, side, look) {
  const box = new FigureBox(element, look);
  box.choose(row, side);
  box.draw({ at: 1, press: 1 });
  return box;
}
