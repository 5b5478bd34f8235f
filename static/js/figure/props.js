// The things around the body: mat, roller, pillow, boxes, bars, and straps held in the hands.
import { disc, ellipsoid, sphere } from "./flesh.js";
import { chainPath, edgeFacing, hull, polygon, ring } from "./outline.js";
import { lit } from "./projection.js";
import { targetOf } from "./skeleton.js";
import { add, along, dot, lerp, subtract, unit } from "./vectors.js";

const SHADE = 1.1; // cm by which the lit part of a thing is smaller

/** A chain of solids in two tones. */
function paintChain(camera, nodes, color, colors, paint) {
  const ellipses = nodes.map((node) => camera.ellipse(node));
  paint(chainPath(ellipses), { fill: colors[`${color}_s`], solid: true });
  paint(chainPath(ellipses.map((ellipse) => lit(ellipse, SHADE))), { fill: colors[color] });
}

/** A rectangle on the floor with round corners, as [x, z] points. */
function roundedRectangle(x0, z0, x1, z1, radius) {
  const centers = [
    [x1 - radius, z1 - radius], [x0 + radius, z1 - radius],
    [x0 + radius, z0 + radius], [x1 - radius, z0 + radius],
  ];
  return centers.flatMap(([x, z], quarter) =>
    [0, 1, 2, 3, 4, 5, 6].map((step) => {
      const angle = ((quarter + step / 6) * Math.PI) / 2;
      return [x + radius * Math.cos(angle), z + radius * Math.sin(angle)];
    }),
  );
}

function paintMat(camera, { rect: [x0, z0, x1, z1], h: thickness = 1.2 }, colors, paint) {
  const outline = (inset, radius) =>
    roundedRectangle(x0 + inset, z0 + inset, x1 - inset, z1 - inset, radius).map(([x, z]) =>
      camera.point([x, 0, z]),
    );
  const top = outline(0, 4);
  const bottom = top.map(([x, y]) => [x, y - thickness]);
  paint(polygon(hull([...top, ...bottom])), { fill: colors.mat_s });
  paint(polygon(top), { fill: colors.mat });
  const seenFromAbove = camera.toward[1] > 0.35;
  if (seenFromAbove) paint(polygon(outline(2.7, 2)), { stroke: colors.mat_l, width: 0.5 });
}

/** A roller or a rolled towel; `inFront` is the near part that hides what lies on it. */
function paintRoller(camera, prop, colors, paint, inFront) {
  const { r: radius, c: color = "roll" } = prop;
  const axis = unit(subtract(prop.b, prop.a));
  let far = inFront ? lerp(prop.a, prop.b, prop.split) : prop.a;
  let near = prop.b;
  if (dot(axis, camera.toward) < 0) [far, near] = [near, far];
  const face = (center, r) => disc(center, axis, r, 0.05);
  paintChain(camera, [face(far, radius), face(near, radius)], color, colors, paint);
  if (!inFront) {
    const away = subtract([...camera.point(far), 0], [...camera.point(near), 0]);
    for (let groove = 1; groove < 6; groove++) {
      const slice = camera.ellipse(face(lerp(far, near, groove / 6), radius - 0.2));
      const edge = edgeFacing(slice, away);
      if (edge.length < 2) continue;
      paint(polygon(edge, false), { stroke: colors[`${color}_s`], width: 0.35 });
    }
  }
  const rings = color === "towel" ? [1, 0.52, 0.38, 0.16] : [1, 0.52];
  rings.forEach((share, index) => {
    const tone = colors[`${color}_${index % 2 ? "h" : "e"}`];
    paint(chainPath([camera.ellipse(face(near, radius * share))]), { fill: tone, solid: !index });
  });
}

/** A box with edges rounded by a stroke of its own color; its top is the lit side. */
function paintBox(camera, { min, max, c: color, round = 0.6 }, colors, paint) {
  const inset = [round, round * 0.5, round];
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((corner) =>
    camera.point(
      min.map((low, i) => {
        const high = max[i];
        const room = low + 2 * round > high ? 0 : inset[i];
        return corner & (1 << i) ? high - room : low + room;
      }),
    ),
  );
  const width = round * 1.6;
  const shade = colors[`${color}_s`];
  paint(polygon(hull(corners)), { fill: shade, stroke: shade, width, solid: true });
  const top = [2, 3, 6, 7].map((corner) => corners[corner]);
  paint(polygon(hull(top)), { fill: colors[color], stroke: colors[color], width });
}

function paintPillow(camera, { at, size: [x, y, z], c: color = "pillow" }, colors, paint) {
  const axes = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
  const corners = [[-1, -1], [1, -1], [-1, 1], [1, 1]].map(([i, j]) =>
    camera.ellipse(ellipsoid(add(at, [i * x, 0, j * z]), axes, [4, y, 4])),
  );
  const around = (ellipses) => polygon(hull(ellipses.flatMap(ring)));
  paint(around(corners), { fill: colors[`${color}_s`], solid: true });
  paint(around(corners.map((corner) => lit(corner, SHADE))), { fill: colors[color] });
}

/** A place a strap runs through: in a hand, `d` cm from the wrist, or on a thigh or shin. */
function strapPoint(skeleton, place) {
  if (!place.hand) return targetOf(skeleton, place);
  const { wrist, hand, palm } = skeleton[place.hand];
  return along(along(wrist, hand, place.d ?? 7), palm, 1.5);
}

/** Paints one prop with `paint(path, look)`. What the body hides comes earlier in the order. */
export function paintProp(camera, skeleton, prop, colors, paint, inFront = false) {
  if (prop.kind === "mat") paintMat(camera, prop, colors, paint);
  else if (prop.kind === "roller") paintRoller(camera, prop, colors, paint, inFront);
  else if (prop.kind === "box") paintBox(camera, prop, colors, paint);
  else if (prop.kind === "pillow") paintPillow(camera, prop, colors, paint);
  else {
    const places =
      prop.kind === "strap" ? prop.pts.map((place) => strapPoint(skeleton, place)) : prop.pts;
    const nodes = places.map((place) => sphere(place, prop.r));
    paintChain(camera, nodes, prop.c, colors, paint);
  }
}
