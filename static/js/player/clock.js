/* The session's own clock. It never counts ticks: what has elapsed is a sum of differences of one
   steady clock, so a late frame, a locked screen or a busy phone cannot make it drift. */

export class SessionClock {
  #now;
  #keptMs = 0; // elapsed up to #sinceMs
  #sinceMs = null; // when it last began to run; null while it stands
  #limitMs = Infinity; // while nobody looks

  /* `now` gives milliseconds of a clock that only goes forward: not the time of day. */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  get running() {
    return this.#sinceMs !== null;
  }

  elapsedMs(now = this.#now()) {
    const ran = this.running ? now - this.#sinceMs : 0;
    return Math.max(this.#keptMs, Math.min(this.#keptMs + ran, this.#limitMs));
  }

  start(atMs = 0) {
    this.#keptMs = atMs;
    this.#sinceMs = this.#now();
  }

  pause(now = this.#now()) {
    this.#keptMs = this.elapsedMs(now);
    this.#sinceMs = null;
  }

  resume(now = this.#now()) {
    if (!this.running) this.#sinceMs = now;
  }

  /* Redo, skip and Ready: go to this time and run or stand on, as before. */
  jumpTo(atMs, now = this.#now()) {
    this.#keptMs = atMs;
    if (this.running) this.#sinceMs = now;
  }

  /* The page went out of sight: run on to `limitMs` at most and wait there. */
  hide(limitMs, now = this.#now()) {
    this.jumpTo(this.elapsedMs(now), now);
    this.#limitMs = limitMs;
  }

  /* The page is seen again: go on from where the clock is by now. */
  show(now = this.#now()) {
    this.jumpTo(this.elapsedMs(now), now);
    this.#limitMs = Infinity;
  }
}
