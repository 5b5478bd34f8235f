/* The page of a stretch: its picture moves in the standard tempo, a loop, while it is in view.
   Without this file, or for people who want less motion, the still stands. */

const ENTER_SECONDS = 2; // on the way into the start, once
const HOLD_WAY_SECONDS = 2; // into a hold, which this is part of, and out of it into the rest
const AGAIN_SECONDS = 2; // after the last repetition, before the first again
const LONGEST_FRAME_MS = 100; // a hidden page comes back where it was, without a leap

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");

const ease = (share) => share * share * (3 - 2 * share);
const easeIn = (seconds, way) => ease(Math.min(1, seconds / way));

/** What is shown `seconds` after the start of the loop: {moment, cue}; cue is on or off. Pure. */
export function stepAt(tempo, seconds, progressAt) {
  return tempo.reps ? repetitionAt(tempo, seconds, progressAt) : holdAt(tempo, seconds);
}

function repetitionAt({ reps, secondsOn, secondsOff }, seconds, progressAt) {
  const each = secondsOn + secondsOff;
  const into = seconds % (reps * each + AGAIN_SECONDS);
  const number = Math.floor(into / each);
  if (number >= reps) {
    const back = 1 - ease((into - reps * each) / AGAIN_SECONDS);
    return { moment: { at: 0, press: 0, progress: back }, cue: "off" };
  }
  const since = into - number * each;
  const returning = since >= secondsOn;
  const at = returning ? 1 - ease((since - secondsOn) / secondsOff) : ease(since / secondsOn);
  const progress = progressAt(number, reps, at, returning);
  return { moment: { at, press: at, progress }, cue: returning ? "off" : "on" };
}

function holdAt({ holdSeconds, restSeconds }, seconds) {
  const into = seconds % (holdSeconds + Math.max(restSeconds, AGAIN_SECONDS));
  const held = into < holdSeconds;
  const at = held
    ? easeIn(into, HOLD_WAY_SECONDS)
    : 1 - easeIn(into - holdSeconds, HOLD_WAY_SECONDS);
  return { moment: { at, press: at }, cue: held ? "on" : "off" };
}

class MovingPicture {
  constructor(place, engine) {
    const { exercise, variation, look } = place.dataset;
    this.place = place;
    this.engine = engine;
    this.still = place.querySelector("picture, .fig");
    this.tempo = Object.fromEntries(
      ["reps", "secondsOn", "secondsOff", "holdSeconds", "restSeconds"].map((name) => [
        name, Number(place.dataset[name] ?? 0),
      ]),
    );
    this.cards = document.querySelectorAll("[data-cue]");
    this.button = place.querySelector("[data-pause]");
    this.elapsedMs = 0;
    this.paused = false;
    this.box = document.createElement("div");
    this.box.className = this.still.className;
    this.box.setAttribute("role", "img");
    this.box.setAttribute("aria-label", this.still.querySelector("img").alt);
    this.still.before(this.box);
    this.figure = new engine.Figure(this.box, { exercise, variation, look, theme: theme() });
    this.button.addEventListener("click", () => this.pause(!this.paused));
    dark.addEventListener("change", () => this.figure.dress(look, theme()));
    calm.addEventListener("change", () => this.appear());
    new IntersectionObserver(([{ isIntersecting }]) => {
      this.inView = isIntersecting;
      this.run();
    }).observe(place);
    this.appear();
  }

  /* The moving figure instead of the still, or the still again. */
  appear() {
    for (const element of [this.box, this.button]) element.hidden = calm.matches;
    this.still.hidden = !calm.matches;
    this.mark();
    this.run();
  }

  pause(paused) {
    this.paused = paused;
    const { play, pause } = this.button.dataset;
    this.button.setAttribute("aria-label", paused ? play : pause);
    this.button.toggleAttribute("data-paused", paused);
    this.run();
  }

  run() {
    cancelAnimationFrame(this.frame);
    if (!this.inView || this.paused || calm.matches) return;
    let before = performance.now();
    const next = (now) => {
      this.elapsedMs += Math.min(Math.max(now - before, 0), LONGEST_FRAME_MS);
      before = now;
      this.draw(this.elapsedMs / 1000);
      this.frame = requestAnimationFrame(next);
    };
    this.frame = requestAnimationFrame(next);
  }

  draw(seconds) {
    const entering = seconds < ENTER_SECONDS;
    const step = entering
      ? { moment: { enter: ease(seconds / ENTER_SECONDS), progress: 0 } }
      : stepAt(this.tempo, seconds - ENTER_SECONDS, this.engine.progressAt);
    this.figure.show(step.moment);
    this.mark(step.cue);
  }

  /* The card of the cue that holds now; none is marked when nothing moves. */
  mark(cue) {
    for (const card of this.cards) card.toggleAttribute("data-now", card.dataset.cue === cue);
  }
}

/* Staff pages are light; the others follow the reader. */
function theme() {
  return document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light");
}

/* The engine is fetched when a picture that may move is first seen. */
function watch(place) {
  const seen = new IntersectionObserver(async ([{ isIntersecting }]) => {
    if (!isIntersecting || calm.matches) return;
    seen.disconnect();
    const engine = await import(place.dataset.script);
    const { exercise, variation } = place.dataset;
    if (engine.isDrawn(exercise, variation)) new MovingPicture(place, engine);
  });
  seen.observe(place);
}

for (const place of document.querySelectorAll("[data-figure]")) watch(place);
