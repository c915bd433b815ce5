"""What the world models would have predicted in a recorded run, and the words that an action is asked for in."""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from agent.phrases import EXAMPLES as PHRASES
from agent.phrases import understand
from agent.runs.rows import changed
from agent.whatif import EPILOG, main, whatif
from worldsim.actions import Craft, Dig, Equip, Explore, Mine, MoveTo, Place, Smelt, Wait, describe
from worldsim.errors import UsageError
from worldsim.events import Predicted, read_events
from worldsim.facts import facts
from worldsim.mixing.hybrid import hybrid_of
from worldsim.space import Pos
from worldsim.state import State
from worldsim.transitions import read_transitions

ROOT = Path(__file__).parent.parent.parent
RUNS = ROOT / "examples" / "runs"
HOUSE, FAILED = RUNS / "20261123-013154-build-a-house-s3", RUNS / "20261123-013354-build-a-house-s3"
PLANKS = Pos(25, 67, -24)  # of the first step: an oak_log


@cache
def before(step: int) -> State:
    """Of the house: 1 with empty hands beside trees; 60 in the middle of building, with planks and doors."""
    (found,) = islice(read_transitions(HOUSE), step - 1, step)
    assert found.step == step
    return found.before


@pytest.mark.parametrize("phrase", PHRASES)
def test_every_phrase_that_is_shown_means_something(phrase: str) -> None:
    asked = understand(phrase, before(60), facts())
    assert describe(asked.actions[-1]).split("(")[0] == phrase.split()[0]


@pytest.mark.parametrize(
    ("phrase", "actions"),
    [
        ("mine oak_log at 25 67 -24", (Mine(PLANKS),)),
        ("mine (25, 67, -24)", (Mine(PLANKS),)),
        ("mine minecraft:oak_log at 25 67 -24", (Mine(PLANKS),)),
        ("craft oak_planks", (Craft("oak_planks"),)),
        ("craft 3 oak_planks", (Craft("oak_planks", 3),)),
        ("craft('oak_planks', 3)", (Craft("oak_planks", 3),)),
        ("place oak_planks at 1 2 3", (Place("oak_planks", Pos(1, 2, 3)),)),
        ("place oak_door at 1 2 3 facing north", (Place("oak_door", Pos(1, 2, 3), "north"),)),
        ("explore iron_ore south", (Explore(("iron_ore",), "south"),)),
        ("smelt 2 raw_iron with coal", (Smelt("raw_iron", 2, "coal"),)),
        ("wait 20", (Wait(20),)),
        ("move_to 1 2 3", (MoveTo(Pos(1, 2, 3)),)),
        ("equip stick", (Equip("stick"),)),
    ],
)
def test_a_phrase_is_an_action(phrase: str, actions: tuple[Any, ...]) -> None:
    asked = understand(phrase, before(1), facts())
    assert asked.actions == actions
    assert (asked.supposed, asked.state) == ((), before(1))


def test_a_name_is_the_nearest_known_block() -> None:
    state = before(1)
    ((mine,), here) = understand("mine oak_log", state, facts()).actions, state.body.pos
    assert isinstance(mine, Mine)
    assert state.blocks.name(mine.pos) == "oak_log"
    others = state.blocks.find(["oak_log"], here.cell, 100, 128)
    assert len(others) > 10
    assert all(here.cell.center.distance(mine.pos.center) <= here.cell.center.distance(other.center) for other in others)


