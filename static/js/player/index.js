/* The guided session: plan → questions → stretches → questions. The parts know their own job;
   here they are wired together. */

import "../stepper.js";
import { cueBetween, sentenceBetween } from "./cues.js";
import { loadEngine } from "./figure_box.js";
import * as forms from "./forms.js";
import { Guide } from "./guide.js";
import { finishItem, startItem } from "./items.js";
import * as keys from "./keys.js";
import { fillBefore, fillDone, fillEarly, fillWhere } from "./questions.js";
import { fillReply, replyWasSeen } from "./reply.js";
import { nameTherapist, put, readOut, screen, show, shown } from "./screens.js";
import { beep, buzz, hush, speak, unlock } from "./sounds.js";
import { drawTrack, Stage } from "./stage.js";
import { switches, wireSwitches } from "./switches.js";
import { gettext } from "./texts.js";
import { targetOf } from "./timeline.js";
import { keepAwake } from "./wake.js";

const { plain, today } = document.body.dataset;
const offline = await import(document.querySelector("script[data-offline]").src);

let plan = null;
let guide = null;
let stage = null;
let before = null; // the position drawn last
let framing = false;
let wasRunning = false; // when a screen was opened over the stage
let milder = null; // the stretch to be done smaller
let lowered = null; // the stretch that was ended, since it is felt lower down
let early = null; // {row, sets, over}: the form that is open
let waiting = { unsent: 0, refused: [] };
let written = true; // whether `waiting` counts the last answers, too

/* --- From opening the page to the first stretch ------------------------------------------- */

async function open() {
  show("loading");
  if (!offline.canStore()) return location.replace(plain);
  const [fresh] = await Promise.all([offline.freshPlan(), loadEngine()]);
  plan = fresh ?? (await offline.plan());
  if (!plan) return show(waiting.signedOut ? "signed-out" : "none");
  nameTherapist(fresh?.therapist);
  const session = await offline.session();
  if (session && !session.finished) return goOnWith(session);
  if (plan.state === "due") askBefore(fresh);
  else show({ paused: "paused", none: "no-plan", done: "again" }[plan.state] ?? "rest");
}

function askBefore(fresh) {
  fillBefore(plan.rows, fresh?.notes, fresh?.therapist);
  fillReply(fresh?.reply);
  show("before");
}

async function begin() {
  unlock(); // while the press still counts
  const answers = forms.answersBefore();
  if (forms.complain("before", "new_or_worse", answers.new_or_worse === null)) return;
  replyWasSeen();
  const item = startItem({ version: plan.version, ...answers });
  const session = await offline.begin(item);
  take(session);
  if (session.key === item.key) {
    guide.painBefore = answers.pain_before;
    if (answers.new_or_worse || guide.isTooMuch(answers.pain_before)) {
      guide.stopFor(session.key, "stage");
      return showStop(answers.new_or_worse);
    }
  }
  run();
}

function take(session) {
  guide = new Guide({
    rows: plan.rows,
    session,
    painLimit: plan.pain_limit,
    keep: (...items) => offline.record(...items),
    keepPlace: (place) => offline.keepPlace(session.key, place),
    oneSideFirst: switches.one_side_first,
  });
  stage ??= new Stage(screen("stage"), plan.look);
}

/* Left and opened again: at the same place, paused. */
function goOnWith(session) {
  take(session);
  if (guide.stop) return showStop();
  if (plan.state === "paused") return show("paused");
  guide.closeWhatIsDone();
  run({ paused: true });
}

/* --- The stage ---------------------------------------------------------------------------- */

function run({ paused = false } = {}) {
  if (!paused) guide.goOn();
  before = paused ? guide.position : null;
  keepAwake(!paused);
  if (shown() !== "stage") show("stage");
  if (!framing) frame();
}

/* One frame: a pure drawing of where the clock stands. */
function frame() {
  framing = shown() === "stage";
  if (!framing) return;
  const now = guide.tick();
  if (!guide.paused || before?.index !== now.index) signal(now);
  before = now;
  if (!now.phase) return over(askAfter);
  if (now.phase.kind === "ask-lowest") return over(askWhere);
  if (now.phase.kind === "ready" && guide.oneSideFirst !== switches.one_side_first) {
    guide.planAnew(switches.one_side_first);
  }
  const hint = milder === now.phase.row ? gettext("Make it smaller.") : "";
  stage.draw(now, { paused: guide.paused, hint });
  track(now.phase.row);
  requestAnimationFrame(frame);
}

/* The stretches make way for a question. */
function over(ask) {
  framing = false;
  guide.pause();
  keepAwake(false);
  ask();
}

function signal(now) {
  const cue = guide.paused ? null : cueBetween(before, now);
  if (cue) {
    speak(cue.say);
    beep(cue.hertz);
    buzz(cue.buzz);
  }
  const sentence = sentenceBetween(before, now);
  if (sentence) readOut(sentence);
}

let tracked = "";
function track(row) {
  const state = `${row.code} ${guide.logged.stretches.length}`;
  if (state === tracked) return;
  tracked = state;
  drawTrack(document.querySelector("[data-track]"), plan.rows, plan.rows.indexOf(row), (one) => guide.isOver(one));
}

function rowNow() {
  return guide.position.phase?.row ?? plan.rows.at(-1);
}

function holdStill() {
  wasRunning = !guide.paused;
  guide.pause();
  keepAwake(false);
  hush();
}

/* --- Questions on the way ----------------------------------------------------------------- */

