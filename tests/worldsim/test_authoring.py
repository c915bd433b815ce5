"""The author of laws, played by fakes that are named so; a real one, planted, is in tests/agent/test_planted_laws.py."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from worldsim.actions import Action, Craft, Wait
from worldsim.change import Change, Outcome
from worldsim.errors import BudgetSpent
from worldsim.facts import Facts
from worldsim.learning.authoring import Authored, LawProgram, Programs, author
from worldsim.learning.lawreplay import Replay, cover, replay
from worldsim.state import State
from worldsim.transitions import Transition

Land = Callable[..., State]
#: In this world a table takes two planks.
RIGHT = """\
from typing import Any
from world import count


def law(action: dict[str, Any]) -> dict[str, Any] | None:
    if action["item"] != "crafting_table":
        return None
    if count("oak_planks") < 2:
        return {"ok": False, "reason": "no_item", "ticks": [0, 1, 2]}
    return {"ok": True, "inventory": {"oak_planks": -2, "crafting_table": 1}, "ticks": [0, 2, 6]}
"""
VANILLA = RIGHT.replace("-2", "-4").replace("< 2", "< 4")
HALF = RIGHT.replace('return {"ok": False, "reason": "no_item", "ticks": [0, 1, 2]}', "return None")


class FakeAuthor:
    """A model that answers the nth call with the nth programs, and the last ones ever after."""

    def __init__(self, *rounds: dict[str, str]) -> None:
        self.rounds = rounds
        self.prompts: list[str] = []

    def __call__(self, role: str, prompt: str, reply: type[Any]) -> Any:
        assert (role, reply) == ("author", Programs)
        self.prompts.append(prompt)
        programs = self.rounds[min(len(self.prompts), len(self.rounds)) - 1]
        return Programs([LawProgram(name, f"what {name} says", source) for name, source in programs.items()])

    def line(self, call: int, title: str) -> Any:
        found = re.search(rf"^{title}: (.+)$", self.prompts[call], re.MULTILINE)
        assert found, f"no line {title!r} in the prompt"
        return json.loads(found[1])


def step(number: int, before: State, action: Action, change: dict[str, int] | None = None, reason: Any = None) -> Transition:
    outcome = Outcome(
        action=action, status="failed" if reason else "done", reason=reason, change=Change(inventory=change or {}), end=before.body.pos, ticks=2
    )  # fmt: skip
    return Transition(episode="seed 1", step=number, before=before, action=action, outcome=outcome, after=before)


@pytest.fixture
def log(land: Land) -> list[Transition]:
    made = {"oak_planks": -2, "crafting_table": 1}
    able = [step(i, land(inventory={"oak_planks": 2 + i}), Craft("crafting_table"), made) for i in range(6)]
    return [*able, *(step(6 + i, land(inventory={"oak_planks": i}), Craft("crafting_table"), reason="no_item") for i in range(2))]


def names(result: Authored) -> list[str]:
    return [law.name for law in result.laws]


def test_a_right_law_is_taken_with_its_evidence(log: list[Transition], known: Facts) -> None:
    model = FakeAuthor({"table": RIGHT})
    result = author({"crafting": log}, model, known, model="fake:author", evidence="by hand")
    (law,) = result.laws
    assert (law.name, law.family, law.origin, law.status, law.version) == ("crafting_table", "crafting", "author", "active", 1)
    assert (law.support, law.contradictions, law.model, law.evidence) == (8, 0, "fake:author", "by hand")
    assert (result.calls, result.training, result.stopped, result.rejected) == (1, 8, "", ())


def test_a_law_that_contradicts_is_rejected_and_told_why(log: list[Transition], known: Facts) -> None:
    model = FakeAuthor({"vanilla": VANILLA}, {"vanilla": RIGHT})
    result = author({"crafting": log}, model, known)
    assert names(result) == ["crafting_vanilla"]
    assert result.laws[0].version == 2
    assert [(one.round, one.name, one.why) for one in result.rejected] == [(1, "vanilla", "it contradicts 6 of the 8 steps that it speaks about")]
    assert re.findall(r"^(?:Family|Round): (\w+)$", model.prompts[1], re.MULTILINE) == ["crafting", "2"]
    assert model.line(0, "Counter-examples") == []
    against = model.line(1, "Counter-examples")
    assert {one["law"] for one in against} == {"vanilla"}
    assert against[0]["key"] == "seed 1/0"
    assert against[0]["action"] == {"op": "craft", "item": "crafting_table", "times": 1, "grid": None}
    assert against[0]["said"]["ok"] is False
    assert against[0]["outcome"]["inventory"] == {"oak_planks": -2, "crafting_table": 1}
    assert model.line(1, "Laws that failed")[0]["source"] == VANILLA


def test_what_does_not_check_goes_back_with_the_line(log: list[Transition], known: Facts) -> None:
    model = FakeAuthor({"table": RIGHT.replace("count(", "counts(")}, {"table": RIGHT})
    result = author({"crafting": log}, model, known)
    assert names(result) == ["crafting_table"]
    assert model.line(1, "Counter-examples")[0]["problem"].startswith("line 8: Name `counts` used when not defined")


def test_the_fewest_laws_that_cover_the_log_are_kept(log: list[Transition], known: Facts) -> None:
    poor = RIGHT.replace('count("oak_planks") < 2', 'count("oak_planks") == 0').replace('return {"ok": True', 'return None and {"ok": True')
    result = author({"crafting": log}, FakeAuthor({"half": HALF, "poor": poor}, {"all": RIGHT}), known)
    assert (names(result), set(result.spare)) == (["crafting_all"], {"half", "poor"})


def test_it_asks_for_what_is_open_until_it_gets_nowhere(log: list[Transition], known: Facts) -> None:
    model = FakeAuthor({"half": HALF})
    result = author({"crafting": log}, model, known)
    assert (names(result), result.calls, result.stopped) == (["crafting_half"], 4, "3 rounds without a step forward")
    assert {one["key"] for one in model.line(1, "Examples")} == {"seed 1/6", "seed 1/7"}, "only what no law covers is shown again"
    assert model.line(1, "Laws that stand") == [{"law": "half", "source": HALF}]


def test_calls_are_counted_and_shared_fairly(log: list[Transition], land: Land, known: Facts) -> None:
    waits = [step(i, land(), Wait(i)) for i in range(3)]
    model = FakeAuthor({"wrong": VANILLA.replace('action["item"] != "crafting_table"', 'action["op"] == "never"')})
    result = author({"crafting": log, "waiting": waits}, model, known, max_calls=4)
    assert (result.calls, result.stopped) == (4, "4 calls are used up")
    assert [re.search(r"^Family: (\w+)$", prompt, re.MULTILINE)[1] for prompt in model.prompts] == ["crafting", "waiting"] * 2  # type: ignore[index]


def test_a_spent_budget_keeps_what_was_learned(log: list[Transition], known: Facts) -> None:
    class Poor(FakeAuthor):
        def __call__(self, role: str, prompt: str, reply: type[Any]) -> Any:
            if self.prompts:
                raise BudgetSpent("1 call is all there was")
            return super().__call__(role, prompt, reply)

    result = author({"crafting": log}, Poor({"half": HALF}), known)
    assert (names(result), result.stopped) == (["crafting_half"], "1 call is all there was")


def test_a_law_that_answers_differently_in_another_order_is_rejected(log: list[Transition], known: Facts) -> None:
    counts = "    SEEN.append(1)\n    if len(SEEN) > 9:\n        return None\n    if action"
    moody = "SEEN: list[int] = []\n" + RIGHT.replace("    if action", counts, 1)
    result = author({"crafting": log}, FakeAuthor({"moody": moody}), known, max_calls=1)
    assert [one.why for one in result.rejected] == ["it does not say the same when it is asked again in another order"]


@pytest.mark.parametrize(
    ("p", "often", "count", "problem"),
    [(0.1, 8, 50, ""), (0.3, 14, 50, ""), (0.05, 60, 100, "what it calls likeliest happened 40 times, by its own word it should be 95")],
    ids=["by luck more often", "as said", "too often for luck"],
)
def test_a_law_about_chance_must_be_as_often_right_as_it_says(land: Land, known: Facts, p: float, often: int, count: int, problem: str) -> None:
    chancy = f"def law(action):\n    return {{'ok': True, 'alternatives': [{{'p': {p}, 'ok': True, 'inventory': {{'stick': 1}}}}]}}\n"
    log = [step(i, land(), Wait(1), {"stick": 1} if i < often else {}) for i in range(count)]
    assert replay({"chancy": chancy}, log, known)["chancy"].problem == problem


def test_one_percent_of_surprises_is_forgiven_to_chance_alone(land: Land, known: Facts) -> None:
    certain = "def law(action):\n    return {'ok': True}\n"
    chancy = "def law(action):\n    return {'ok': True, 'alternatives': [{'p': 0.05, 'ok': False, 'reason': 'refused'}]}\n"
    log = [step(i, land(), Wait(1), {"stick": 1} if i == 0 else {}) for i in range(100)]
    judged = replay({"certain": certain, "chancy": chancy}, log, known)
    assert judged["certain"].problem == "it contradicts 1 of the 100 steps that it speaks about"
    assert judged["chancy"].problem == ""
    assert replay({"chancy": chancy}, log[:99], known)["chancy"].problem == "it contradicts 1 of the 99 steps that it speaks about"


def test_cover_is_greedy_and_minimal() -> None:
    def found(*right: int) -> Replay:
        return Replay(right=frozenset(right), exact=frozenset(right), misses=(), chance=False, claimed=0, spread=0, hits=0)

    replays = {"big": found(1, 2, 3, 4), "left": found(1, 2, 5), "right": found(3, 4), "twin": found(1, 2, 3, 4)}
    assert cover(replays, {"big": 200, "left": 10, "right": 10, "twin": 100}) == ["twin", "left"]
