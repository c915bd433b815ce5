"""The report of a run: what it says, and that it says it of half a run too. How it looks and moves: test_report_page.py."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from PIL import Image

from agent.report import main, report
from agent.reporting.account import read_account
from agent.reporting.calibration import bins
from agent.reporting.colours import PATTERNS, SHAPES, look
from agent.reporting.graph import plan_of
from agent.reporting.markup import data, tag
from agent.reporting.scene import scene
from agent.reporting.words import amounts, brief, called, counted, duration, in_words, phrase, share, short, stopped, times
from tests.agent import told_runs as told
from worldsim.actions import Attack, Collect, Craft, Deposit, Equip, Explore, Mine, MoveTo, Place, Sleep, Smelt, Wait
from worldsim.change import BlockChange, Change
from worldsim.events import Candidate
from worldsim.facts import facts
from worldsim.space import Pos

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "agent" / "reporting" / "assets"
EXAMPLES = sorted(path.parent for path in (ROOT / "examples" / "runs").glob("*/spec.json"))


def words(html: str) -> str:
    """The text of a page, without its scripts and styles."""
    bare = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", bare)))


def said(folder: Path) -> str:
    (path,) = report(folder)
    return words(path.read_text())


def test_the_story_of_a_good_run_in_plain_sentences(tmp_path: Path) -> None:
    text = said(told.write(tmp_path / "run", told.good()))
    for sentence in (
        "It was asked to collect 2 oak_log. It began 1 task and finished 1; it dreamed once and acted twice, for 5.0 s of game time.",
        "It began with this: they were asked for.",
        "The composed program have_log(want=2): 7 of 8 dreams ended well, in about 2 actions and 5.0 s.",
        "Where it failed: no oak_log could be reached.",
        "it would mine 2 oak logs, in 5.0 s. It would then carry 2 oak logs more.",
        "It mined 2 oak logs, in 5.0 s. It then carried 2 oak logs more.",
        "2 of 2 actions went as dreamed.",
        "Verdict: 2 of 2 oak_log carried.",
        "Skill have_log: added (1 of 1 runs good).",
        "No language model was asked.",
        "Cheat ledger: empty",
    ):
        assert sentence in text
    assert "What went wrong" not in text


def test_costs_by_role(tmp_path: Path) -> None:
    calls = [
        told.asked("imagine", tokens_in=100, tokens_out=10, cost=0.25, seconds=1.5),
        told.asked("imagine", tokens_in=200, tokens_out=20, cost=0.5, seconds=2.5, error="no JSON"),
        told.asked("imagine", cached=True),
        told.asked("write", "local:big", tokens_in=7, tokens_out=3),
    ]
    text = said(told.write(tmp_path / "run", [*calls, *told.good()]))
    assert "imagine openai:small 2 1 1 300 30 $0.7500 4.0 s" in text
    assert "write local:big 1 0 0 7 3 unknown 0.0 s" in text


def test_calibration_counts_by_bin(tmp_path: Path) -> None:
    found = bins(read_account(told.write(tmp_path / "run", [*told.good()[:-1], *told.bad()])))
    assert [(b.n, round(b.said, 3), b.came) for b in found] == [(2, 0.8, 1.0), (2, 1.0, 0.5)]


def test_tasks_and_what_became_of_them(tmp_path: Path) -> None:
    plan = plan_of(read_account(told.write(tmp_path / "a", told.bad())))
    assert plan.tasks == {"gather 2 oak_log": "given-up", "find 1 wood": "given-up"}, "a later plan left the door out"
    assert not plan.ordered
    plan = plan_of(read_account(told.write(tmp_path / "b", told.good())))
    assert (plan.tasks, plan.ordered) == ({"gather 2 oak_log": "done"}, True)
    outlook, needs = ("log", "planks", "door"), (("log", "planks"), ("planks", "door"))
    plan = plan_of(read_account(told.write(tmp_path / "c", [told.proposed("log", outlook=outlook, needs=needs)])))
    assert plan.tasks == {"log": "begun", "planks": "open", "door": "open"}
    assert plan.needs == list(needs)


def test_the_scene_holds_dream_and_deed_apart(tmp_path: Path) -> None:
    place = scene(read_account(told.write(tmp_path / "run", told.placed(10))))
    assert place is not None
    names = {number: one.name for number, one in enumerate(place.palette, start=2)}
    last = place.moments[-1]
    ((dream_at, dreamt),), ((deed_at, done),) = last.dream, last.deed
    assert dream_at == deed_at
    assert (names[dreamt], names[done]) == ("oak_planks", "birch_planks")
    assert sum(place.base[::2]) == place.size[0] * place.size[1] * place.size[2]
    assert place.note.startswith("The run kept no transitions")
    x, y, z = place.origin
    assert dream_at == ((64 - y) * place.size[2] + 3 - z) * place.size[0] + 10 - x


def test_a_scene_is_never_larger_than_can_be_shown(tmp_path: Path) -> None:
    far = [told.step(n, told.Mine(pos), told.digs(pos)) for n, pos in enumerate((Pos(0, 64, 0), Pos(900, -30, 0), Pos(3, 70, -900)), start=1)]
    place = scene(read_account(told.write(tmp_path / "run", [told.proposed("far"), *(event for events in far for event in events)])))
    assert place is not None
    assert max(place.size) <= 73
    assert len(place.moments) == 3


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_examples_show_their_land_and_their_house(folder: Path, tmp_path: Path) -> None:
    (path,) = report(folder, tmp_path / "report.html")
    assert path.stat().st_size < 1_500_000, "the limit for a house is 5 MB"
    place = scene(read_account(folder))
    assert place is not None
    assert place.note == ""
    names = {one.name for one in place.palette}
    assert {"grass_block", "oak_leaves", "oak_log"} <= names
    account = read_account(folder)
    assert ("What went wrong" in words(path.read_text())) == (not account.summary.reached or account.summary.replans > 0)


def test_half_a_run_is_told_as_far_as_it_was_written(tmp_path: Path) -> None:
    log = b"".join((EXAMPLES[0] / "events.jsonl").read_bytes().splitlines(keepends=True)[:200])
    land = (EXAMPLES[0] / "transitions.jsonl").read_bytes()
    for part in (0.0, 0.003, 0.37, 0.98):
        folder = tmp_path / f"cut-{part}"
        folder.mkdir()
        shutil.copy(EXAMPLES[0] / "spec.json", folder)
        (folder / "events.jsonl").write_bytes(log[: int(len(log) * part)])
        (folder / "transitions.jsonl").write_bytes(land[: int(len(land) * part * 0.2)])
        text = said(folder)
        assert "unfinished" in text
        assert "The record breaks off after" in text
    (folder / "events.jsonl").unlink()
    assert "The record breaks off after 0 actions" in said(folder)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["{tmp}/none"], ["{tmp}/none: expected a run", "python -m agent.run"]),
        (["{tmp}/file"], ["{tmp}/file: expected a run"]),
        (["{tmp}/corrupt"], ["spec.json: expected the spec of a run, found:", "restore the file"]),
        (["{tmp}/run", "-o", "{tmp}/no/report.html"], ["{tmp}/no/report.html: expected a file that can be written, found: No such file"]),
        (["{tmp}/run", "-o", "{tmp}"], ["expected a file that can be written, found: Is a directory; name another with -o FILE"]),
        (["{tmp}/run", "--compare", "{tmp}/none"], ["{tmp}/none: expected a run"]),
        (["{tmp}/empty", "--gif", "{tmp}/x.gif"], ["expected a run with steps for --gif, found none"]),
        (["{tmp}/broken"], ["events.jsonl:2: expected an event as one line of JSON"]),
        ([], ["the following arguments are required: RUN", "--help"]),
    ],
)
def test_bad_usage_is_one_line(arguments: list[str], words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told.write(tmp_path / "run", told.good())
    told.write(tmp_path / "empty", [])
    (told.write(tmp_path / "corrupt", []) / "spec.json").write_text('{"id": ')
    (told.write(tmp_path / "broken", told.good()) / "events.jsonl").write_text('{"event":"started","run":"x","goal":"y"}\n{"event":\n\n')
    (tmp_path / "file").write_text("")
    assert main([argument.replace("{tmp}", str(tmp_path)) for argument in arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    for word in words:
        assert word.replace("{tmp}", str(tmp_path)) in err


def test_help_is_instant_and_says_all() -> None:
    heavy = ("numpy", "networkx", "msgspec", "PIL", "pandas")
    code = f"import agent.report, sys; print([m for m in {heavy} if m in sys.modules]); agent.report.main(['--help'])"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "200"})
    assert ran.stdout.startswith("[]\n")
    for word in ("RUN", "--output FILE.html", "--compare RUN2", "--gif FILE.gif", "examples:"):
        assert word in ran.stdout


def test_a_moving_picture_in_which_dream_and_deed_part(tmp_path: Path) -> None:
    run = told.write(tmp_path / "run", told.placed(10))
    report(run, gif=tmp_path / "run.gif")
    with Image.open(io.BytesIO((tmp_path / "run.gif").read_bytes())) as film:
        assert film.n_frames == 11
        frames = []
        for number in range(film.n_frames):
            film.seek(number)
            frames.append(film.convert("RGB").copy())
    halves = [(frame.crop((0, 0, 320, 300)), frame.crop((320, 0, 640, 300))) for frame in frames]
    assert halves[0][0].tobytes() == halves[0][1].tobytes(), "both begin with the same"
    assert halves[0][0].tobytes() != halves[1][0].tobytes()
    assert halves[-1][0].tobytes() != halves[-1][1].tobytes(), "the tenth block is another"


def test_every_block_has_a_look_and_an_unknown_one_its_own() -> None:
    for name in {*facts().palette, "a_mod:ruby_pillar", ""}:
        one = look(name)
        assert re.fullmatch(r"#[0-9a-f]{6}", one.colour), name
        assert 0 <= one.pattern < len(PATTERNS)
        assert -1 <= one.shape < len(SHAPES)
    assert look("zyx") == look("zyx")
    assert look("zyx").colour != look("zyw").colour
    assert look("oak_planks").colour != look("birch_planks").colour
    assert [look(name).shape for name in ("air", "stone")] == [-1, 0]


def test_the_page_knows_the_shapes_and_patterns_of_the_colours() -> None:
    script = (ASSETS / "look.js").read_text()
    shapes = script[script.index("SHAPES = [") :].split("\n]")[0]
    assert [tuple(map(float, box.split(","))) for box in re.findall(r"\[([\d., ]+)\]", shapes)] == list(SHAPES.values())
    assert tuple(re.findall(r"'(\w+)'", script[script.index("PATTERNS = [") :].split("]")[0])) == PATTERNS


def test_words() -> None:
    assert counted(1, "oak_log") == "1 oak log"
    assert counted(3, "torch") == "3 torches"
    assert counted(5, "dirt") == "5 dirt"
    assert amounts({"oak_log": 2, "stick": 9, "dirt": 1}) == "9 sticks, 2 oak logs and 1 dirt"
    assert [times(n) for n in (1, 2, 3)] == ["once", "twice", "3 times"]
    assert [duration(t) for t in (19, 200, 2400)] == ["0.9 s", "10 s", "2.0 min"]
    assert [share(p) for p in (None, 0.0, 0.001, 0.5, 0.999, 1.0)] == ["-", "0%", "< 1%", "50%", "> 99%", "100%"]
    leaves = Change(blocks=tuple(BlockChange(Pos(n, 0, 0), "oak_leaves", "air") for n in range(3)), health=-2.5, tools={"stone_axe": -1})
    assert short(leaves) == "3 × oak leaves → air; -1 uses of stone axe; -2.5 health"
    assert short(Change()) == "no change"


def test_actions_and_reasons_as_people_say_them() -> None:
    pos = Pos(1, 64, -2)
    said = {
        Mine(pos): "mine oak log at (1, 64, -2)",
        Place("oak_planks", pos): "place oak planks at (1, 64, -2)",
        MoveTo(pos): "walk to (1, 64, -2)",
        Craft("oak_planks", 3): "craft oak planks 3 times",
        Smelt("raw_iron", 2): "smelt 2 raw irons",
        Explore(("oak_log", "birch_log"), "south"): "explore to the south for oak log and birch log",
        Explore(): "explore to the north",
        Equip("stone_axe"): "take stone axe in hand",
        Collect(): "pick up what lies there",
        Attack("zombie"): "fight zombie",
        Deposit("dirt", 3, pos): "store 3 dirt at (1, 64, -2)",
        Wait(40): "wait 2.0 s",
        Sleep(): "sleep",
    }
    assert {action: phrase(action, told.digs(pos)) for action in said} == said
    assert phrase(Mine(pos)) == "mine a block at (1, 64, -2)"
    why = "it fell; in words: Nobody held it.; of its last action, x"
    assert [brief(why), in_words("it fell; in words: Nobody held it."), in_words("it fell")] == ["it fell", "Nobody held it.", ""]
    assert brief("it fell; of its last action, dig((1, 2, 3)), it expected 1") == "it fell"
    assert [stopped("so it ends"), stopped("so it ends.")] == ["so it ends."] * 2
    assert called(Candidate(name="feed", origin="seed", call=f"feed(meals={'x' * 100})")) == "feed(…)"


def test_markup_escapes_what_is_not_markup() -> None:
    assert tag("p", "<b>&\x00\ud800", title='"<') == '<p title="&quot;&lt;">&lt;b&gt;&amp;\ufffd\ufffd</p>'
    assert tag("p", tag("b", "x"), None, 3, hidden=True, id=None) == "<p hidden><b>x</b>3</p>"
    assert "<" not in data({"a": "</script><!--<script>"})


def test_what_is_shipped_with_the_page_names_its_licence_and_version() -> None:
    three = (ASSETS / "three.min.js").read_text()
    assert "SPDX-License-Identifier: MIT" in three
    assert "MIT License" in (ASSETS / "three.LICENSE").read_text()
    (version,) = re.findall(r"three\.js 0\.(\d+)\.\d+", (ASSETS / "README.md").read_text())
    assert f'"{version}"' in three
    for asset in ASSETS.iterdir():
        assert not re.search(r"</(script|style)", asset.read_text(), re.IGNORECASE), f"{asset.name} would end its element"
