"""Frames a second of one moving figure in Chromium: `.venv/bin/python bench/figures.py [seconds]`.

Each standard stretch moves for a few seconds, drawn anew in every frame at the width of a phone.
Prints the frames a second, and the milliseconds of script in the middle and in the slowest 5 %
of frames. Budget: 50 frames a second.
"""

import functools
import http.server
import os
import shutil
import sys
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
STRETCHES = sorted(
    path.stem
    for path in (ROOT / "static/figures/poses").glob("*.json")
    if path.stem not in {"body", "looks"}
)
PAGE = '<!doctype html><main style="inline-size: 390px"></main>'
MOVE = """async ([script, exercise, theme, seconds]) => {
  const { Figure } = await import(script);
  const place = document.querySelector("main");
  const figure = new Figure(place, { exercise, variation: "standard", side: "left", theme });
  const costs = [];
  const start = performance.now();
  await new Promise((done) => {
    const frame = () => {
      const now = performance.now();
      const at = (1 - Math.cos(((now - start) / 1000) * Math.PI / 2)) / 2;
      figure.show({ at, press: at, progress: ((now - start) / 1000 / seconds) });
      costs.push(performance.now() - now);
      if (now - start < seconds * 1000) requestAnimationFrame(frame);
      else done();
    };
    requestAnimationFrame(frame);
  });
  const spent = (performance.now() - start) / 1000;
  figure.remove();
  costs.sort((a, b) => a - b);
  const rank = (share) => costs[Math.floor(costs.length * share)];
  return { fps: costs.length / spent, median: rank(0.5), slow: rank(0.95) };
}"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        if self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *args):
        """Say nothing: the table is the output."""


def main(seconds):
    handler = functools.partial(Quiet, directory=ROOT)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_ARGS
        )
        page = browser.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=2)
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        for theme in ("light", "dark"):
            for exercise in STRETCHES:
                script = "/static/scripts/figure.js"
                found = page.evaluate(MOVE, [script, exercise, theme, seconds])
                print(
                    f"{theme:5} {exercise:30} {found['fps']:5.1f} frames a second, script "
                    f"{found['median']:4.1f} ms, slowest 5 % {found['slow']:4.1f} ms"
                )
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 3)
