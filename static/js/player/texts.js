/* Django's catalog of words (/words.js), or English when a phone could not fetch it. */

export const gettext = globalThis.gettext ?? ((text) => text);
const plural = globalThis.ngettext ?? ((one, many, count) => (count === 1 ? one : many));

/* "%(left)s seconds left" with its parts filled in. */
export function fill(text, parts) {
  return text.replace(/%\((\w+)\)s/g, (_, name) => parts[name]);
}

export function counted(one, many, count, parts = {}) {
  return fill(plural(one, many, count), { n: count, ...parts });
}

export function sideName(side) {
  return side === "left" ? gettext("Left") : gettext("Right");
}
