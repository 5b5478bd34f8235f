/* Django's catalog of words (/words.js), or English when a phone could not fetch it. makemessages
   finds texts by these two names: call them with the words themselves. */

export const gettext = globalThis.gettext ?? ((text) => text);
export const ngettext = globalThis.ngettext ?? ((one, many, count) => (count === 1 ? one : many));

/* "%(left)s seconds left" with its parts filled in. */
export function fill(text, parts) {
  return text.replace(/%\((\w+)\)s/g, (_, name) => parts[name]);
}

export function sideName(side) {
  return side === "left" ? gettext("Left") : gettext("Right");
}
