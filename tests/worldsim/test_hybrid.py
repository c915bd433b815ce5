"""The hybrid: who is asked, who is believed, what it learns. The model is a fake: the truth of a small world, corrupted by a known rule."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import msgspec
import pytest

from worldsim.actions import Action, Craft, Explore, Mine
from worldsim.change import BlockChange, Change, Outcome
from worldsim.compare import compare
from worldsim.errors import BudgetSpent, ModelDown
from worldsim.mixing.hybrid import STATISTICS, TRUST, Hybrid, hybrid_of
from worldsim.mixing.statistics import Statistics
from worldsim.mixing.trust import Trust
from worldsim.models import Rules
from worldsim.prediction import FAMILIES, Leaf, Prediction, certain
from worldsim.space import Pos, Vec
from worldsim.state import State
from worldsim.transitions import Transition

HERE = Vec(0.5, 64.0, 0.5)
PLANKS = Change(inventory={"oak_log": -1, "oak_planks": 4})


class FakeModel:
    """Knows what `really` happens, but tells `wrong` items in that share of the crafts, and forgets the block in that share of the digs."""

    def __init__(self, wrong: float, down: type[ModelDown] | None = None) -> None:
        self.name, self.wrong, self.down, self.calls = "llm", wrong, down, 0

    def predict(self, state: State, actions: Sequence[Action]) -> list[Prediction]:
        self.calls += 1
        if self.down:
            raise self.down("gone")
        (action,) = actions
        outcome = really(state, action)
        change = outcome.change
        if Random(str(state.tick)).random() < self.wrong:
            change = msgspec.structs.replace(change, inventory={"stick": 1}, blocks=())
        sources = tuple(Leaf(leaf, "llm") for leaf in (*FAMILIES, "ticks", "p_success"))
        return [certain(action, change, sources=sources)]


def really(state: State, action: Action) -> Outcome:
    """A world with one altered rule: a log makes 4 planks as ever, but no log can be mined."""
    if isinstance(action, Craft):
        return Outcome(action=action, status="done", change=PLANKS, end=HERE, ticks=2)
    assert isinstance(action, Mine)
    return Outcome(action=action, status="done", change=Change(blocks=(BlockChange(action.pos, "oak_log", "air"),)), end=HERE, ticks=60)


@pytest.fixture
def steps(land) -> list[Transition]:
    state = land({(2, 64, 0): "oak_log"}, inventory={"oak_log": 4})
    actions: list[Action] = [Craft("oak_planks"), Mine(Pos(2, 64, 0))]
    made = []
    for number in range(120):
        before = msgspec.structs.replace(state, tick=number)
        action = actions[number % 2]
        made.append(
            Transition(episode=f"seed {number % 3} lab", step=number, before=before, action=action, outcome=really(before, action), after=before)
        )
    return made


def exact(model: Hybrid | Rules | FakeModel, steps: Sequence[Transition], kind: type[Action]) -> float:
    found = [compare(model.predict(s.before, [s.action])[0], s.before, s.outcome).exact for s in steps if isinstance(s.action, kind)]
    return sum(found) / len(found)


@pytest.mark.parametrize("withheld", [(), ("crafting", "mining"), ("crafting",), ("mining",)], ids=["all", "none", "-crafting", "-mining"])
@pytest.mark.parametrize("wrong", [0.15, 0.4])
def test_it_is_as_good_as_the_best_of_them_where_they_differ(steps, withheld, wrong: float) -> None:
    """Trained on two seeds, scored on the third. Rules know crafting, and are wrong about mining in this altered world."""
    rules, llm = Rules(withheld=withheld), FakeModel(wrong)
    hybrid = Hybrid({"rules": rules}, costly={"llm:fake": llm})
    hybrid.study(step for step in steps if step.world != "seed 0")
    scored = [step for step in steps if step.world == "seed 0"]
    for kind in (Craft, Mine):
        best = max(exact(rules, scored, kind), exact(llm, scored, kind))
        assert exact(hybrid, scored, kind) >= best > 0.5


def test_statistics_learn_what_neither_knows(steps) -> None:
    hybrid = hybrid_of(rules=Rules(), models={"llm:fake": FakeModel(0.5)})
    hybrid.study(step for step in steps if step.world != "seed 0")
    assert exact(hybrid, [step for step in steps if step.world == "seed 0"], Mine) == 1


def test_a_model_is_asked_only_where_the_others_are_believed_too_little(steps) -> None:
    llm = FakeModel(0.0)
    hybrid = Hybrid({"rules": Rules()}, costly={"llm:fake": llm})
    hybrid.predict(steps[0].before, [Craft("oak_planks")])
    assert llm.calls == 0, "vanilla laws are believed more than a model that nobody has met"
    hybrid.study(steps)
    llm.calls = hybrid.asked = 0
    hybrid.predict(steps[0].before, [Craft("oak_planks")])
    hybrid.predict(steps[0].before, [Mine(Pos(2, 64, 0))])
    assert (llm.calls, hybrid.asked) == (1, 1)


def test_what_nobody_covers_is_asked_for(steps) -> None:
    llm = FakeModel(0.0)
    hybrid = Hybrid({"rules": Rules(withheld=["crafting"])}, costly={"llm:fake": llm})
    (said,) = hybrid.predict(steps[0].before, [Craft("oak_planks")])
    assert (llm.calls, said.mode.change, {leaf.source for leaf in said.sources}) == (1, PLANKS, {"llm"})


@pytest.mark.parametrize("error", [ModelDown, BudgetSpent])
def test_a_model_that_is_down_is_done_without(steps, error) -> None:
    llm = FakeModel(0.0, down=error)
    hybrid = Hybrid({"rules": Rules(withheld=["crafting"])}, costly={"llm:fake": llm})
    for _ in range(5):
        (said,) = hybrid.predict(steps[0].before, [Craft("oak_planks")])
        assert said.covers == ()
    assert llm.calls == 3


def test_each_action_from_where_the_last_one_led(land) -> None:
    hybrid = hybrid_of()
    logs, sticks = hybrid.predict(land(inventory={"oak_log": 1}), [Craft("oak_planks"), Craft("stick")])
    assert (logs.p_success, sticks.p_success) == (1, 1)
    assert sticks.mode.change.inventory == {"oak_planks": -2, "stick": 4}


def test_it_learns_online_and_keeps_it(steps, tmp_path) -> None:
    hybrid = hybrid_of(tmp_path, models={"llm:fake": FakeModel(0.0)})
    first = steps[1]
    assert hybrid.predict(first.before, [first.action])[0].mode.change.inventory == {"oak_log": 1}
    for step in steps[1:40:2]:
        (said,) = hybrid.predict(step.before, [step.action])
        hybrid.learn(said, step.before, step.outcome)
    assert said.mode.change == step.outcome.change
    assert hybrid.trust.belief("rules", "mine", "inventory") < 0.4
    again = hybrid_of(tmp_path)
    assert again.trust.tallies == Trust.load(tmp_path / TRUST).tallies == hybrid.trust.tallies
    assert Statistics.load(tmp_path / STATISTICS).predict(first.before, [first.action])[0].mode.change == step.outcome.change


def test_learning_asks_again_what_it_dreamed_away(steps) -> None:
    """Between a prediction and its outcome the rest may be dreamed; the model is not asked a second time for that."""
    llm = FakeModel(0.0)
    hybrid = Hybrid({"rules": Rules()}, costly={"llm:fake": llm})
    (said,) = hybrid.predict(steps[1].before, [steps[1].action])
    hybrid.predict(steps[0].before, [Craft("oak_planks")])
    hybrid.learn(said, steps[1].before, steps[1].outcome)
    assert llm.calls == 0
    assert hybrid.trust.seen("rules", "mine", "inventory").wrong == 1


def test_an_altered_world_gives_no_credit(land) -> None:
    state = land(inventory={"oak_log": 1})
    asked = {}
    for vanilla in (True, False):
        llm = FakeModel(0.0)
        Hybrid({"rules": Rules()}, Trust(vanilla=vanilla), {"llm:fake": llm}).predict(state, [Craft("oak_planks")])
        asked[vanilla] = llm.calls
    assert asked == {True: 0, False: 1}


def test_exploring_in_vain_does_not_end_all_dreams(land) -> None:
    """Whoever is believed about its success: what is looked for must be somewhere, or nothing can be dreamed any more."""
    hybrid, state, action = hybrid_of(), land(), Explore(("oak_leaves",))
    for _ in range(30):
        (said,) = hybrid.predict(state, [action])
        found = [branch for branch in said.branches if branch.status == "done"]
        assert found
        assert all(branch.reveals and branch.end for branch in found)
        hybrid.learn(said, state, Outcome(action=action, status="failed", reason="not_found", end=Vec(0.5, 64.0, -63.5), ticks=280))
    assert said.p_success < 0.1, "statistics are believed in the end"


def test_one_walk_in_vain_does_not_refute_the_rules(land) -> None:
    hybrid, state, action = hybrid_of(), land(), Explore(("oak_leaves",))
    (said,) = hybrid.predict(state, [action])
    hybrid.learn(said, state, Outcome(action=action, status="failed", reason="not_found", end=Vec(0.5, 64.0, -63.5), ticks=280))
    assert hybrid.predict(state, [action])[0].p_success > 0.5
