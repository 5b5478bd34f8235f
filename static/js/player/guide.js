/* One session on its way: which rows, what is logged, where the clock stands. Knows no page; what
   it writes down goes to `keep` (items → a promise), its place to `keepPlace`. */

import { SessionClock } from "./clock.js";
import {
  doneOfSet,
  hurtItem,
  itemsBetween,
  setItem,
  stretchItem,
  stretchesToClose,
  withdrawItem,
  withItems,
} from "./items.js";
import { asksLowest } from "./library.js";
import { endOfPhaseMs, endOfStretch, positionAt, startOfSetMs, unseenLimitMs } from "./position.js";
import { phasesOf, setsOf, setsToDo } from "./timeline.js";

// From the back down to the foot (source: clinical.md, "How the body answers").
const LOWER_AND_LOWER = ["back", "buttock", "thigh", "below-knee", "foot"];

/* Do the stretch of this row another way; the usual one if the plan does not allow that. */
function takeWay(row, way) {
  row.usual ??= row.stretch;
  row.stretch = row.swaps?.includes(way) ? way : row.usual;
}

/* What the button in Get ready leads to. */
export function wayAfter(row) {
  const ways = [row.usual ?? row.stretch, ...(row.swaps ?? [])];
  return ways[(ways.indexOf(row.stretch) + 1) % ways.length];
}

export class Guide {
  /* `session` is {key, sets, stretches, place}; `place` what keepPlace was given, or null. */
  constructor({ rows, session, painLimit, keep, keepPlace, oneSideFirst = false }) {
    this.rows = rows;
    this.key = session.key;
    for (const row of rows) takeWay(row, session.place?.ways?.[row.code]);
    this.logged = { sets: session.sets ?? [], stretches: session.stretches ?? [] };
    this.painLimit = painLimit;
    this.keep = keep;
    this.keepPlace = keepPlace;
    this.answers = {}; // by prescription: told before its stretch was over
    this.lowest = session.place?.lowest ?? {}; // by stretch: answers of today
    this.painBefore = session.place?.painBefore ?? null;
    this.stop = session.place?.stop ?? null; // {key, then}: which act led to the stop signs
    this.clock = new SessionClock();
    this.plan(session.place?.oneSideFirst ?? oneSideFirst, session.place?.from ?? this.logged);
    this.answered = session.place?.answered ?? -1;
    this.clock.start(session.place?.elapsedMs ?? 0);
    this.clock.pause();
    this.seen = this.position.index;
  }

  /* What is left to do, from what was logged at that moment. */
  plan(oneSideFirst, from = this.logged) {
    this.oneSideFirst = oneSideFirst;
    this.from = from;
    this.phases = phasesOf(this.rows, { oneSideFirst, logged: from, asksLowest });
    this.answered = -1;
    this.seen = 0;
  }

  /* After a form: what is left begins anew, at its next Get ready. */
  planAnew(oneSideFirst = this.oneSideFirst) {
    this.plan(oneSideFirst);
    this.clock.jumpTo(0);
    this.seen = 0;
    this.rememberPlace();
  }

  get position() {
    return positionAt(this.phases, this.clock.elapsedMs(), this.answered);
  }

  get paused() {
    return !this.clock.running;
  }

  get place() {
    return {
      elapsedMs: this.clock.elapsedMs(),
      answered: this.answered,
      oneSideFirst: this.oneSideFirst,
      from: this.from,
      lowest: this.lowest,
      ways: Object.fromEntries(this.rows.map((row) => [row.code, row.stretch])),
      painBefore: this.painBefore,
      stop: this.stop,
    };
  }

  /* The next of the ways the therapist allows; after the last the usual one again. */
  swap(row) {
    takeWay(row, wayAfter(row));
    this.rememberPlace();
  }

  rememberPlace() {
    return this.keepPlace(this.place);
  }

  write(...items) {
    const full = items.map((item) =>
      item.act === "stretch" ? { ...item, ...this.answers[item.prescription] } : item,
    );
    this.logged = withItems(this.logged, full);
    if (full.length) this.written = this.keep(...full);
    return full;
  }

  /* To be called for each frame: what ended since the last one is written down. */
  tick() {
    const position = this.position;
    if (position.index > this.seen) {
      this.write(...itemsBetween(this.phases, this.seen, position.index, this.key));
    }
    if (position.index !== this.seen) {
      this.seen = position.index;
      this.rememberPlace();
    }
    return position;
  }

