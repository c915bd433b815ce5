"""What is shown to newcomers works, and is as short as it is said to be."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from worldsim.actions import Equip, Mine, MoveTo, Place, Wait
from worldsim.blocks import blocks_of
from worldsim.facts import facts
from worldsim.plugins import load
from worldsim.space import Pos, Vec
from worldsim.state import Body, State
from worldsim.world import WorldModel

EXAMPLE = Path(__file__).parent.parent / "examples" / "my_world_model.py"


def test_a_world_model_of_ones_own() -> None:
    assert len(EXAMPLE.read_text().splitlines()) <= 30
    model = load("examples.my_world_model:Mine", "--imagine")()
    assert isinstance(model, WorldModel)
    known = facts()
    log = Pos(2, 64, 0)
    blocks = blocks_of(known.palette, {log: known.state_id("oak_log")})
    state = State(tick=0, body=Body(Vec(0.5, 64, 0.5), Vec(0, 0, 0)), blocks=blocks, inventory={"dirt": 1})
    mined, placed, lacking, walked, waited = model.predict(
        state, [Mine(log), Place("dirt", Pos(1, 64, 1)), Equip("stick"), MoveTo(Pos(3, 64, 3)), Wait(5)]
    )
    assert mined.mode.change.inventory == {"oak_log": 1}
    assert placed.mode.change.inventory == {"dirt": -1}
    assert (lacking.p_success, lacking.mode.reason) == (0.0, "no_item")
    assert walked.mode.end == Vec(3.5, 64.5, 3.5)
    assert waited.covers == ()
    for prediction in (mined, placed, lacking, walked, waited):
        assert sum(branch.p for branch in prediction.branches) == pytest.approx(1.0)


def test_an_environment_to_dream_in() -> None:
    assert len((EXAMPLE.parent / "dream_env.py").read_text().splitlines()) <= 20
    command = [sys.executable, "-m", "examples.dream_env"]
    lines = subprocess.run(command, cwd=EXAMPLE.parent.parent, capture_output=True, text=True, check=True).stdout.splitlines()
    assert [line.split(":")[0] for line in lines[:-1]] == ["world 0", "world 1", "world 2"]
    assert re.fullmatch("[0-3] of 3 reached the goal", lines[-1])
