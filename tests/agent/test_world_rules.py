"""`agent.run --world-rules`: the server is altered, the record says so, and nothing else knows how."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agent.api import Agent
from agent.labs import opened
from agent.run import settings
from agent.server_env import ServerEnv
from bridge.alter import alter
from bridge.altering.rules import read_overlay
from worldsim.actions import Craft
from worldsim.errors import UsageError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "altered.json"
    path.write_text(json.dumps({"rules": {"recipes": {"counts": {"oak_planks": 7}}}, "manifest": [{"says": "a secret of the manifest"}]}))
    return path


@pytest.mark.timeout(300)
def test_a_run_says_that_its_world_was_altered_and_not_how(tmp_path: Path, file: Path) -> None:
    agent = Agent(seed=1, world_rules=str(file), runs=str(tmp_path / "runs"), library=str(tmp_path / "library"), dry_run=True)
    ending = agent.run("obtain 1 oak planks")
    spec = json.loads((ending.folder / "spec.json").read_text())
    assert spec["world_rules"] == read_overlay(file).sha
    assert spec["cheats"] == [f"altered world: {read_overlay(file).sha}"]
    texts = [path.read_text(errors="replace") for path in ending.folder.iterdir() if path.is_file()]
    assert texts
    assert not any("secret" in text or 'oak_planks": 7' in text for text in texts)


@pytest.mark.timeout(300)
def test_labs_and_environments_take_the_same_file(file: Path) -> None:
    rules: dict[str, Any] = read_overlay(file).rules
    with opened({"terrain": "flat", "spawn": [0, 64, 0], "inventory": {"oak_log": 1}}, warp=0, rules=rules) as world:
        assert world.act(Craft("oak_planks")).change.inventory == {"oak_log": -1, "oak_planks": 7}
    assert ServerEnv(world_rules=str(file)).rules == rules


def test_what_cannot_be_altered_is_refused_before_anything_is_written(tmp_path: Path, file: Path) -> None:
    with pytest.raises(UsageError, match="--world-rules: expected the embedded server"):
        settings(["--goal", "explore", "--world-rules", str(file), "--server", "127.0.0.1:25565"])
    with pytest.raises(UsageError, match=r"--world-rules .*none\.json: expected rules in JSON, found: No such file"):
        Agent(world_rules=str(tmp_path / "none.json"), runs=str(tmp_path / "runs"), library=str(tmp_path / "library")).run("explore")
    assert not [*(tmp_path / "runs").glob("*")]


def test_what_is_altered_can_be_read_as_notes() -> None:
    assert alter(1, 3).notes().count("\n- ") == 3
