/* Voice, beeps and buzz. Each says what the screen says, too: sound is never the only signal. */

import { switches } from "./switches.js";

const BEEP_SECONDS = 0.12;
let audio = null;

/* Browsers let a page sound only after a press: called by the first one. */
export function unlock() {
  try {
    audio ??= new AudioContext();
    audio.resume();
  } catch {
    audio = null; // no sound here: the screen goes on alone
  }
  if (switches.voice) globalThis.speechSynthesis?.speak(new SpeechSynthesisUtterance(""));
}

export function speak(text) {
  if (!switches.voice || !text || !globalThis.speechSynthesis) return;
  speechSynthesis.cancel(); // a cue that comes late is worse than none
  const words = new SpeechSynthesisUtterance(text);
  words.lang = document.documentElement.lang;
  speechSynthesis.speak(words);
}

export function hush() {
  globalThis.speechSynthesis?.cancel();
}

/* A short tone that swells and fades, so that it does not click. */
export function beep(hertz) {
  if (!switches.beeps || !hertz || audio?.state !== "running") return;
  const start = audio.currentTime;
  const tone = audio.createOscillator();
  const loudness = audio.createGain();
  tone.frequency.value = hertz;
  loudness.gain.setValueAtTime(0, start);
  loudness.gain.linearRampToValueAtTime(0.25, start + 0.02);
  loudness.gain.linearRampToValueAtTime(0, start + BEEP_SECONDS);
  tone.connect(loudness).connect(audio.destination);
  tone.start(start);
  tone.stop(start + BEEP_SECONDS);
}

export function buzz(milliseconds) {
  if (switches.buzz && milliseconds) navigator.vibrate?.(milliseconds);
}
