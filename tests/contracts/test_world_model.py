"""The contract of a WorldModel, for every one of them: also a user's own class (`--imagine package:Class`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import msgspec
import pytest

from worldsim.actions import Action, Collect, Craft, Dig, Equip, Explore, Mine, MoveTo, Place, Wait
from worldsim.blocks import blocks_of
from worldsim.change import Outcome
from worldsim.compare import compare
from worldsim.dream import dream
from worldsim.facts import facts
from worldsim.imagined import ImaginedWorld
from worldsim.language.llm import LLM, Count, Step, Steps
from worldsim.learning.lawstore import Law, LawStore
from worldsim.learning.learned import Learned
from worldsim.mixing.hybrid import Hybrid
from worldsim.mixing.statistics import Statistics
from worldsim.models import Null, Rules
from worldsim.prediction import FAMILIES, Branch, Prediction, Quantiles
from worldsim.space import Pos, Vec
from worldsim.state import Body, State
from worldsim.world import PlayResult, World, WorldModel

GOOD: list[Action] = [
    Mine(Pos(2, 64, 0)),
    Craft("oak_planks"),
    Place("oak_planks", Pos(1, 64, 1)),
    MoveTo(Pos(3, 64, 3)),
    Wait(3),
    Explore(("oak_log",)),
]
BAD: list[Action] = [
    Mine(Pos(9999, 64, 0)),
    Dig(Pos(0, -500, 0), -3),
    Craft("no_such_item", -1, (None,) * 7),
    Craft("stick", 10**6),
    Place("no_such_item", Pos(0, 64, 0)),
    MoveTo(Pos(0, 10**6, 0), -1.0),
    Explore(("no_such_block",), "west"),
    Equip(""),
    Collect("no_such_item"),
    Wait(-5),
]


class FakeAsk:
    """A model that always says the same of every action."""

    def __call__(self, role: str, prompt: str, reply: type[Any]) -> Any:
        said = Step(0.7, "refused", "who knows", [Count("dirt", 1)], [], [], 0.0, 0, None, 1, 5, 9, [])
        return Steps([said] * (1 + prompt.count("\n")))


class UsersOwn:
    """What a user may write in ten lines."""

    name = "optimist"

    def predict(self, state: State, actions: Sequence[Action]) -> list[Prediction]:
        return [Prediction(action=action, branches=(Branch(p=1.0),), ticks=Quantiles(1, 10, 100), covers=("health",)) for action in actions]


def hybrid() -> WorldModel:
    """Everybody together, with some laws withheld: so each source is heard somewhere."""
    return Hybrid({"rules": Rules(withheld=["crafting", "mining"]), "statistics": Statistics()}, costly={"llm": LLM(FakeAsk())})


@cache
def learned() -> WorldModel:
    source = "def law(action):\n    return {'ok': True, 'ticks': [1, 2, 3]} if action['op'] in ('craft', 'wait') else None\n"
    store = LawStore(Path(mkdtemp()))
    store.save(*(Law(name=f"all_{family}", family=family, origin="author", status="active", source=source) for family in ("crafting", "waiting")))
    return Learned(store)


@pytest.fixture(
    params=[Rules, Null, lambda: LLM(FakeAsk()), Statistics, learned, hybrid, UsersOwn],
    ids=["rules", "null", "llm", "statistics", "learned", "hybrid", "users-own"],
)
def model(request: pytest.FixtureRequest) -> WorldModel:
    make: Callable[[], WorldModel] = request.param
    return make()


@pytest.fixture
def state() -> State:
    known = facts()
    span = range(-6, 7)
    cells = {Pos(x, y, z): known.state_id("dirt") if y < 64 else 0 for x in span for z in span for y in range(62, 70)}
    cells[Pos(2, 64, 0)] = known.state_id("oak_log")
    return State(tick=7, body=Body(Vec(0.5, 64.0, 0.5), Vec(0, 0, 0)), inventory={"oak_log": 1}, blocks=blocks_of(known.palette, cells))


def test_it_is_a_world_model(model: WorldModel) -> None:
    assert isinstance(model, WorldModel)
    assert model.name


@pytest.mark.parametrize("actions", [[], GOOD, BAD], ids=["none", "good", "bad"])
def test_one_sound_prediction_an_action(model: WorldModel, state: State, actions: list[Action]) -> None:
    predictions = model.predict(state, actions)
    assert [prediction.action for prediction in predictions] == actions
    for prediction in predictions:
        assert sum(branch.p for branch in prediction.branches) == pytest.approx(1), "the branches of a prediction must sum to 1"
        assert all(0 <= branch.p <= 1 for branch in prediction.branches)
        assert prediction.ticks.p10 <= prediction.ticks.p50 <= prediction.ticks.p90, "ticks must be rising quantiles"
        assert prediction.ticks.p10 >= 0
        assert set(prediction.covers) <= set(FAMILIES)
        assert 0 <= prediction.novelty <= 1
        assert prediction.tolerance >= 0
        assert {leaf.family for leaf in prediction.sources} >= ({*prediction.covers} if prediction.sources else set()), "who said it must be told"
        assert prediction.mode in prediction.branches
        for branch in prediction.branches:
            assert all(branch.change.inventory.values()), "no zeros in a change"
            assert list(branch.change.blocks) == sorted(branch.change.blocks)


@pytest.mark.parametrize("action", [*GOOD, *BAD], ids=repr)
def test_it_does_not_act_and_says_the_same_twice(model: WorldModel, state: State, action: Action) -> None:
    before = state.observed()
    blocks = state.blocks
    first = model.predict(state, [action])
    assert model.predict(state, [action]) == first
    assert (state.observed(), state.blocks) == (before, blocks)


@pytest.mark.parametrize("action", GOOD, ids=repr)
def test_a_prediction_can_be_recorded(model: WorldModel, state: State, action: Action) -> None:
    (prediction,) = model.predict(state, [action])
    assert msgspec.json.decode(msgspec.json.encode(prediction), type=Prediction) == prediction


@pytest.mark.parametrize("action", [*GOOD, *BAD], ids=repr)
def test_it_can_be_lived_in(model: WorldModel, state: State, action: Action) -> None:
    world: World = ImaginedWorld(model, state, seed=3)
    outcome = world.act(action)
    assert isinstance(outcome, Outcome)
    assert outcome.action == action
    assert (outcome.reason is None) or not outcome.ok
    after = world.observe()
    assert after.tick == state.tick + outcome.ticks
    assert after.body.pos == outcome.end
    assert all(count > 0 for count in after.inventory.values())
    assert compare(model.predict(state, [action])[0], state, outcome).action == action


def test_it_can_be_dreamed(model: WorldModel, state: State) -> None:
    def play(world: World) -> PlayResult:
        done = [world.act(action).ok for action in GOOD[:4]]
        return PlayResult(all(done), calls=4)

    dreamed = dream(play, state, model, k=3)
    assert 0 <= dreamed.low <= dreamed.p_success <= dreamed.high <= 1
    assert 1 <= dreamed.rollouts <= 3
    assert dreamed.actions == 4
