/* Signing out empties this site's storage in this browser. Where a patient used it before and
   something of theirs is not sent yet, as on a tablet of the clinic, it stays. */

const DATABASE = "homestretch";

/* How much waits; looking must not make a database where there is none. */
function queued() {
  return new Promise((resolve) => {
    const request = indexedDB.open(DATABASE);
    request.onupgradeneeded = () => request.transaction.abort();
    request.onerror = () => resolve(0);
    request.onsuccess = () => {
      const count = request.result.transaction("queue").objectStore("queue").count();
      count.onsuccess = () => resolve(count.result);
      count.onerror = () => resolve(0);
    };
  });
}

async function leave(event) {
  event.preventDefault();
  const form = event.target;
  if (await queued().catch(() => 0)) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "others_wait", value: "1" });
    form.append(field);
  }
  form.submit();
}

for (const form of document.querySelectorAll("form[data-leave]")) {
  form.addEventListener("submit", leave);
}
