/* Signing out: send first, ask before anything unsent is left behind, then leave nothing here.
   Whatever goes wrong on the way, the form is sent in the end. */

const SENDING_MS = 5000;

export function wireSignOut(form, { send, unsent, wipe, othersWait }) {
  let leaving = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (leaving) return; // a second press waits for the first
    leaving = true;
    try {
      await Promise.race([send(), new Promise((resolve) => setTimeout(resolve, SENDING_MS))]);
      leaving = !(await unsent()) || (await agreed());
      if (!leaving) return;
      await wipe();
      if (await othersWait()) tellServer(form);
    } catch {
      // Signing out is always possible.
    }
    form.submit();
  });
}

/* Signing out empties this site's storage. What somebody else did here waits to be sent: then not. */
function tellServer(form) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "others_wait", value: "1" });
  form.append(field);
}

/* Whether they sign out all the same. */
function agreed() {
  const dialog = document.querySelector("dialog[data-unsent]");
  if (!dialog) return true;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "leave"), { once: true });
  });
}
