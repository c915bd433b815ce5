"""Keeping alive in the real world: a cow and an empty stomach, the end of a night with a zombie; by the agent itself, dreamed before it is done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent import Agent, Ending
from tests.bridge.lab import Lab, opened
from worldsim.actions import Wait
from worldsim.events import Acted, Dreamed, Proposed, read_events


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with opened() as lab:
        yield lab


def pursue(lab: Lab, tmp_path: Path) -> tuple[Ending, list[str]]:
    ending = Agent(world=lab.world, runs=str(tmp_path / "runs"), library=str(tmp_path / "library")).run("obtain 1 crafting_table")
    events = read_events(ending.folder / "events.jsonl")
    dreamed = False
    for event in events:
        dreamed = (dreamed or (isinstance(event, Dreamed) and event.chosen)) and not isinstance(event, Proposed)
        assert dreamed or not isinstance(event, Acted), "nothing is done undreamed"
    return ending, [event.task.name for event in events if isinstance(event, Proposed)]


def test_the_hungry_hunt_before_they_work(lab: Lab, tmp_path: Path) -> None:
    lab.scene({}, {"oak_log": 1})
    lab.server.setup("effect", "give", "hunger", 4, 200)
    lab.world.act(Wait(90))
    lab.server.setup("summon", "cow", lab.x + 6, 64, 2)
    lab.world.act(Wait(2))
    hungry = lab.world.observe().body.food
    assert hungry < 14
    ending, tasks = pursue(lab, tmp_path)
    assert ending.reached, ending.why
    assert tasks[0] == "hunt and eat"
    assert tasks[-1] == "obtain 1 crafting_table"
    assert lab.world.observe().body.food >= hungry + 3


def test_a_night_with_a_zombie_is_lived_through(lab: Lab, tmp_path: Path) -> None:
    lab.scene({}, {"oak_log": 1, "stone_sword": 1})
    lab.server.setup("heal")
    lab.server.setup("time", 22800)
    lab.server.setup("summon", "zombie", lab.x + 6, 64, 0)
    lab.world.act(Wait(2))
    ending, tasks = pursue(lab, tmp_path)
    assert ending.reached, ending.why
    assert tasks == ["be safe from the zombie", "see the night through", "obtain 1 crafting_table"]
    after = lab.world.observe()
    assert after.time_of_day < 1000
    assert after.body.pos.y >= 63
    assert after.body.health > 0
    # Who comes near who stays on the ground in the day would be seen.
    assert ending.summary.met >= 0.7 * ending.summary.actions


def test_the_first_pain_ends_a_wait(lab: Lab) -> None:
    lab.scene({(0, 0, 0): "cactus"})
    lab.server.setup("heal")
    outcome, comparison, said = lab.act(Wait(60))
    assert (outcome.status, said.mode.status) == ("interrupted", "interrupted")
    assert (outcome.change.health, said.mode.change.health) == (-1, -1)
    assert comparison.met
    lab.server.setup("setblock", *lab.at(0, 0, 0), "air")
