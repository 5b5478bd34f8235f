"""What a patient's phone fetches: bytes on the wire and requests of the today page and the player.

    make run                                        (in one shell)
    .venv/bin/python bench/page_weight.py           (in another; a URL may follow)

Signs in as the demo's patient in Chromium and counts what the network carried, with the font and
the stills apart, as the budgets in docs/architecture.md count them. Prints; asserts nothing.
"""

import shutil
import sys
from collections import Counter
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

URL = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"
PHONE = {"width": 390, "height": 844}


def kind_of(address):
    path = urlsplit(address).path
    if path.endswith(".woff2"):
        return "font"
    if "/figures/" in path and path.endswith(".svg"):
        return "stills"
    for ending, kind in ((".css", "css"), (".js", "scripts"), (".svg", "icons"), (".png", "icons")):
        if path.endswith(ending):
            return kind
    return "pages and data"


class Wire:
    """Counts what one page's network carried, from the browser's own figures."""

    def __init__(self, context, page):
        self.addresses, self.bytes, self.requests, self.lines = {}, Counter(), Counter(), []
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.on("Network.requestWillBeSent", self.sent)
        devtools.on("Network.loadingFinished", self.finished)

    def sent(self, event):
        self.addresses[event["requestId"]] = event["request"]["url"]

    def finished(self, event):
        address = self.addresses.get(event["requestId"], "")
        size = event["encodedDataLength"]
        if address.startswith("data:") or not size:  # nothing came over the wire
            return
        kind = kind_of(address)
        self.bytes[kind] += size
        self.requests[kind] += 1
        self.lines.append((size, urlsplit(address).path))

    def tell(self, title):
        kept = [kind for kind in self.bytes if kind not in ("font", "stills")]
        total = sum(self.bytes[kind] for kind in kept)
        count = sum(self.requests[kind] for kind in kept)
        print(f"\n{title}: {total / 1024:.1f} KB, {count} requests without font and stills")
        for kind, size in self.bytes.most_common():
            print(f"  {kind:15} {size / 1024:6.1f} KB {self.requests[kind]:3} requests")
        for size, path in sorted(self.lines, reverse=True)[:12]:
            print(f"    {size / 1024:6.1f} KB  {path}")
        self.bytes.clear(), self.requests.clear(), self.lines.clear()


def main():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(base_url=URL, viewport=PHONE)
        page = context.new_page()
        page.goto("/accounts/login/")
        page.fill("input[name=login]", "patient@demo.test")
        page.fill("input[name=password]", "homestretch-demo")
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_load_state("networkidle")
        cookies = context.cookies()
        context.close()

        # A phone that has only just signed in: nothing of ours in its cache, and no worker yet,
        # which would fetch for the page where we do not see it.
        context = browser.new_context(base_url=URL, viewport=PHONE, service_workers="block")
        context.add_cookies(cookies)
        page = context.new_page()
        wire = Wire(context, page)
        for title, address in (
            ("Today, first visit", "/today/"),
            ("Today, again", "/today/"),
            ("The player, first visit", "/today/session/"),
            ("The player, again", "/today/session/"),
        ):
            page.goto(address)
            page.wait_for_load_state("networkidle")
            wire.tell(title)
        browser.close()


if __name__ == "__main__":
    main()
