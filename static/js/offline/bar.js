/* The bar that says what is not sent yet. Nothing is called saved before the server has it. */

import { words } from "./words.js";

/* WebKit erases what a site stored when nobody opens it for seven days, and has no background
   sync. A page on the home screen has a store of its own, which it keeps. */
function mayErase() {
  const installed = matchMedia("(display-mode: standalone)").matches || navigator.standalone;
  return navigator.vendor.startsWith("Apple") && !installed;
}

/* {heading, lines, link} in words, or null when there is nothing to say. */
function said({ brief, unsent, sets, online, sending, signedOut, trouble, canPlay }) {
  const lines = [];
  if (unsent) lines.push(waiting(sets));
  if (!online) {
    if (!unsent && !canPlay) return null;
    const heading = canPlay
      ? gettext("You’re offline. Your session still works.")
      : gettext("You’re offline.");
    if (unsent && !brief) lines.push(gettext("We send them when you are back online."));
    return { icon: "offline", heading, lines: withAdvice(lines, unsent) };
  }
  if (!unsent) return null;
  if (signedOut) return { icon: "waiting", lines: withAdvice(lines, unsent), link: true };
  // While a session runs each set is sent as it ends: only what does not arrive is worth a word.
  if (brief && !trouble) return null;
  if (sending) return { icon: "waiting", lines: [gettext("Sending what waits on this phone.")] };
  if (trouble) lines.push(gettext("They did not reach us. We try again."));
  return { icon: "waiting", lines: withAdvice(lines, unsent) };
}

function waiting(sets) {
  if (!sets) return gettext("Your answers wait on this phone.");
  const text = ngettext("%s set waits on this phone.", "%s sets wait on this phone.", sets);
  return interpolate(text, [sets]);
}

function withAdvice(lines, unsent) {
  if (!unsent || !mayErase()) return lines;
  return [
    ...lines,
    gettext("Open this page again within 7 days, or Safari may erase them."),
    gettext("Sessions you do from your home screen are kept longer."),
  ];
}

let shown = "";

/* Draw the state into the bar; only a change touches the page, so a reader hears each thing once. */
export async function show(bar, state) {
  if (!bar) return;
  if (state.unsent || state.refused.length || !state.online) await words();
  // In the player every line costs the figure its room.
  const news = said({ ...state, brief: document.body.matches(".player") });
  const { refused } = state;
  const drawn = JSON.stringify([news, refused]);
  if (drawn === shown) return;
  shown = drawn;
  const part = (name) => bar.querySelector(`[data-bar="${name}"]`);
  part("news").hidden = !news;
  part("heading").textContent = news?.heading ?? "";
  part("heading").hidden = !news?.heading;
  part("lines").textContent = news?.lines.join(" ") ?? "";
  part("sign-in").hidden = !news?.link;
  bar.dataset.says = news?.icon ?? (refused.length ? "refused" : "");
  part("refused").hidden = !refused.length;
  if (refused.length) showRefused(part, refused);
}

function showRefused(part, refused) {
  const text = ngettext(
    "%s answer was not taken. See why",
    "%s answers were not taken. See why",
    refused.length,
  );
  part("refused-count").textContent = interpolate(text, [refused.length]);
  part("reasons").replaceChildren(
    ...refused.map(({ item, refused: why }) => {
      const line = document.createElement("li");
      const when = new Date(item.at).toLocaleString(document.documentElement.lang || undefined, {
        dateStyle: "medium",
        timeStyle: "short",
      });
      line.textContent = `${when}: ${why}`;
      return line;
    }),
  );
}
