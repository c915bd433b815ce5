"""Altered worlds: every change loads, leaves a game to play, and can be seen by doing something."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bridge.alter import KINDS, alter, main
from bridge.altering import playable
from bridge.altering.grids import made_by
from bridge.altering.rules import Change, merged, overlay_of, read_overlay, vanilla
from bridge.node import JS, node_binary
from bridge.server import EmbeddedServer
from bridge.world import Endpoint, MineflayerWorld
from worldsim.actions import Craft, Mine
from worldsim.errors import UsageError
from worldsim.facts import facts
from worldsim.space import Pos

SCRIPT = Path(__file__).parent / "js" / "altered.js"


class Seen(msgspec.Struct):
    """What came of one action."""

    value: Any = None
    error: str = ""


def seen(shows: Sequence[dict[str, Any]], rules: dict[str, Any]) -> list[Seen]:
    """Play these actions on a flat server with these rules."""
    with EmbeddedServer(seed=1, scenario={"terrain": "flat"}, rules=rules) as server:
        options = json.dumps({"port": server.port, "control": server.control, "token": server.token, "shows": list(shows)})
        run = subprocess.run(
            [str(node_binary()), str(SCRIPT), options], capture_output=True, text=True, timeout=500, check=False, env={"LUCIDCRAFT_JS": str(JS)}
        )
        assert (run.returncode, run.stderr) == (0, "")
        assert server.troubles == []
    return [msgspec.json.decode(line, type=Seen) for line in run.stdout.splitlines()]


def unseen(changes: Sequence[Change]) -> list[str]:
    """The changes that make no difference to who looks."""
    shows = [change.shows for change in changes]
    before, after = seen(shows, {}), seen(shows, overlay_of([*changes]))
    assert len(before) == len(after) == len(changes)
    return [
        f"{change.says} {change.shows}: {one} / {two}"
        for change, one, two in zip(changes, before, after, strict=True)
        if one.error or two.error or one.value == two.value
    ]


@pytest.mark.timeout(900)
def test_every_kind_of_change_is_seen_by_a_client() -> None:
    world = alter(seed=5, changes=len(KINDS))
    assert len({change.kind for change in world.manifest}) == len(KINDS)
    assert unseen(world.manifest) == []


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert alter(3, 6).text() == alter(3, 6).text()
    assert alter(3, 6).text() != alter(4, 6).text()
    assert alter(3, 6).manifest[:4] == alter(3, 4).manifest


@pytest.mark.parametrize("seed", [1, 2])
def test_the_game_stays_playable(seed: int) -> None:
    world = alter(seed, 15)
    assert playable.lost(merged(vanilla(), world.rules)) == []
    assert len({change.path for change in world.manifest}) == len(world.manifest) == 15
    assert overlay_of(world.manifest) == world.rules


@pytest.mark.parametrize(
    ("rules", "goal"),
    [
        ({"drops": {"blocks": {"stone": []}}}, "cobblestone"),
        ({"recipes": {"instead": {"crafting_table": []}}}, "chest"),
        ({"tools": {"harvest": {"stone": ["stone_pickaxe"]}}}, "cobblestone"),
        ({"drops": {"blocks": {"birch_log": [{"item": "dirt"}]}}}, "birch_planks"),
        ({"smelting": {"recipes": {"raw_iron": {"result": "flint"}, "iron_ore": None, "deepslate_iron_ore": None}}}, "iron_ingot"),
        ({"recipes": {"instead": {"wooden_pickaxe": []}}}, "wooden_pickaxe"),
    ],
)
def test_what_takes_the_game_away_is_noticed(rules: dict[str, Any], goal: str) -> None:
    assert playable.lost(vanilla()) == []
    assert goal in playable.lost(merged(vanilla(), rules))


def test_vanilla_makes_of_a_grid_what_it_makes() -> None:
    # Minecraft Wiki, "Torch", "Stick" (Crafting), Java Edition 1.19.4
    assert made_by(("coal", None, None, "stick", None, None, None, None, None)) == {"torch"}
    assert made_by((None, None, None, None, "birch_planks", None, None, "oak_planks", None)) == {"stick"}
    assert made_by(("oak_log", *[None] * 8)) == {"oak_planks"}
    assert made_by(("dirt", "flint", *[None] * 7)) == set()


def test_too_many_changes_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seed", "1", "--changes", "100000", "-o", str(tmp_path / "world.json")]) == 2
    said = capsys.readouterr().err
    assert said.startswith("lucidcraft: --changes: expected at most ")
    assert said.count("\n") == 1
    assert not (tmp_path / "world.json").exists()
    assert main(["--changes", "0"]) == 2


def test_a_file_is_written_and_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, notes = tmp_path / "world.json", tmp_path / "notes.md"
    assert main(["--seed", "2", "--changes", "5", "-o", str(file), "--notes", str(notes)]) == 0
    assert capsys.readouterr().out == f"{file}  (5 changes)\n{notes}  (the same in prose)\n"
    world = alter(2, 5)
    assert read_overlay(file).rules == world.rules
    assert all(change.says[1:] in notes.read_text() for change in world.manifest)
    assert all(set(entry) >= {"path", "old", "new", "says", "shows"} for entry in json.loads(file.read_text())["manifest"])
    (tmp_path / "bare.json").write_text(json.dumps(world.rules))
    assert read_overlay(tmp_path / "bare.json").rules == world.rules


@pytest.mark.parametrize("text", ["", "[]", '{"rules": {"nonsense": {}}}', '{"rules": {"drops": 3}}'])
def test_what_is_no_overlay_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "world.json").write_text(text)
    with pytest.raises(UsageError, match="--world-rules: expected"):
        read_overlay(tmp_path / "world.json")


def test_rules_of_what_does_not_exist_are_refused() -> None:
    for rules in ({"hardness": {"hardness": {"dirtt": 1}}}, {"recipes": {"also": {"stick": [{"ingredients": ["nothing_such"]}]}}}):
        with pytest.raises(UsageError, match=r"expected (a block|an item) of 1\.19\.4"):
            EmbeddedServer(scenario={"terrain": "flat"}, rules=rules)


@pytest.mark.timeout(300)
def test_the_bot_finds_out_and_does_not_hang() -> None:
    """It believes in vanilla: what differs takes longer, or fails for a typed reason."""
    rules = {
        "hardness": {"hardness": {"dirt": 2, "sand": 40}},
        "recipes": {"instead": {"stick": []}, "counts": {"oak_planks": 3}},
        "tools": {"harvest": {"gravel": ["iron_shovel"]}},
    }
    blocks = [[[2, 64, 0], "dirt"], [[0, 64, 2], "sand"], [[-2, 64, 0], "gravel"]]
    scenario = {"terrain": "flat", "spawn": [0, 64, 0], "inventory": {"oak_log": 2}, "blocks": blocks}
    with (
        EmbeddedServer(seed=1, scenario=scenario, rules=rules) as server,
        MineflayerWorld(Endpoint("127.0.0.1", server.port, server.control, server.token), facts().palette, warp=0) as world,
    ):
        dirt = world.act(Mine(Pos(2, 64, 0)))
        assert (dirt.status, dirt.change.inventory) == ("done", {"dirt": 1})
        assert dirt.ticks > 60  # vanilla: 15 to dig
        planks = world.act(Craft("oak_planks"))
        assert (planks.status, planks.change.inventory) == ("done", {"oak_log": -1, "oak_planks": 3})
        stick = world.act(Craft("stick"))
        assert (stick.status, stick.reason, stick.change.inventory) == ("failed", "no_recipe", {})
        sand = world.act(Mine(Pos(0, 64, 2)))
        assert (sand.status, sand.reason, sand.change.blocks) == ("failed", "refused", ())
        gravel = world.act(Mine(Pos(-2, 64, 0)))
        assert (gravel.status, gravel.change.inventory) == ("done", {}) or gravel.reason in ("refused", "item_lost")
        assert server.troubles == []
