"""How soon a report is written, and can be looked at: `python -m benchmarks.opening [RUN]`, in a real headless Chromium, from disk.

Prints one line of JSON. `words_s` and `picture_s` count from the navigation on: until the first words are painted, and until the 3D picture is drawn
and read back (software rendering: there is no graphics card). `work_s`: processor time of the page's main thread until it is ready, whatever else
the machine does. Medians of --times, the slowest beside it. Without RUN it is the first of examples/runs, a house.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from worldsim.errors import UsageError
from worldsim.flags import Parser, at_least, command, say

_EXAMPLES = Path(__file__).parent.parent / "examples" / "runs"
#: Of Chromium, without a graphics card and without asking anybody anything.
FLAGS = (
    "--no-sandbox --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
    " --use-angle=swiftshader --enable-unsafe-swiftshader"
).split()
#: Milliseconds until a page that is not ready is given up.
_PATIENCE = 120_000
#: Runs in the page, before its own script: when the first frame was there, and how many colours it has, in steps of 16.
_WATCH = """
new MutationObserver(() => {
  if (window.seen || !document.documentElement?.dataset.frames) return
  const flat = document.createElement('canvas')
  const canvas = document.getElementById('canvas')
  Object.assign(flat, { width: canvas.width, height: canvas.height })
  const pen = flat.getContext('2d')
  pen.drawImage(canvas, 0, 0)
  const { data } = pen.getImageData(0, 0, flat.width, flat.height)
  window.seen = performance.now()
  const colours = new Set()
  for (let i = 0; i < data.length; i += 4) if (data[i + 3]) colours.add((data[i] >> 4) * 256 + (data[i + 1] >> 4) * 16 + (data[i + 2] >> 4))
  window.colours = colours.size
  document.documentElement.dataset.seen = 'yes'
}).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-frames'] })
"""


class Opening(msgspec.Struct, frozen=True):
    """One time that the page was opened; seconds."""

    words: float
    picture: float
    work: float
    colours: int  #: of the picture, in steps of 16; 1 is a blank one


def open_once(browser: Any, html: Path) -> Opening:
    """Open it in a window of its own, as wide as a laptop's."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(_PATIENCE)
    page.add_init_script(_WATCH)
    measure = context.new_cdp_session(page)
    measure.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(html.as_uri())
    page.locator("html[data-ready=yes][data-seen]").wait_for(state="attached")
    work = {metric["name"]: metric["value"] for metric in measure.send("Performance.getMetrics")["metrics"]}["TaskDuration"]
    words, seen, colours = page.evaluate("[performance.getEntriesByName('first-contentful-paint')[0].startTime, window.seen, window.colours]")
    context.close()
    return Opening(words=words / 1000, picture=seen / 1000, work=work, colours=colours)


def browser_of(playwright: Any) -> Any:
    """A headless Chromium. Raises UsageError where there is none."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        raise UsageError("expected Chromium on this machine, found none; install your system's package chromium")
    return playwright.chromium.launch(executable_path=found, args=FLAGS, timeout=_PATIENCE)


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Measure; 0 if a report takes less than 2 s to its picture and less than 5 MB."""
    parser = Parser(prog="python -m benchmarks.opening", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", nargs="?", type=Path, metavar="RUN", help="folder of a run (default: the first example)")
    parser.add_argument("--times", type=at_least(1), default=5, metavar="N", help="how often it is written and opened (default 5)")
    asked = parser.parse_args(argv)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise UsageError("expected the package playwright, found none; install requirements-dev.lock") from None
    from agent.reporting.account import read_account
    from agent.reporting.page import page

    run = asked.run or next(iter(sorted(path.parent for path in _EXAMPLES.glob("*/spec.json"))), _EXAMPLES)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        html, written = Path(folder) / "report.html", []
        for _ in range(asked.times):
            began = time.perf_counter()
            html.write_bytes(page(read_account(run)).encode())
            written.append(time.perf_counter() - began)
        browser = browser_of(playwright)
        opened = [open_once(browser, html) for _ in range(asked.times)]
        browser.close()
        size = html.stat().st_size
    if min(each.colours for each in opened) < 5:
        raise UsageError(f"expected a run with a place that can be drawn, found a blank picture of {run}; name another")
    columns = {"write_s": written, **{f"{name}_s": [getattr(each, name) for each in opened] for name in ("words", "picture", "work")}}
    figures: dict[str, Any] = {"run": run.name, "kilobytes": round(size / 1024)}
    figures |= {name: [round(statistics.median(values), 2), round(max(values), 2)] for name, values in columns.items()}
    figures |= {"times": asked.times, "load_average": round(os.getloadavg()[0], 1), "processors": os.cpu_count()}
    say([msgspec.json.encode(figures).decode()])
    return 0 if figures["picture_s"][0] < 2 and size < 5_000_000 else 1


if __name__ == "__main__":
    sys.exit(main())
