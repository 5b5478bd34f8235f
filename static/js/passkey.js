/* Passkeys: a form marked data-passkey gets what the browser answers into its field `credential`.

   data-passkey="use"   prove who you are with one; "make" makes a new one
   data-options         what the server asks of it, or
   data-options-at      the address that says it */

const FIELD = "input[name$=credential]";

/* --- base64url to bytes and back: browsers before 2025 do not do it themselves ---------------- */

function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const withBytes = (known) => known.map((one) => ({ ...one, id: bytes(one.id) }));

function forUse({ publicKey: asked }) {
  const allowCredentials = withBytes(asked.allowCredentials ?? []);
  return { publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials } };
}

/* Always one that can be found without an email and that knows its owner: alone it signs in. */
function forMaking({ publicKey: asked }) {
  const selection = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
  return {
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: withBytes(asked.excludeCredentials ?? []),
      authenticatorSelection: { ...asked.authenticatorSelection, ...selection },
    },
  };
}

function told(credential) {
  const { response } = credential;
  const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const parts = names.filter((name) => response[name]).map((name) => [name, text(response[name])]);
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(parts),
  });
}

/* --- The forms ---------------------------------------------------------------------------------- */

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const headers = { Accept: "application/json" };
  const answer = await fetch(form.dataset.optionsAt, { headers, cache: "no-store" });
  return (await answer.json()).request_options;
}

async function ask(form) {
  const options = await optionsOf(form);
  return form.dataset.passkey === "make"
    ? navigator.credentials.create(forMaking(options))
    : navigator.credentials.get(forUse(options));
}

function wire(form) {
  const button = form.querySelector("[data-passkey-button]");
  const failed = form.querySelector("[data-passkey-failed]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    failed.hidden = true;
    button.disabled = true;
    try {
      form.querySelector(FIELD).value = told(await ask(form));
      form.submit();
    } catch {
      failed.hidden = false; // let go, timed out, or no passkey here: the other ways stay
      button.disabled = false;
    }
  });
}

if (globalThis.PublicKeyCredential) document.querySelectorAll("form[data-passkey]").forEach(wire);
