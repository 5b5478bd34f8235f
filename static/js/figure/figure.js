// One moving figure: an <svg> whose paths are set anew each time it is shown. No clock in here.
import { dress } from "./look.js";
import { arrowsOf, keyOf, motionOf } from "./motion.js";
import { pathUnits } from "./outline.js";
import { painting } from "./painting.js";
import { Camera } from "./projection.js";
import { frameOf, viewBox } from "./still.js";

const SVG = "http://www.w3.org/2000/svg";
const ATTRIBUTES = ["d", "fill", "stroke", "stroke-width", "opacity"];
const FAINTEST = 0.02; // an arrow fainter than this is not drawn

/** A <path> that remembers its attributes and sets only those that have changed. */
class PooledPath {
  constructor(parent) {
    this.element = parent.appendChild(document.createElementNS(SVG, "path"));
    this.now = {};
  }

  set({ d, fill = "none", stroke = "none", width, opacity = 1 }) {
    const next = [d, fill, stroke, width ? pathUnits(width) : 0, opacity];
    ATTRIBUTES.forEach((name, i) => {
      if (this.now[name] === next[i]) return;
      this.now[name] = next[i];
      this.element.setAttribute(name, next[i]);
    });
  }
}

export class Figure {
  /**
   * Draws `variation` of `stretch` (one file of static/figures/poses) into `container`, as a person
   * working `side`: "left", "right" or "none". `wardrobe` is {body, looks}, the other two files.
   */
  constructor(container, { stretch, variation, side = "none", look, theme }, wardrobe) {
    this.stretch = stretch;
    this.variation = stretch.variations[variation];
    this.wardrobe = wardrobe;
    this.moment = { at: 0 };
    this.paths = [];
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("aria-hidden", "true"); // the words stand beside it
    this.svg.setAttribute("stroke-linecap", "round");
    this.svg.setAttribute("stroke-linejoin", "round");
    container.append(this.svg);
    this.wear(look, theme);
    this.face(side);
    this.show(this.moment);
  }

  /** The pressure-on end: its frame, spot and arrows hold for the whole movement. */
  get end() {
    return this.variation.rep[this.variation.rep.length - 1];
  }

  wear(look, theme) {
    const { body, looks } = this.wardrobe;
    this.dressed = dress(body, looks, theme, look);
    this.poseAt = motionOf(this.dressed.body, this.stretch, this.variation);
  }

  face(side) {
    const { view, side: drawn } = this.stretch;
    // Without a side it is the left one, like the stills.
    const mirrored = !!drawn && drawn !== (side === "right" ? "R" : "L");
    this.camera = new Camera(view.az, view.el, mirrored);
    this.svg.setAttribute("viewBox", viewBox(frameOf(this.stretch, this.end, mirrored)));
  }

  /**
   * Shows one moment, all of it shares from 0 to 1: `at` from pressure off to pressure on, `press`
   * how full the spot is, `progress` through the set, `enter` on the way into the start instead.
   */
  show(moment) {
    this.moment = moment;
    const { at = 0, press = at, progress = 1, enter = null } = moment;
    const pose = this.poseAt({ at, progress, enter });
    const entering = enter !== null;
    const shapes = painting(
      this.stretch,
      { ...pose, spot: keyOf(this.stretch, this.end).spot },
      this.camera,
      this.dressed,
      {
        pressure: entering ? null : press,
        arrows:
          entering || press < FAINTEST ? [] : arrowsOf(this.stretch, this.variation, progress),
        arrowOpacity: press < 1 ? Math.round(press * 100) / 100 : undefined,
      },
    );
    while (this.paths.length < shapes.length) this.paths.push(new PooledPath(this.svg));
    while (this.paths.length > shapes.length) this.paths.pop().element.remove();
    shapes.forEach((shape, i) => this.paths[i].set(shape));
  }

  /** Turns to the other side without moving: "left" or "right". */
  turn(side) {
    this.face(side);
    this.show(this.moment);
  }

  dress(look, theme) {
    this.wear(look, theme);
    this.show(this.moment);
  }

  remove() {
    this.svg.remove();
  }
}