  jump(atMs, answered = this.answered) {
    this.answered = answered;
    this.clock.jumpTo(atMs);
    this.seen = this.position.index;
    this.rememberPlace();
  }

  pause() {
    this.clock.pause();
    this.rememberPlace();
  }

  goOn() {
    this.clock.resume();
  }

  hide() {
    this.clock.hide(unseenLimitMs(this.phases, this.clock.elapsedMs(), this.answered));
    this.rememberPlace();
  }

  unhide() {
    this.clock.show();
  }

  ready() {
    this.jump(endOfPhaseMs(this.position));
    this.goOn();
  }

  /* The set from its start; between two sets the one just done. */
  redo() {
    const { phase, index } = this.position;
    const before = this.phases.slice(0, index).findLast?.((past) => past.setStartsAtMs !== undefined);
    const again = phase.setStartsAtMs === undefined && before ? before.setStartsAtMs : startOfSetMs(this.position);
    this.jump(again);
  }

  /* Leaves what is left of this stretch. */
  leaveStretch() {
    const { index, atMs } = endOfStretch(this.phases, this.position.index);
    this.jump(atMs, index);
  }

  /* The set under way as far as it went, so that nothing done is lost. */
  writePart() {
    const done = doneOfSet(this.position);
    if (done) this.write(setItem(this.key, this.position.phase, done));
  }

  hasDone(row) {
    return this.logged.sets.some((log) => log.prescription === row.code && log.done > 0);
  }

  isOver(row) {
    return this.logged.stretches.some((log) => log.prescription === row.code);
  }

  skipStretch(row) {
    this.write(stretchItem(this.key, row, { skipped: true }));
    this.leaveStretch();
  }

  /* [{side, set, done}] of a stretch: what was counted so far. */
  counted(row) {
    return setsOf(row, this.oneSideFirst).map(({ side, set }) => ({
      side,
      set,
      done: this.logged.sets.find(
        (log) => log.prescription === row.code && log.side === side && log.number === set,
      )?.done ?? 0,
    }));
  }

  /* Sets as the patient says they were; only those that differ are written. */
  correct(row, sets) {
    const before = this.counted(row);
    const changed = sets.filter(({ done }, at) => done !== before[at].done);
    this.write(...changed.map((slot) => setItem(this.key, { row, ...slot }, slot.done)));
  }

  /* What was told about a stretch; `over` ends it. Returns what follows: "stop", "lower" or "". */
  tell(row, answers, { over = true } = {}) {
    this.answers[row.code] = { ...this.answers[row.code], ...answers };
    const isLower = this.isLower(row, answers.lowest_place_felt);
    const stops = this.isTooMuch(answers.pain);
    if (answers.lowest_place_felt) this.lowest[row.stretch] = answers.lowest_place_felt;
    if (over || stops || isLower || !setsToDo(row, { logged: this.logged }).length) {
      const [item] = this.write(stretchItem(this.key, row));
      if (stops) this.stopFor(item.key, "stage");
    }
    return stops ? "stop" : isLower ? "lower" : "";
  }

  /* Pain at the patient's own limit, or above it. Unanswered is no answer. */
  isTooMuch(pain) {
    return (pain ?? -1) >= this.painLimit;
  }

  lastFelt(row) {
    return this.lowest[row.stretch] || row.lowest_place_before || "";
  }

  isLower(row, place) {
    const last = this.lastFelt(row);
    return Boolean(last && place) && LOWER_AND_LOWER.indexOf(place) > LOWER_AND_LOWER.indexOf(last);
  }

  answerLowest(row, place) {
    const { phase, index } = this.position;
    const follows = this.tell(row, { lowest_place_felt: place });
    this.jump(phase.startsAtMs, index);
    return follows;
  }

  /* Sharp, new or worse pain. */
  hurt(row) {
    this.writePart();
    const [item] = this.write(hurtItem(this.key, row));
    this.stopFor(item.key, "stage");
  }

  stopFor(key, then) {
    this.stop = { key, then };
    this.pause();
  }

  /* Pressed by mistake. Returns the screen to go on at. */
  withdraw() {
    const { key, then } = this.stop;
    this.write(withdrawItem(this.key, key));
    this.stop = null;
    this.rememberPlace();
    return then;
  }

  /* Stretches whose sets were all done when the page went away. */
  closeWhatIsDone() {
    this.write(...stretchesToClose(this.rows, this.logged, this.key, asksLowest));
  }
}
