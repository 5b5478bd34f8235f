// The engine's shapes as clean outlines: overlapping hulls become one curve each, inner corners get
// a soft fillet, and a still of 60 kB becomes one of 10.
import { curvedPath, shortened } from "./curves.mjs";
import { filleted, grown, pointsOf, polygonsOf, united, within } from "./polygons.mjs";

const LIMB_FILLET = 1.1; // cm
const FINGER_FILLET = 0.3; // cm
const SMOOTHING = 5; // cm by which the shadow's notches are closed

const isSmall = ({ d, stroke }) =>
  d.length < 200 || (d.length < 290 && !stroke && d.lastIndexOf("M") === 0);

function outlineOf(shape, darkOutline) {
  if (shape.soft) {
    const [limbs, fingers] = shape.soft.map(polygonsOf);
    const soft = united([...filleted(limbs, LIMB_FILLET), ...filleted(fingers, FINGER_FILLET)]);
    return shape.solid ? soft : within(soft, darkOutline);
  }
  const outline = united(polygonsOf(shape.d));
  if (!shape.stroke) return outline;
  if (!shape.opacity) return grown(outline, shape.width / 2);
  return grown(grown(outline, SMOOTHING), shape.width / 2 - SMOOTHING - 0.5);
}

function cleanPath(polygons, { opacity }, tolerance) {
  // Specks and pinholes are nobody's; a shadow has no small pieces.
  const rings = pointsOf(polygons, opacity ? 4 : 0.15, opacity ? 8 : 0.6);
  return rings.map((ring) => curvedPath(ring, tolerance)).join("");
}

/** The same shapes with clean outlines, none farther than `tolerance` cm from the drawn one. */
export function cleaned(shapes, tolerance) {
  let dark = null;
  let solids = []; // of the figure: what lies behind the keyline is no part of it
  const outlines = shapes.map((shape) => {
    if (shape.keyline) solids = [];
    if (!shape.fill || shape.keyline || (isSmall(shape) && !shape.solid)) return null;
    const outline = outlineOf(shape, dark);
    if (shape.soft && shape.solid) dark = outline;
    if (shape.solid) solids.push(...outline);
    return outline;
  });
  return shapes
    .map(({ soft, solid, keyline, ...shape }, i) => {
      if (keyline) {
        const around = grown(united(solids), shape.width / 2);
        return { d: cleanPath(around, shape, tolerance), fill: shape.fill };
      }
      if (!outlines[i] || isSmall(shape)) return { ...shape, d: shortened(shape.d) };
      const { stroke, width, ...filled } = shape;
      return { ...filled, d: cleanPath(outlines[i], shape, tolerance) };
    })
    .filter((shape) => shape.d);
}
