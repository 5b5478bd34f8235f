/* Django's CSRF token, read when it is needed and kept nowhere. A worker cannot see
   document.cookie; where there is a CookieStore it asks that. Production's name comes first. */

const NAMES = ["__Host-csrftoken", "csrftoken"];

export async function token() {
  if (!globalThis.document) {
    const found = await Promise.all(NAMES.map((name) => globalThis.cookieStore?.get(name)));
    return found.find(Boolean)?.value ?? "";
  }
  const cookies = new URLSearchParams(document.cookie.replace(/; /g, "&"));
  return NAMES.map((name) => cookies.get(name)).find(Boolean) ?? "";
}
