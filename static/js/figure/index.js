// The figures with all poses, as one bundle: static/scripts/figure.js.
//
// moment → motion (blend): a pose → skeleton (solver) → flesh (profile) → projection → outline
// → painting (head, hair, props, shadow, marks; colors by look)
// → figure: <path> elements that move, or still: SVG text for the builder
import body from "../../figures/poses/body.json";
import figure4GluteStretch from "../../figures/poses/figure-4-glute-stretch.json";
import foamRollThoracicExtension from "../../figures/poses/foam-roll-thoracic-extension.json";
import kneelingHipFlexorStretch from "../../figures/poses/kneeling-hip-flexor-stretch.json";
import looks from "../../figures/poses/looks.json";
import openBook from "../../figures/poses/open-book.json";
import pressUp from "../../figures/poses/press-up.json";
import threadTheNeedle from "../../figures/poses/thread-the-needle.json";
import { Figure as DrawnFigure } from "./figure.js";

export { progressAt } from "./motion.js";

const STRETCHES = {
  "figure-4-glute-stretch": figure4GluteStretch,
  "foam-roll-thoracic-extension": foamRollThoracicExtension,
  "kneeling-hip-flexor-stretch": kneelingHipFlexorStretch,
  "open-book": openBook,
  "press-up": pressUp,
  "thread-the-needle": threadTheNeedle,
};

/** Whether there are poses for a way to do a stretch, both named by their slugs. */
export const isDrawn = (exercise, variation) => !!STRETCHES[exercise]?.variations[variation];

/** A figure of a stretch of the library, by slug: {exercise, variation, side, look, theme}. */
export class Figure extends DrawnFigure {
  constructor(container, { exercise, ...options }) {
    super(container, { stretch: STRETCHES[exercise], ...options }, { body, looks });
  }
}