def test_what_is_not_there_is_supposed_and_told() -> None:
    state = before(60)
    asked = understand("mine iron_ore with wooden_pickaxe", state, facts())
    (mine,) = asked.actions
    assert isinstance(mine, Mine)
    assert asked.state.blocks.name(mine.pos) == "iron_ore"
    was = state.blocks.name(mine.pos)
    assert was not in (None, "air", "iron_ore")
    assert asked.supposed == ("a wooden_pickaxe is carried", f"iron_ore is at {mine.pos}, where {was} is (no iron_ore is known by then)")
    assert (asked.state.count("wooden_pickaxe"), [tool.left for tool in asked.state.tools]) == (1, [59])  # uses: Minecraft Wiki, "Pickaxe"
    assert state.blocks.find(["iron_ore"], state.body.pos.cell, 1, 128) == [], "the record is as it was"

    there = understand("dig diamond_ore at 900 70 900 with wooden_pickaxe", asked.state, facts())
    assert there.actions == (Equip("wooden_pickaxe"), Dig(Pos(900, 70, 900)))
    assert there.supposed == ("diamond_ore is at (900, 70, 900), where nothing is known",)
    bare = understand("mine oak_log with stone_axe", asked.state, facts())
    assert bare.supposed == ("a stone_axe is carried", "wooden_pickaxe stayed at home")


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("", r"expected a verb first, found nothing; the verbs: move_to, explore, mine, "),
        ("mien oak_log", r"expected a verb first, found 'mien'; did you mean mine\?$"),
        ("control forward", r"expected a verb first, found 'control'; "),
        ("mine irn_ore", r"expected a block of Minecraft 1\.19\.4, found 'irn_ore'; did you mean iron_ore"),
        ("mine iron ore", r"expected one name, found 'iron' and 'ore'; names are written with _ ; a tool follows 'with'$"),
        ("mine", r"expected a cell; for example: mine iron_ore with wooden_pickaxe$"),
        ("mine oak_log with", r"expected a word after 'with', found none; "),
        ("mine oak_log with wooden_pikaxe", r"expected an item after 'with', found 'wooden_pikaxe'; did you mean wooden_pickaxe"),
        ("mine oak_log at 1 2", r"expected three whole numbers after 'at', found 1 2; for example: at 25 67 -24$"),
        ("mine oak_log 7", r"expected a count, or a cell after 'at'; found 7; "),
        ("mine oak_log at 1 9999999 2", r"'mine oak_log at 1 9999999 2': "),
        ("place oak_planks", r"expected a cell; for example: place oak_planks at 24 71 -42$"),
        ("place at 1 2 3", r"expected an item, found none; "),
        ("craft zzz", r"expected an item of Minecraft 1\.19\.4, found 'zzz'; "),
        ("craft 0 stick", r"'craft 0 stick': .*; for example: craft 3 oak_planks$"),
        ("attack stone", r"expected a creature of Minecraft 1\.19\.4, found 'stone'; "),
        ("explore iron_ore facing up", r"'explore iron_ore facing up': .*north.*; for example: explore iron_ore facing north$"),
        ("wait", r"expected a count, found none; for example: wait 20$"),
    ],
)
def test_a_phrase_that_means_nothing_teaches(phrase: str, told: str) -> None:
    with pytest.raises(UsageError, match=told) as error:
        understand(phrase, before(1), facts())
    assert "\n" not in str(error.value)


def test_rules_repeat_what_the_run_had_predicted() -> None:
    recorded = {event.step: event.prediction for event in read_events(HOUSE / "events.jsonl") if isinstance(event, Predicted)}
    for step in (1, 5, 25):
        (rules, *_) = whatif(HOUSE, step).answers
        assert (rules.who, rules.prediction) == ("rules", recorded[step])


def test_who_has_watched_knows_better_in_an_altered_world() -> None:
    answer = whatif(FAILED, 38)
    assert answer.actions == (Craft("oak_planks"),)
    said = {each.who: each.prediction for each in answer.answers}
    assert list(said) == ["rules", "statistics", "hybrid"]
    assert changed(said["rules"].mode.change) == "-1 oak_log, +4 oak_planks"
    assert changed(said["statistics"].mode.change) == changed(answer.done.outcome.change) == "-1 oak_log, +2 oak_planks"
    (dispute,) = [each for each in said["hybrid"].disputes if each.family == "inventory"]
    assert (dispute.believed, dispute.instead) == ("rules", "oak_log -1, oak_planks +2")


