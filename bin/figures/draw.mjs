// Draws every still and a portrait of each look: bin/figures/draw.sh [part of a file's name].
// One engine draws what moves and what stands still, so both have one skeleton and one look.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { dress } from "../../static/js/figure/look.js";
import { stillShapes, svgText, viewBox } from "../../static/js/figure/still.js";
import { boundsOf, overlaps } from "./bounds.mjs";
import { cleaned } from "./clean.mjs";

const FIGURES = fileURLToPath(new URL("../../static/figures/", import.meta.url));
const THEMES = ["light", "dark"];
const MARGIN = 4; // cm around what is drawn
// Head and shoulders of the half-kneeling stretch, for choosing a look: left, bottom, right, top.
const PORTRAIT = { stretch: "kneeling-hip-flexor-stretch", key: "start", box: [-39, 67, 25, 131] };
const TOLERANCE = 0.08; // cm
const [, , only = ""] = process.argv;

const read = (name) => JSON.parse(fs.readFileSync(path.join(FIGURES, "poses", name)));
const body = read("body.json");
const looks = read("looks.json");
const stretches = fs
  .readdirSync(path.join(FIGURES, "poses"))
  .filter((name) => name.endsWith(".json") && !["body.json", "looks.json"].includes(name))
  .sort()
  .map(read);

function write(file, text, limit) {
  fs.mkdirSync(path.dirname(path.join(FIGURES, file)), { recursive: true });
  fs.writeFileSync(path.join(FIGURES, file), text);
  const note = text.length > limit ? `  more than ${limit}` : "";
  console.log(`${String(text.length).padStart(6)} ${file}${note}`);
}

function drawStills(stretch) {
  const keys = Object.values(stretch.variations).flatMap(({ stills }) => stills);
  for (const key of new Set(keys)) {
    const name = `${stretch.prefix}-${key}`;
    if (!name.includes(only)) continue;
    for (const theme of THEMES) {
      const rightSide = stretch.side === "R"; // stills show the left side, like the steps
      const shapes = stillShapes(stretch, key, dress(body, looks, theme), rightSide);
      const outlines = cleaned(shapes, TOLERANCE);
      const box = viewBox(boundsOf(outlines, MARGIN));
      write(`${theme}/${name}.svg`, svgText(outlines, box), theme === "dark" ? 18432 : 15360);
    }
  }
}

function drawPortrait(look) {
  const stretch = read(`${PORTRAIT.stretch}.json`);
  for (const theme of THEMES) {
    const shapes = stillShapes(stretch, PORTRAIT.key, dress(body, looks, theme, look));
    const seen = cleaned(shapes, TOLERANCE).filter((shape) => overlaps(shape, PORTRAIT.box));
    write(`looks/${theme}/${look}.svg`, svgText(seen, viewBox(PORTRAIT.box)), 10240);
  }
}

stretches.forEach(drawStills);
if (!only) Object.keys(looks.looks).forEach(drawPortrait);
