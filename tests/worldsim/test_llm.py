"""The language model as a world model, behind a fake Ask: what it may say, and what is not believed."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from worldsim.actions import Craft, Mine, Wait
from worldsim.change import BlockChange, Change
from worldsim.errors import ModelDown, Nonsense
from worldsim.language.llm import LLM, AlteredCell, Count, Hazard, Step, Steps
from worldsim.prediction import Quantiles, Risk
from worldsim.space import Pos, Vec

LOG = Pos(2, 64, 0)


def step(**rest: Any) -> Step:
    blank = {"p_success": 1.0, "reason": None, "note": "", "inventory": [], "tools": [], "blocks": [], "health": 0.0, "food": 0, "end": None}
    return Step(**{**blank, "ticks_p10": 1, "ticks_p50": 2, "ticks_p90": 3, "risks": [], **rest})


class FakeAsk:
    """Answers with the steps it was given; keeps the prompts."""

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.prompts: list[str] = []

    def __call__(self, role: str, prompt: str, reply: type[Any]) -> Any:
        assert (role, reply) == ("imagine", Steps)
        self.prompts.append(prompt)
        return Steps(self.steps)


MINED = step(
    p_success=0.9,
    reason="item_lost",
    note="it may roll away",
    inventory=[Count("oak_log", 1)],
    blocks=[AlteredCell(2, 64, 0, "air")],
    end=[1.5, 64.0, 0.5],
    risks=[Hazard("a creeper", 0.01, 9.0)],
)


def test_a_reply_becomes_a_prediction(land) -> None:
    ask = FakeAsk(MINED)
    (prediction,) = LLM(ask).predict(land({(2, 64, 0): "oak_log"}, inventory={"stick": 2}), [Mine(LOG)])
    done, failed = prediction.branches
    assert done.change == Change(inventory={"oak_log": 1}, blocks=(BlockChange(LOG, "oak_log", "air"),))
    assert (done.p, done.end, failed.reason, failed.note) == (0.9, Vec(1.5, 64.0, 0.5), "item_lost", "it may roll away")
    assert (prediction.ticks, prediction.risks) == (Quantiles(1, 2, 3), (Risk("a creeper", 0.01, 9.0),))
    assert {leaf.source for leaf in prediction.sources} == {"llm"}
    (prompt,) = ask.prompts
    assert 'Actions: [{"op":"mine","pos":[2,64,0]}]' in prompt
    assert '"oak_log":[[2,64,0]]' in prompt
    assert '"stick":2' in prompt


def test_one_call_for_many_actions_each_from_where_the_last_one_led(land) -> None:
    ask = FakeAsk(MINED, step(inventory=[Count("oak_log", -1), Count("oak_planks", 4)]))
    mined, crafted = LLM(ask).predict(land({(2, 64, 0): "oak_log"}), [Mine(LOG), Craft("oak_planks")])
    assert len(ask.prompts) == 1
    assert crafted.mode.change.inventory == {"oak_log": -1, "oak_planks": 4}
    assert mined.novelty < 1


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (step(inventory=[Count("oak_lgo", 1)]), "'oak_lgo' is no item"),
        (step(inventory=[Count("oak_log", -1)]), "more than the 0 that are carried"),
        (step(blocks=[AlteredCell(2, 64, 0, "oak")]), "'oak' is no block"),
        (step(blocks=[AlteredCell(200, 64, 0, "air")]), "was never seen"),
        (step(p_success=1.2), "not within 0-1"),
        (step(ticks_p10=9), "not rising"),
        (step(end=[1.0]), "not a point"),
        (step(p_success=0.5, reason="bad luck"), "not one of the list"),
    ],
)
def test_what_cannot_be_is_not_believed(land, bad: Step, why: str) -> None:
    (prediction,) = LLM(FakeAsk(bad)).predict(land(), [Mine(LOG)])
    assert (prediction.covers, prediction.novelty, prediction.p_success) == ((), 1.0, 0.5)
    assert why in prediction.branches[0].note


def test_missing_steps_and_a_fallback(land, rules) -> None:
    first, second = LLM(FakeAsk(step()), fallback=rules).predict(land(inventory={"oak_log": 1}), [Wait(2), Craft("oak_planks")])
    assert first.sources[0].source == "llm"
    assert (second.sources[0].source, second.mode.change.inventory) == ("law", {"oak_log": -1, "oak_planks": 4})
    assert LLM(FakeAsk()).predict(land(), [Wait(2)])[0].covers == ()
    assert LLM(FakeAsk()).predict(land(), []) == []


def test_a_dead_model_raises(land) -> None:
    def ask(role: str, prompt: str, reply: type[Any]) -> Any:
        raise ModelDown("gone")

    with pytest.raises(ModelDown):
        LLM(ask).predict(land(), [Wait(2)])


def test_a_reply_that_stays_unreadable_is_one_rejected_step_and_eight_in_a_row_are_a_model_that_cannot_answer(land) -> None:
    def ask(role: str, prompt: str, reply: type[Any]) -> Any:
        asked.append(prompt)
        if next(unreadable):
            raise Nonsense("expected JSON that fits Steps, found none in 3 replies")
        return Steps([step(inventory=[Count("oak_log", 1)])])

    asked: list[str] = []
    unreadable = iter([True, True, False, *[True] * 8])
    model = LLM(ask)
    states = [land(inventory={"oak_log": number}) for number in range(11)]
    first, again, second, third = (model.predict(states[number], [Mine(LOG)])[0] for number in (0, 0, 1, 2))
    assert (first.covers, first.p_success) == ((), 0.5)
    assert "expected JSON" in first.branches[0].note
    assert again == first
    assert len(asked) == len(set(asked)) == 3, "the same question is not asked again"
    assert second.covers == ()
    assert third.mode.change.inventory == {"oak_log": 1}
    for number in range(3, 10):
        assert model.predict(states[number], [Mine(LOG)])[0].covers == ()
    with pytest.raises(Nonsense):
        model.predict(states[10], [Mine(LOG)])


def test_the_ground_that_things_fall_on_is_told(land) -> None:
    trunk = {(7, y, 0): "oak_log" for y in range(64, 72)}
    high = LLM(FakeAsk()).prompt(land(trunk), [Mine(Pos(7, 71, 0))])
    (blocks,) = [line for line in high.splitlines() if line.startswith("Blocks near")]
    told = msgspec.json.decode(blocks[blocks.index("{") :])
    ground = [name for name, cells in told.items() if [8, 63, 1] in cells]
    assert len(ground) == 1, "below the cells beside the trunk"
    assert [7, 64, 0] not in told["oak_log"], "below the cell itself the trunk is met first"