function askWhere() {
  const row = rowNow();
  fillWhere(row, guide.lastFelt(row));
  track(row);
  show("where");
}

function answerWhere(place) {
  const row = rowNow();
  if (guide.answerLowest(row, place) === "lower") showLower(row);
  else run();
}

function tooMuch() {
  guide.writePart();
  openEarly({ reason: "pain", over: true });
}

function openEarly({ reason = "", over: ends }) {
  const row = rowNow();
  early = { row, sets: guide.counted(row), over: ends };
  fillEarly(row, early.sets, { reason, ends, look: plan.look });
  show("early");
}

function saveEarly(sets, ends) {
  guide.correct(early.row, sets);
  const follows = guide.tell(early.row, forms.answersEarly(), { over: ends });
  guide.planAnew();
  if (follows === "stop") showStop();
  else if (follows === "lower") showLower(early.row);
  else run();
}

function showLower(row) {
  lowered = row;
  show("lower");
}

function skip() {
  const { phase } = guide.position;
  guide.writePart();
  if (guide.hasDone(phase.row)) {
    holdStill();
    openEarly({ over: true });
  } else {
    guide.skipStretch(phase.row);
    before = null;
    guide.goOn();
  }
}

/* --- The end ------------------------------------------------------------------------------ */

function askAfter() {
  fillDone(plan.rows, guide.logged.stretches, plan.look);
  show("done");
}

function finish() {
  const answers = forms.answersAfter();
  if (forms.complain("done", "new_or_worse", answers.new_or_worse === null)) return;
  const [item] = guide.write(finishItem(guide.key, answers));
  written = false;
  guide.written.then(offline.look).then(() => {
    written = true;
    sayWhatWaits();
  });
  if (answers.new_or_worse || guide.isTooMuch(answers.pain_after)) {
    guide.stopFor(item.key, "finished");
    showStop(answers.new_or_worse);
  } else showFinished();
}

function showFinished() {
  sayWhatWaits();
  show("finished");
}

/* "Saved" is said of what the server has, and "wait on this phone" of what the phone has: until the
   last answers are written there it is neither. What was refused is told by the bar above. */
function sayWhatWaits() {
  const { unsent, refused, sending, online } = waiting;
  let line = gettext("All of it is saved.");
  if (!written || (unsent && online && sending)) line = gettext("Saving");
  else if (unsent && !online) {
    line = gettext("Your answers wait on this phone. We send them when you are back online.");
  } else if (unsent) line = gettext("Your answers wait on this phone.");
  else if (refused.length) line = gettext("Not all of it was taken. See above.");
  put(screen("finished"), "finished-line", line);
}

function showStop(saidYes = false) {
  hush();
  keepAwake(false);
  put(screen("stop"), "mistake", saidYes ? gettext("I pressed yes by mistake") : gettext("That was a mistake"));
  show("stop");
}

async function leave() {
  hush();
  guide?.pause();
  await guide?.written;
  await guide?.rememberPlace();
  location.href = today;
}

/* --- What can be pressed ------------------------------------------------------------------ */

const ACTS = {
  anyway: () => askBefore(plan),
  leave,
  settings() {
    holdStill();
    show("settings");
  },
  back: () => run({ paused: !wasRunning }),
  pause() {
    if (guide.paused) run();
    else {
      guide.pause();
      keepAwake(false);
      hush();
    }
  },
  ready() {
    before = null;
    guide.ready();
    run();
  },
  way() {
    guide.swap(rowNow());
    stage.again();
    before = null;
    if (guide.paused) run({ paused: true });
  },
  redo() {
    guide.redo();
    run();
  },
  skip,
  hurts() {
    holdStill();
    wasRunning = false;
    show("hurts");
  },
  change() {
    holdStill();
    openEarly({ over: false });
  },
  milder() {
    milder = rowNow();
    run();
  },
  "too-much": tooMuch,
  sharp() {
    guide.hurt(shown() === "lower" ? lowered : rowNow());
    showStop();
  },
  nothing: () => answerWhere(""),
  "as-planned": () => saveEarly(early.sets.map((slot) => ({ ...slot, done: targetOf(early.row) })), true),
  on: () => run(),
  mistake() {
    const then = guide.withdraw();
    if (then === "finished") showFinished();
    else run({ paused: true });
  },
  escape: () => (shown() === "stage" ? leave() : ["hurts", "early", "settings"].includes(shown()) && ACTS.back()),
};

const ON_STAGE = ["pause", "redo", "skip", "hurts"];
keys.listen((name) => {
  if (!ON_STAGE.includes(name) || shown() === "stage") ACTS[name]();
});

document.addEventListener("click", (event) => {
  const name = event.target.closest("[data-act]")?.dataset.act;
  if (name) ACTS[name]();
});

const SENT = {
  before: begin,
  done: finish,
  early: () => saveEarly(forms.countedSets(early.sets), early.over),
  where() {
    const place = forms.lowestChosen();
    if (!forms.complain("where", "lowest", !place)) answerWhere(place);
  },
};
document.addEventListener("submit", (event) => {
  event.preventDefault();
  SENT[event.target.dataset.form]?.();
});

document.addEventListener("change", ({ target: { form } }) => {
  if (!form) return;
  forms.stopComplaining(form);
  if (form.dataset.form === "done") forms.compare(guide.painBefore);
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") guide?.hide();
  else guide?.unhide();
});
addEventListener("pagehide", () => guide?.rememberPlace());

offline.onChange((state) => {
  waiting = { ...state };
  if (shown() === "finished") sayWhatWaits();
});
wireSwitches();
open();
