"""The report in a real Chromium: it renders, it moves, it asks nobody for anything, and nothing that it tells of can act in it."""

from __future__ import annotations

import base64
import io
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from agent.report import report
from benchmarks.opening import FLAGS
from tests.agent import told_runs as told
from worldsim.actions import Mine
from worldsim.change import BlockChange, Change
from worldsim.events import Candidate, Dreamed, Ended, Replanned
from worldsim.space import Pos

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path.parent for path in (ROOT / "examples" / "runs").glob("*/spec.json"))
#: Milliseconds: a busy machine without a graphics card draws slowly.
PATIENCE = 90_000
HOSTILE = "</script><img src=x onerror=\"document.title='acted'\"><svg onload=document.title='acted'>'\"`${1}{{1}}<!--"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium: CI installs one (.ci/run)")
        pytest.skip("no Chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is for development")
    with playwright.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=found, args=FLAGS, timeout=PATIENCE)
        yield launched
        launched.close()


@contextmanager
def opened(browser: Any, path: Path, width: int = 800, *, dark: bool = False) -> Iterator[Any]:
    """The page, once it is ready. No request but for itself, no error and no warning on its console, or the test fails."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light", reduced_motion="reduce")
    page, asked, said = context.new_page(), [], []
    page.set_default_timeout(PATIENCE)
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path.as_uri())
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    yield page
    context.close()
    assert asked == [path.as_uri()]
    assert said == []


def picture(page: Any) -> bytes:
    """What the canvas shows, as a PNG; drawn to its end."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page.evaluate("document.getElementById('canvas').toDataURL()").encode()


def pixels(png: bytes) -> list[tuple[int, tuple[int, int, int]]]:
    """How often each colour is in a picture of the canvas, made smaller."""
    with Image.open(io.BytesIO(base64.b64decode(png.split(b",")[1]))) as opened_image:
        counts: list[tuple[int, tuple[int, int, int]]] = opened_image.convert("RGB").resize((320, 240)).getcolors(320 * 240)
    return counts


def colours(png: bytes) -> int:
    """How many colours there are, in steps of 16."""
    return len({(r >> 4, g >> 4, b >> 4) for _, (r, g, b) in pixels(png)})


def purple(png: bytes) -> float:
    """The share of what was dreamed and did not happen, 0-1."""
    return sum(count for count, (r, g, b) in pixels(png) if r > g + 25 and b > g + 50) / (320 * 240)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (path,) = report(EXAMPLES[0], tmp_path_factory.mktemp("house") / "report.html", compare=EXAMPLES[1])
    return path


def test_the_house_can_be_seen_and_the_slider_and_switch_move_it(browser: Any, house: Path) -> None:
    with opened(browser, house) as page:
        assert page.locator("h1").text_content() == "build a house"
        last = picture(page)
        assert colours(last) > 20, "the picture is blank"
        slider = page.locator("#slider")
        steps = int(slider.get_attribute("max"))
        assert page.locator("#at").inner_text() == f"{steps} / {steps}"
        slider.focus()
        page.keyboard.press("Home")
        assert page.locator("#caption").inner_text() == "Before the first step."
        first = picture(page)
        assert first != last
        page.keyboard.press("ArrowRight")
        assert page.locator("#caption").inner_text().startswith("Step 1 ")
        assert slider.get_attribute("aria-valuetext") == f"step 1 of {steps}"
        page.keyboard.press("End")
        assert picture(page) == last, "where it was before, it looks as before"
        page.get_by_text("Difference", exact=True).click()
        assert picture(page) != last
        legend = page.locator("#legend").inner_text()
        assert "as dreamed: " in legend
        assert "as dreamed: 0" not in legend
        page.get_by_text("Dream", exact=True).click()
        assert page.locator("#legend").inner_text() == ""
        canvas = page.locator("#canvas")
        before = picture(page)
        canvas.focus()
        page.keyboard.press("ArrowLeft")
        turned = picture(page)
        assert turned != before
        page.keyboard.press("0")
        box = canvas.bounding_box()
        page.mouse.move(box["x"] + 300, box["y"] + 200)
        page.mouse.down()
        page.mouse.move(box["x"] + 420, box["y"] + 220)
        page.mouse.up()
        assert picture(page) not in (before, turned)
        page.get_by_text("The other", exact=True).click()
        assert int(slider.get_attribute("max")) != steps


def test_on_a_phone_in_the_dark(browser: Any, house: Path) -> None:
    with opened(browser, house, 390, dark=True) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, "nothing sticks out sideways"
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 23, 28)"
        assert colours(picture(page)) > 20
        page.locator("#only").check()
        shown = page.locator("#rows tr")
        marked = page.locator("#rows tr.surprising")
        assert shown.count() == marked.count() > 0
        shown.first.get_by_role("button").click()
        assert "took" in page.locator("tr.detail").inner_text()
        nameless = page.evaluate(
            "[...document.querySelectorAll('button, input, canvas')].filter(one => !(one.getAttribute('aria-label') || one.textContent.trim()"
            " || one.closest('label')?.textContent.trim())).map(one => one.outerHTML)"
        )
        assert nameless == []


