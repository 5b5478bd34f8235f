// The head: skull, hair, ears, bun and face. Places are [left, front, up] cm from its middle.
import { ellipsoid } from "./flesh.js";
import { hairOutline } from "./hair.js";
import { chainPath, polygon } from "./outline.js";
import { LIGHT, lit } from "./projection.js";
import { add, cross, dot, scale, spread, unit } from "./vectors.js";

const SIZE = 1.07;
const SKULL = [7.3, 9.2, 8.7]; // half width, depth and height
const SKULL_CENTER = [0, -0.9, 2];
const LEFT_AND_RIGHT = [1, -1];

const BROW = [[1.8, 8.4, 3.5], [2.6, 8.2, 3.95], [3.5, 7.75, 4], [4.4, 7.1, 3.6]];
const MOUTH = [
  [-2.5, 6.9, -5], [-1.8, 7.35, -5.7], [-0.9, 7.8, -6.2], [0, 7.95, -6.4], [0.9, 7.8, -6.2],
  [1.8, 7.35, -5.7], [2.5, 6.9, -5],
];
const NOSE_TIP = [
  [-1.15, 8.8, -2.7], [-0.7, 9.4, -3.35], [0, 9.7, -3.5], [0.7, 9.4, -3.35], [1.15, 8.8, -2.7],
];

/** Paints the head with `paint(path, look)`, back to front as the camera sees it. */
export function paintHead(camera, skeleton, colors, paint) {
  const { head } = skeleton;
  const view = head.local(camera.toward);
  const facing = (direction) => dot(view, unit(direction)); // 1 toward the viewer, -1 away
  const onPage = (place) => camera.point(head.point(...scale(place, SIZE)));
  const blob = (center, radii) =>
    camera.ellipse(
      ellipsoid(
        head.point(...scale(center, SIZE)), [head.left, head.front, head.up], scale(radii, SIZE),
      ),
    );
  const solid = (chains, color) => {
    paint(chains.map(chainPath).join(""), { fill: colors[`${color}_s`], solid: true });
    const bright = chains.map((chain) => chainPath(chain.map((ellipse) => lit(ellipse, 1.1))));
    paint(bright.join(""), { fill: colors[color] });
  };
  const line = (places, color, width) => {
    if (places.length < 2) return;
    paint(polygon(places.map(onPage), false), { stroke: colors[color], width });
  };

  const ear = (sign, color) =>
    paint(
      chainPath([
        blob([sign * 7, -0.6, -0.3], [1, 1.6, 2.2]),
        blob([sign * 6.7, -0.2, -2.6], [0.8, 1.1, 1.2]),
      ]),
      { fill: colors[color], solid: true },
    );
  const bun = () => {
    const tie = chainPath([blob([0, -2.9, 9.4], [3.2, 3.2, 1.2])]);
    paint(tie, { fill: colors.tie, solid: true });
    solid([[blob([0, -3.5, 11.6], [4.4, 4.4, 4])]], "bun");
  };
  const bunInFront = dot(head.direction([0, -3.5, 9.6]), camera.toward) > 4;

  if (!colors.no_bun && !bunInFront) bun();
  for (const sign of LEFT_AND_RIGHT) {
    const turned = facing([sign, 0, 0]);
    if (turned > -0.3 && turned <= -0.02) ear(sign, "skin");
  }
  const face = [blob(SKULL_CENTER, scale(SKULL, 0.985)), blob([0, 1.6, -0.6], [6.4, 7, 7.2]),
    blob([0, 2.5, -4.6], [5.3, 5.6, 6])];
  const nose = [blob([0, 7.9, 0.8], [0.9, 0.9, 0.9]), blob([0, 9.3, -1.9], [1.15, 1.1, 1.1]),
    blob([0, 8.1, -2.7], [1.2, 1.2, 1.2])];
  solid([face, nose], "skin");
  paintHair(view, onPage, colors, paint);
  paintFace(facing, onPage, colors, paint, line);
  for (const sign of LEFT_AND_RIGHT) if (facing([sign, 0, 0]) > -0.02) ear(sign, "ear");
  if (!colors.no_bun && bunInFront) bun();
}

function paintHair(view, onPage, colors, paint) {
  const outline = hairOutline(
    unit(SKULL.map((radius, i) => radius * view[i])),
    (p, factor) => onPage(p.map((value, i) => SKULL_CENTER[i] + SKULL[i] * value * factor)),
  );
  if (!outline) return;
  paint(polygon(outline), { fill: colors.hair, solid: true });
  const middle = [0, 1].map(
    (i) => outline.reduce((sum, point) => sum + point[i], 0) / outline.length,
  );
  const bright = outline.map((point) =>
    point.map((value, i) => middle[i] + (value - middle[i]) * 0.93 + LIGHT[i] * 0.55),
  );
  paint(polygon(bright), { fill: colors.hair_l });
}

function paintFace(facing, onPage, colors, paint, line) {
  // A flat patch of two radii on the face, around `center`, facing `normal`.
  const patch = (center, radii, normal) => {
    const across = unit(cross([0, 0, 1], unit(normal)));
    const upward = cross(unit(normal), across);
    const edge = spread(17, 0, 2 * Math.PI).slice(1).map((angle) =>
      onPage(
        add(center, add(
          scale(across, radii[0] * Math.cos(angle)), scale(upward, radii[1] * Math.sin(angle)),
        )),
      ),
    );
    return polygon(edge);
  };
  for (const sign of LEFT_AND_RIGHT) {
    const normal = [sign * 0.42, 0.9, 0.05];
    const seen = facing(normal);
    if (seen <= 0.22) continue;
    paint(patch([sign * 3, 8.05, 0.3], [0.85, 1.15], normal), { fill: colors.eye });
    const brow = BROW.map(([x, y, z]) => [sign * x, y, z]);
    line(brow.filter(([x]) => facing([x * 0.17, 1, 0.25]) > 0.3), "brow", 0.5);
    if (seen > 0.35) {
      const cheek = patch([sign * 4.5, 6.9, -3], [1.5, 1.2], [sign * 0.6, 0.8, -0.1]);
      paint(cheek, { fill: colors.blush });
    }
  }
  const ahead = facing([0, 1, -0.1]);
  if (ahead > -0.25) {
    line(MOUTH.filter(([x]) => facing([x * 0.28, 1, -0.1]) > 0.12), "mouth", 0.6);
  }
  if (ahead > 0.7) line(NOSE_TIP, "nose", 0.5);
}
