/* Django's catalog gives gettext, ngettext and interpolate. It is fetched only once there is
   something to say; when it cannot be had, the English words stand in. */

const ADDRESS = "/words.js";

let asked = null;

export function words() {
  asked ??= globalThis.ngettext ? Promise.resolve() : load().catch(() => {}).then(standIn);
  return asked;
}

function load() {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = ADDRESS;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

function standIn() {
  globalThis.gettext ??= (text) => text;
  globalThis.ngettext ??= (one, many, count) => (count === 1 ? one : many);
  globalThis.interpolate ??= (text, values) => text.replace(/%s/g, () => values.shift());
}
