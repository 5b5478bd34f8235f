// A still picture as SVG text, made without a document: for the builder and for tests.
import { keyOf } from "./motion.js";
import { pathUnits } from "./outline.js";
import { painting } from "./painting.js";
import { Camera } from "./projection.js";

/** Keys of the pressure-on end are named stretch, stretch-towel, ...: they show the spot. */
const isPressed = (key) => key.startsWith("stretch");

/** The shapes of one key with its arrows and, where pressure is on, the full spot. */
export function stillShapes(stretch, name, dressed, mirrored = false) {
  const key = keyOf(stretch, name);
  const camera = new Camera(stretch.view.az, stretch.view.el, mirrored);
  const marks = { arrows: key.arrows, pressure: isPressed(name) ? 1 : null };
  return painting(stretch, key, camera, dressed, marks);
}

/** [left, bottom, right, top] in cm of what a key shows, turned over when mirrored. */
export function frameOf(stretch, name, mirrored = false) {
  const [left, bottom, right, top] = keyOf(stretch, name).frame || stretch.frame;
  return mirrored ? [-right, bottom, -left, top] : [left, bottom, right, top];
}

/** A frame in cm as the value of viewBox. */
export const viewBox = ([left, bottom, right, top]) =>
  [left, -top, right - left, top - bottom].map(pathUnits).join(" ");

const attribute = (name, value) =>
  value === undefined || value === "" ? "" : ` ${name}="${value}"`;

/** SVG text of shapes inside a viewBox. The picture has no words: those stand beside it. */
export function svgText(shapes, box) {
  const paths = shapes.map(
    ({ d, fill, stroke, width, opacity }) =>
      `<path d="${d}"${attribute("fill", fill || "none")}${attribute("stroke", stroke)}` +
      `${stroke ? attribute("stroke-width", pathUnits(width)) : ""}` +
      `${attribute("opacity", opacity)}/>`,
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}"` +
    ` stroke-linecap="round" stroke-linejoin="round">${paths.join("")}</svg>\n`
  );
}
