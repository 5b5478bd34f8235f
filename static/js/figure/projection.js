// How the world is seen: a camera without perspective, and solids turned into ellipses.
import { cross, dot, radians, scale } from "./vectors.js";

export class Camera {
  /**
   * Degrees around (`azimuth`) and above (`elevation`). Mirrored, the page is turned over to show
   * the other side of the body; the light stays where it was, which turning the SVG would not do.
   */
  constructor(azimuth, elevation, mirrored = false) {
    const [around, above] = [radians(azimuth), radians(elevation)];
    const right = [Math.cos(around), 0, -Math.sin(around)];
    /** Unit direction from the scene to the viewer. */
    this.toward = [
      Math.sin(around) * Math.cos(above), Math.sin(above), Math.cos(around) * Math.cos(above),
    ];
    this.up = cross(this.toward, right);
    this.right = mirrored ? scale(right, -1) : right;
    this.mirrored = mirrored;
  }

  /** Page coordinates [x, y] in cm, y up. */
  point(p) {
    return [dot(this.right, p), dot(this.up, p)];
  }

  /**
   * The outline of a sphere or ellipsoid: [x, y, xx, xy, yy], the center and the symmetric matrix
   * whose support in direction d is sqrt(d · matrix · d).
   */
  ellipse(node) {
    const [x, y] = this.point(node.center);
    if (node.radius !== undefined) {
      const square = node.radius * node.radius;
      return [x, y, square, 0, square];
    }
    let [xx, xy, yy] = [0, 0, 0];
    for (let i = 0; i < 3; i++) {
      const square = node.radii[i] ** 2;
      const across = dot(node.axes[i], this.right);
      const upward = dot(node.axes[i], this.up);
      xx += square * across * across;
      xy += square * across * upward;
      yy += square * upward * upward;
    }
    return [x, y, xx, xy, yy];
  }
}

/** Where the light comes from on the page: up and left, in every view. */
export const LIGHT = [-0.4472, 0.8944];

/** The lit part of an ellipse: the same shape, smaller by `depth` cm and moved toward the light. */
export function lit([x, y, xx, xy, yy], depth) {
  const [lx, ly] = LIGHT;
  const widest = Math.sqrt((xx + yy) / 2 + Math.sqrt(((xx - yy) / 2) ** 2 + xy * xy));
  const share = 1 - Math.min(depth, 0.42 * widest) / widest;
  const reach = Math.sqrt(xx * lx * lx + 2 * xy * lx * ly + yy * ly * ly);
  const edgeX = x + (xx * lx + xy * ly) / reach;
  const edgeY = y + (xy * lx + yy * ly) / reach;
  const square = share * share;
  return [
    edgeX + share * (x - edgeX), edgeY + share * (y - edgeY), xx * square, xy * square, yy * square,
  ];
}