def test_the_command_tells_what_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(HOUSE), "--at", "60", "mine iron_ore with wooden_pickaxe"]) == 0
    text = capsys.readouterr().out
    for told in (
        r"^20261123-013154-build-a-house-s3, before step 60 \(tick \d+\): at \(.*\), carrying .*53 oak_planks",
        r"^supposing that a wooden_pickaxe is carried$",
        r"^mine\(\(.*\)\):$",
        r"^rules: the laws that the run knew \(all\)\n  100% failed no_tool \(iron_ore yields nothing to wooden_pickaxe\); ",
        r"^  why: law says inventory, .*; physics says position, ticks; novelty 0\.00$",
        r"^statistics: the 59 steps before, counted\n  no word: ",
        r"^hybrid: ",
    ):
        assert re.search(told, text, re.MULTILINE), told
    assert "what happened" not in text
    assert "wooden_pickaxe" not in text.splitlines()[0], "carried as recorded, without what is supposed"
    assert main([str(FAILED), "--at", "25"]) == 0
    assert "\nwhat happened: -3 oak_log, +6 oak_planks; " in capsys.readouterr().out


def test_a_model_of_ones_own_and_a_language_model_are_asked_too(endpoint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    step = {
        "p_success": 0.25, "reason": "no_tool", "note": "too hard", "inventory": [], "tools": [], "blocks": [], "health": 0.0, "food": 0, "end": None,
        "vel": None, "ticks_p10": 1, "ticks_p50": 2, "ticks_p90": 3, "risks": [], "failures": [], "seen": [],
    }  # fmt: skip
    endpoint.replies = [json.dumps({"steps": [step]})]
    answer = whatif(
        HOUSE, 1, "mine iron_ore with wooden_pickaxe", imagine=["examples.my_world_model:Mine"], model="openai:fake", base_url=endpoint.url
    )  # fmt: skip
    said = {each.who: each.prediction for each in answer.answers}
    assert list(said) == ["rules", "statistics", "hybrid", "examples.my_world_model:Mine", "llm:openai:fake"]
    assert said["llm:openai:fake"].p_success == pytest.approx(0.25)
    assert {leaf.source for leaf in said["llm:openai:fake"].sources} == {"llm"}
    assert "iron_ore" in json.dumps(endpoint.bodies[0])


def test_a_library_is_asked_and_left_as_it_is(tmp_path: Path) -> None:
    watched = hybrid_of(tmp_path / "beliefs")
    watched.study(islice(read_transitions(FAILED), 25))
    watched.save(tmp_path / "beliefs")
    files = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    said = {each.who: each for each in whatif(HOUSE, 25, "craft 3 oak_planks", library=tmp_path).answers}
    assert changed(said["statistics"].prediction.mode.change) == "-3 oak_log, +6 oak_planks"
    assert said["statistics"].about == f"what {tmp_path} has counted"
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == files


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([str(FAILED), "--at", "42"], r"--at: expected a step of 20261123-013354-build-a-house-s3, 1 to 41, found 42; "),
        ([str(FAILED), "--at", "0"], r"1 to 41, found 0; "),
        ([str(FAILED), "--at", "x"], r"expected an integer, found 'x'; see python -m agent.whatif --help"),
        ([str(FAILED)], r"arguments are required: --at; see python -m agent.whatif --help"),
        (["./nowhere/run", "--at", "1"], r"\./nowhere/run: expected a run, a folder with spec.json, found nothing there; "),
        ([str(FAILED), "--at", "1", "hew a log"], r"expected a verb first, found 'hew'; "),
    ],
)
def test_bad_usage_is_told_in_one_line(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert re.match(rf"lucidcraft: .*{told}", error)
    assert error.count("\n") == 1


def test_a_run_that_did_nothing_has_no_step_to_ask_about(tmp_path: Path) -> None:
    run = Path(shutil.copytree(FAILED, tmp_path / "run"))
    (run / "transitions.jsonl").write_bytes(b"")
    with pytest.raises(UsageError, match="--at: expected a run with steps, as run has none, found 1; "):
        whatif(run, 1)


def test_commands_that_are_shown_name_runs_and_steps_that_there_are() -> None:
    shown = re.findall(r"python -m agent\.whatif (\S+) --at (\d+)", EPILOG + (ROOT / "docs" / "runs.md").read_text(encoding="utf-8"))
    assert len(shown) >= 4
    for folder, step in shown:
        lines = (ROOT / folder / "transitions.jsonl").read_bytes().count(b"\n")
        assert 1 <= int(step) <= lines
