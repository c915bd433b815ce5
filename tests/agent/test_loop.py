"""The loop in an imagined world: fast, and a world in which anything can be made to go wrong."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from agent import Agent, Ending
from worldsim.actions import Action, Mine, Place
from worldsim.blocks import Blocks, blocks_of
from worldsim.change import BlockChange, Change, Outcome
from worldsim.events import Acted, Dreamed, Event, Judged, Proposed, Redreamed, Replanned, read_events
from worldsim.facts import facts
from worldsim.imagined import ImaginedWorld
from worldsim.models import Rules
from worldsim.space import Pos, Vec
from worldsim.state import Body, Observed, State, state_of


def _land(trees: int) -> Blocks:
    """Grass from -20 to 20, air above, and so many trunks of four logs in a row."""
    state = facts().state_id
    grass, dirt, air, log = state("grass_block"), state("dirt"), state("air"), state("oak_log")
    cells = {}
    for x in range(-20, 21):
        for z in range(-20, 21):
            cells |= {Pos(x, 62, z): dirt, Pos(x, 63, z): grass} | {Pos(x, y, z): air for y in range(64, 74)}
    for n in range(trees):
        cells |= {Pos(-9 + 3 * n, y, -6): log for y in range(64, 68)}
    return blocks_of(facts().palette, cells)


def _start(trees: int = 7, inventory: dict[str, int] | None = None) -> State:
    body = Body(pos=Vec(0.5, 64.0, 0.5), vel=Vec(0, 0, 0))
    return state_of(Observed(tick=0, body=body, inventory=inventory or {}), _land(trees))


def _events(ending: Ending) -> list[Event]:
    return read_events(ending.folder / "events.jsonl")


def _agent(tmp_path: Path, world: ImaginedWorld, **options: object) -> Agent:
    return Agent(world=world, runs=str(tmp_path / "runs"), library=str(tmp_path / "library"), **options)


def test_a_house_in_the_imagination(tmp_path: Path) -> None:
    ending = _agent(tmp_path, ImaginedWorld(Rules(), _start(), seed=1)).run("build a house")
    assert ending.reached, ending.why
    assert ending.exit_code == 0
    assert ending.summary.blueprint_f1 == 1.0
    assert ending.summary.met == ending.summary.actions, "in its own imagination nothing surprises"


def test_no_action_before_a_dream_of_the_whole_program(tmp_path: Path) -> None:
    events = _events(_agent(tmp_path, ImaginedWorld(Rules(), _start())).run("obtain 1 wooden pickaxe"))
    dreamed = False
    for event in events:
        if isinstance(event, Proposed):
            dreamed = False
        if isinstance(event, Dreamed) and event.chosen:
            assert event.rollouts > 0
            dreamed = True
        assert not isinstance(event, Acted) or dreamed


def test_foresight_can_be_switched_off(tmp_path: Path) -> None:
    ending = _agent(tmp_path, ImaginedWorld(Rules(), _start()), imagine="off").run("obtain 1 crafting_table")
    assert ending.reached
    assert ending.summary.coverage == 0.0, "a prediction that speaks about nothing covers nothing"
    assert not [event for event in _events(ending) if isinstance(event, Redreamed)]


class Intruder(ImaginedWorld):
    """When the third block of a house is placed, somebody puts a log into the one placed last's cell above."""

    placed = 0

    def act(self, action: Action) -> Outcome:
        outcome = super().act(action)
        if isinstance(action, Place) and action.item == "oak_planks":
            self.placed += 1
            if self.placed == 3:
                above = action.pos.offset(0, 1, 0)
                before = self._state.blocks.name(above) or "air"
                self._state = msgspec.structs.replace(self._state, blocks=self._state.blocks.with_cells({above: facts().state_id("birch_log")}))
                return msgspec.structs.replace(outcome, env=Change(blocks=(BlockChange(above, before, "birch_log"),)))
        return outcome


def test_somebody_blocks_the_site(tmp_path: Path) -> None:
    ending = _agent(tmp_path, Intruder(Rules(), _start(), seed=1)).run("build a house")
    events = _events(ending)
    said = [event.why for event in events if isinstance(event, Replanned)]
    assert any("birch_log now stands at" in why for why in said), said
    assert ending.reached, ending.why
    assert ending.summary.replans == len(said) == 1


class Ruthless(ImaginedWorld):
    """Nothing that is dug here falls into anybody's hands."""

    def act(self, action: Action) -> Outcome:
        if isinstance(action, Mine):
            return Outcome(action=action, status="failed", reason="item_lost", end=self._state.body.pos, ticks=60)
        return super().act(action)


def test_a_world_that_never_gives_anything_is_given_up(tmp_path: Path) -> None:
    ending = _agent(tmp_path, Ruthless(Rules(), _start()), max_replans=3).run("collect 2 oak_log")
    assert ending.exit_code == 1
    assert not ending.reached
    assert ending.summary.surprises > 0
    assert ending.summary.replans <= 4
    assert not [event for event in _events(ending) if isinstance(event, Judged) and event.task is None]


def test_a_goal_that_holds_already_takes_no_action(tmp_path: Path) -> None:
    ending = _agent(tmp_path, ImaginedWorld(Rules(), _start(inventory={"oak_log": 3}))).run("collect 2 oak_log")
    assert ending.reached
    assert ending.summary.actions == 0


class Broken(ImaginedWorld):
    """Our machinery breaks at the first action."""

    def act(self, action: Action) -> Outcome:
        from worldsim.errors import BridgeDead

        raise BridgeDead("node is gone")


def test_broken_machinery_ends_the_run_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ending = _agent(tmp_path, Broken(Rules(), _start())).run("collect 2 oak_log")
    assert ending.exit_code == 3
    assert "node is gone" in ending.why
    assert (ending.folder / "summary.json").exists()