def test_nothing_that_a_world_or_a_model_said_acts(browser: Any, tmp_path: Path) -> None:
    pos = Pos(1, 64, 1)
    change = Change(inventory={HOSTILE: 1}, blocks=(BlockChange(pos, HOSTILE, "air"),))
    run = told.write(
        tmp_path / "run",
        [
            told.seen(), told.proposed(HOSTILE, HOSTILE, outlook=(HOSTILE, "b")), told.asked(HOSTILE, HOSTILE, error=HOSTILE),
            Dreamed(candidate=Candidate(name=HOSTILE, origin=HOSTILE, call=HOSTILE), chosen=True, p_success=0.5, rollouts=2, note=HOSTILE),
            *told.step(1, Mine(pos), change), *told.step(2, Mine(pos), change, reason="refused", note=HOSTILE),
            told.judged(HOSTILE, done=False, evidence=HOSTILE), Replanned(task=HOSTILE, why=HOSTILE), Ended(reached=False, why=HOSTILE, exit_code=1),
        ],
        goal=HOSTILE, cheats=[HOSTILE], minecraft=HOSTILE,
    )  # fmt: skip
    (path,) = report(run, compare=run)
    with opened(browser, path) as page:
        assert page.title() != "acted"
        assert page.locator("img").count() == 0
        assert page.locator("[onerror], [onload]").count() == 0
        assert page.locator("h1").text_content() == HOSTILE
        assert page.locator("script").count() == 3
        page.locator("#rows tr").nth(1).get_by_role("button").click()
        assert HOSTILE in page.locator("tr.detail").text_content()
        assert page.title() != "acted"


def test_the_page_may_not_reach_anybody_nor_run_anything_new(browser: Any, tmp_path: Path) -> None:
    reached: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reached.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        (path,) = report(told.write(tmp_path / "run", told.good()))
        context = browser.new_context()
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(path.as_uri())
        page.evaluate(
            """async address => {
              const late = document.createElement('script')
              late.textContent = "document.title = 'acted'"
              const image = new Image()
              const loaded = new Promise(done => { image.onerror = image.onload = done })
              image.src = address + '/image'
              document.body.append(late, image)
              await fetch(address + '/fetch', { mode: 'no-cors' }).catch(() => 0)
              await loaded
            }""",
            f"http://127.0.0.1:{server.server_address[1]}",
        )
        assert page.title() != "acted"
        assert reached == []
        context.close()
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_thousand_steps_stay_fast(browser: Any, tmp_path: Path) -> None:
    (path,) = report(told.write(tmp_path / "run", told.placed(1200)))
    with opened(browser, path) as page:
        assert page.locator("#rows tr").count() == 1000
        page.locator("#more").click()
        assert page.locator("#rows tr").count() == 1200
        took = page.evaluate("() => { const t = performance.now(); document.getElementById('only').click(); return performance.now() - t }")
        assert page.locator("#rows tr").count() == 120
        assert took < 3000, "a filter answers at once, even on a busy machine"
        page.locator("#find").fill("(30, 73, 3)")
        assert page.locator("#shown").inner_text() == "1 of 1200"


def test_a_house_opens_within_two_seconds_of_work(browser: Any, house: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    measure = context.new_cdp_session(page)
    measure.send("Performance.enable", {"timeDomain": "threadTicks"})  # what others do on this machine does not count
    page.goto(house.as_uri())
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    seconds = {metric["name"]: metric["value"] for metric in measure.send("Performance.getMetrics")["metrics"]}
    assert 0 < seconds["TaskDuration"] < 2
    context.close()


def test_a_failed_run_opens_at_the_step_that_broke_it(browser: Any, tmp_path: Path) -> None:
    (path,) = report(told.write(tmp_path / "run", told.bad()))
    with opened(browser, path) as page:
        assert page.locator("input[name=mode]:checked").get_attribute("value") == "difference"
        assert page.locator("#slider").input_value() == "2"
        assert purple(picture(page)) > 0.001
        top, figures = page.locator(".wrong").bounding_box(), page.locator(".tiles").bounding_box()
        assert top["y"] < figures["y"], "what went wrong is read before any figure"
        page.locator("#slider").press("Home")
        page.get_by_text("Reality", exact=True).click()
        assert purple(picture(page)) == 0
        page.locator(".wrong a[data-step]").first.click()
        assert page.locator("#caption").inner_text().startswith("Step 2 ")
        assert "somebody took it" in page.locator("#caption").inner_text()
        assert "success (said by law)" in page.locator("#caption").inner_text()
        assert "dreamed, did not happen: 1" in page.locator("#legend").inner_text()
        assert purple(picture(page)) > 0.001, "the block that was dreamed away, and is still there"
        page.locator(".story a[data-step]").first.click()
        assert page.locator("tr.here").get_attribute("id") == "step-2"


def test_a_block_that_somebody_put_there_is_seen_where_the_dream_had_another(browser: Any, tmp_path: Path) -> None:
    (path,) = report(EXAMPLES[2], tmp_path / "report.html")
    with opened(browser, path) as page:
        assert page.locator("#caption").inner_text().startswith("Step 80 ")
        assert "dreamed, did not happen: 1" in page.locator("#legend").inner_text()
        assert purple(picture(page)) > 0.001
        page.locator("#slider").press("ArrowLeft")
        assert "dreamed, did not happen: 0" in page.locator("#legend").inner_text()


def test_a_step_that_altered_no_block_is_shown_as_it_was(browser: Any, tmp_path: Path) -> None:
    (path,) = report(EXAMPLES[1], tmp_path / "report.html")
    with opened(browser, path) as page:
        assert page.locator("input[name=mode]:checked").get_attribute("value") == "reality"
        assert page.locator("#slider").input_value() == "25"
        assert "what is carried (said by law)" in page.locator("#caption").inner_text()


def test_without_webgl_everything_else_is_there(browser: Any, tmp_path: Path) -> None:
    (path,) = report(told.write(tmp_path / "run", told.good()))
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(path.as_uri())
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    assert "no WebGL" in page.locator("#no3d").inner_text()
    assert page.locator("#rows tr").count() == 2
    context.close()
