"""The oracle: what it says is what happens. The world is the embedded server's; the expected outcomes are the live world's own."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor
from pathlib import Path
from typing import Any

import pytest

from agent.oracle import Oracle
from agent.running import run_goal
from agent.settings import Settings
from bridge.fork import Moment
from bridge.server import EmbeddedServer
from bridge.world import Endpoint, MineflayerWorld
from curriculum.parse import parse
from tests.contracts import test_world_model as contract
from worldsim.actions import Action, Collect, Craft, Dig, Equip, Explore, Mine, MoveTo, Place, Wait
from worldsim.change import Outcome
from worldsim.compare import compare
from worldsim.dream import dream
from worldsim.errors import UsageError
from worldsim.events import Acted, Predicted, read_events
from worldsim.facts import facts
from worldsim.imagined import ImaginedWorld
from worldsim.space import Pos
from worldsim.state import State
from worldsim.world import PlayResult, World, WorldModel

FLAT: dict[str, Any] = {
    "terrain": "flat",
    "spawn": [0, 64, 0],
    "inventory": {"oak_log": 4, "dirt": 12, "stone_pickaxe": 1, "cobblestone": 9},
    "blocks": [
        *([[3, 64 + y, 0], "oak_log"] for y in range(3)), *([[x, 64, 3], "stone"] for x in range(3)), [[-2, 64, 2], "gravel"],
        [[-3, 64, 0], "crafting_table"], [[0, 64, -3], "oak_leaves", {"persistent": True}], [[1, 64, -3], "oak_leaves", {"persistent": True}],
    ],
}  # fmt: skip


class Live:
    """A live world with an oracle beside it."""

    def __init__(self, server: EmbeddedServer, world: MineflayerWorld) -> None:
        self.server, self.world, self.oracle = server, world, Oracle()
        self.oracle.attach(world.observe, lambda: Moment(server, world))


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("oracle") / "world"
    with (
        EmbeddedServer(seed=11, world=folder, scenario=FLAT) as server,
        MineflayerWorld(Endpoint("127.0.0.1", server.port, server.control, server.token), facts().palette, warp=0) as world,
    ):
        one = Live(server, world)
        yield one
        one.oracle.close()
        assert server.troubles == []


ACTIONS: list[Action] = [
    Mine(Pos(3, 64, 0)), Craft("oak_planks", 2), Wait(3), Mine(Pos(3, 65, 0)), Equip("stone_pickaxe"), Mine(Pos(0, 64, 3)), Mine(Pos(1, 64, 3)),
    MoveTo(Pos(-1, 64, 0)), Place("dirt", Pos(-1, 64, -2)), Place("dirt", Pos(-1, 65, -2)), Mine(Pos(-2, 64, 2)), Craft("stick"),
    Craft("crafting_table"), Mine(Pos(0, 64, -3)), Mine(Pos(1, 64, -3)), Dig(Pos(-1, 65, -2)), Collect("dirt"), Craft("furnace"),
    Craft("wooden_pickaxe"), Mine(Pos(2, 64, 3)), Mine(Pos(99, 64, 0)), Place("torch", Pos(2, 64, 2)), MoveTo(Pos(4, 64, 4)), Wait(11),
    Mine(Pos(3, 66, 0)), Explore(("diamond_ore",)),
]  # fmt: skip


@pytest.mark.timeout(600)
def test_a_run_foresees_all(tmp_path: Path) -> None:
    """First: a process has one live bot, and the others of this file share theirs."""
    asked = Settings(
        goal="obtain 1 wooden pickaxe", seed=1, imagine="oracle", warp=1000, runs=str(tmp_path / "runs"), library=str(tmp_path / "library")
    )
    ending = run_goal(asked, parse(asked.goal))
    assert ending.reached, ending.why
    events = [*read_events(ending.folder / "events.jsonl")]
    said = [event.prediction.mode for event in events if isinstance(event, Predicted)]
    done = [event.outcome for event in events if isinstance(event, Acted)]
    assert [(one.status, one.change) for one in said] == [(one.status, one.change) for one in done]


@pytest.mark.timeout(600)
def test_what_it_says_is_what_happens(live: Live) -> None:
    """26 actions, dreamed as a whole in one copy, then done."""
    start = live.world.observe()
    before = live.oracle.forks
    predictions = live.oracle.predict(start, ACTIONS)
    assert live.world.observe() == start  # nothing happened in the live world
    assert live.oracle.forks == before + 1
    outcomes: list[Outcome] = []
    for action, said in zip(ACTIONS, predictions, strict=True):
        state = live.world.observe()
        assert live.oracle.predict(state, [action]) == [said]  # known from the dream: no other copy is needed
        outcomes.append(live.world.act(action))
        comparison = compare(said, state, outcomes[-1])
        assert comparison.met, f"{action}: {said.mode} / {outcomes[-1]}"
    assert live.oracle.forks == before + 1
    assert [(said.mode.status, said.mode.reason, said.mode.change, said.mode.env, said.mode.end, said.ticks.p50) for said in predictions] == [
        (done.status, done.reason, done.change, done.env, done.end, done.ticks) for done in outcomes
    ]
    assert {done.status for done in outcomes} == {"done", "failed"}


@pytest.mark.timeout(300)
def test_it_answers_what_if_from_anywhere_in_a_dream(live: Live) -> None:
    state = live.world.observe()
    first = ImaginedWorld(live.oracle, state)
    first.act(MoveTo(Pos(floor(state.body.pos.x) - 3, 64, floor(state.body.pos.z))))
    there = first.observe()
    assert there.tick == state.tick + first.outcomes[0].ticks
    other = live.oracle.predict(state, [Wait(4)])[0]  # another way from the start: another copy
    again = live.oracle.predict(there, [Wait(6)])[0]  # and back, by doing again what leads there
    assert (other.ticks.p50, again.ticks.p50) == (4, 6)
    assert live.world.observe() == state


def test_about_other_states_it_says_nothing(live: Live) -> None:
    other = State(tick=1, body=live.world.observe().body, blocks=live.world.observe().blocks)
    (said,) = live.oracle.predict(other, [Wait(2)])
    assert (said.covers, said.novelty) == ((), 1.0)
    assert Oracle().predict(other, [Wait(2)]) == [said]


@pytest.mark.timeout(300)
def test_it_keeps_the_contract_of_a_world_model(live: Live) -> None:
    state = live.world.observe()
    oracle: WorldModel = live.oracle
    actions: list[Action] = [Craft("stick"), Wait(3), Craft("no_such_item", -1, (None,) * 7), Dig(Pos(0, -500, 0), -3)]
    contract.test_it_is_a_world_model(oracle)
    contract.test_one_sound_prediction_an_action(oracle, state, actions)
    for action in actions:
        contract.test_it_does_not_act_and_says_the_same_twice(oracle, state, action)
        contract.test_a_prediction_can_be_recorded(oracle, state, action)
        contract.test_it_can_be_lived_in(oracle, state, action)


@pytest.mark.timeout(300)
def test_dreams_of_it_are_certain(live: Live) -> None:
    def play(world: World) -> PlayResult:
        return PlayResult(world.act(Wait(5)).ok and world.act(Mine(Pos(500, 64, 0))).ok, calls=2)

    dreamed = dream(play, live.world.observe(), live.oracle, k=8)
    assert (dreamed.p_success, dreamed.rollouts, dreamed.failing_step) == (0.0, 1, 1)
    assert dreamed.runs[0].outcomes[0].ticks == 5


def test_another_server_cannot_be_copied() -> None:
    with pytest.raises(UsageError, match="--imagine oracle: expected the embedded server"):
        Settings(goal="explore", imagine="oracle", server="127.0.0.1:25565")
