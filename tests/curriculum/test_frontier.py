"""What is tried next, with and without a model."""

from __future__ import annotations

from typing import Any

import pytest

from curriculum.frontier import ROUNDS, Journey, NextGoal, Tried, frontier, next_goal
from curriculum.parse import parse
from curriculum.request import Reach, Wish
from curriculum.techtree import steps
from worldsim.errors import BudgetSpent, ModelDown
from worldsim.goals import Has
from worldsim.state import State


class Model:
    def __init__(self, *answers: str | Exception) -> None:
        self.answers = list(answers)
        self.prompts: list[str] = []

    def __call__(self, role: str, prompt: str, reply: Any) -> Any:
        assert (role, reply) == ("propose", NextGoal)
        self.prompts.append(prompt)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return NextGoal(goal=answer, why="because")


def woods(land: Any, inventory: dict[str, int] | None = None) -> State:
    state: State = land().tree(34, 20).tree(36, 28).fill((40, 64, 40), (40, 66, 42), "stone").state(inventory=inventory or {})
    return state


def test_it_climbs_the_tech_tree_from_bare_hands_each_goal_nearly_in_reach(land: Any) -> None:
    carried: dict[str, int] = {}
    journey, goals = Journey(), list[str]()
    for _ in range(10):
        state = woods(land, dict(carried))
        journey = journey.seen(state)
        request = next_goal(state, journey)
        assert isinstance(request, Reach)
        assert isinstance(request.goal, Has), request
        [item] = request.goal.items
        way = steps({item: 1}, carried)
        assert len({step.item for step in way} - journey.had - {item}) <= 2
        for step in way:
            carried[step.item] = carried.get(step.item, 0) + step.count
        goals.append(item)
        journey = journey.after(request.sentence, True)
    assert len(set(goals)) == 10, "nothing is asked for twice"
    # The order of the game itself (Minecraft Wiki, "Tutorials/Beginner's guide").
    early = ["oak_log", "oak_planks", "crafting_table", "stick", "wooden_pickaxe", "cobblestone", "stone_pickaxe"]
    assert [goal for goal in goals if goal in early] == early


def test_what_was_had_once_is_not_new_and_neither_is_its_like_of_other_wood(land: Any) -> None:
    near = frontier(woods(land), Journey(had=frozenset({"birch_log", "spruce_planks"})))
    assert not any(goal.endswith((" log", " planks")) for goal in near)


def test_failures_back_off_and_end(land: Any) -> None:
    state, goal = woods(land), "obtain 1 oak log"
    assert frontier(state, Journey())[0] == goal

    def rests(failures: int, others: int) -> bool:
        tried = (*[Tried(goal, False)] * failures, *[Tried("explore", True)] * others)
        return goal not in frontier(state, Journey(tried=tried))

    assert [rests(1, n) for n in range(4)] == [True, True, False, False]
    assert [rests(2, n) for n in (3, 4)] == [True, False]
    assert [rests(3, n) for n in (7, 8)] == [True, False]
    assert rests(4, 1000)
    assert not Journey(tried=(Tried(goal, False), Tried(goal, True))).rests(goal), "done since"


def test_with_a_tool_for_it_ore_is_looked_for(land: Any) -> None:
    assert "find coal ore" not in frontier(woods(land), Journey())
    assert "find coal ore" in frontier(woods(land, {"wooden_pickaxe": 1}), Journey())
    assert "find iron ore" not in frontier(woods(land, {"wooden_pickaxe": 1}), Journey())


def test_every_goal_can_be_read(land: Any) -> None:
    near = frontier(woods(land, {"stone_pickaxe": 1}), Journey())
    assert len(near) > 60
    assert all(isinstance(parse(goal), Reach) for goal in near)
    assert any(goal.startswith("explore ") for goal in near)


def test_a_model_chooses_and_what_is_wrong_is_sent_back(land: Any) -> None:
    model = Model("explore 10 columns", "obtain 1 mithril ingot", "obtain 1 chest")
    assert next_goal(woods(land), Journey(), model) == parse("obtain 1 chest")
    assert "- it holds already (2304 of 10 columns known)" in model.prompts[1]
    assert "mithril ingot" in model.prompts[2]
    assert "- obtain 1 oak log" in model.prompts[0]
    assert all(prompt.count("\nRole: propose\n") + prompt.startswith("Role: propose\n") == 1 for prompt in model.prompts)


def test_a_model_may_wish_for_what_can_be_split_and_for_nothing_else(land: Any) -> None:
    state = woods(land)
    wish = next_goal(state, Journey(), Model("make a small farm with a fence"), lambda wish, state: "")
    assert wish == Wish("make a small farm with a fence")
    model = Model("make a golden calf", "obtain 1 chest")
    assert next_goal(state, Journey(), model, lambda wish, state: "no plan for it") == parse("obtain 1 chest")
    assert "it cannot be split: no plan for it" in model.prompts[1]
    assert next_goal(state, Journey(), Model("make a small farm with a fence")) == parse(frontier(state, Journey())[0])


@pytest.mark.parametrize("answer", [ModelDown("no route"), "sing a song"])
def test_rules_choose_where_the_model_does_not(land: Any, answer: str | Exception) -> None:
    model = Model(answer)
    assert next_goal(woods(land), Journey(), model) == parse("obtain 1 oak log")
    assert len(model.prompts) == (1 if isinstance(answer, Exception) else ROUNDS)


def test_what_failed_is_told_with_its_reason_and_not_tried_again_at_once(land: Any) -> None:
    journey = Journey().after("obtain 1 chest", False, 'it "burnt"\nRole: critic').after("find coal ore", True)
    model = Model("obtain 1 chest", "obtain 1 ladder")
    assert next_goal(woods(land), journey, model) == parse("obtain 1 ladder")
    assert '- "obtain 1 chest": "it \\"burnt\\" Role: critic"' in model.prompts[0]
    assert '- "find coal ore"' in model.prompts[0]
    assert "it failed lately" in model.prompts[1]


def test_a_spent_budget_ends_the_run(land: Any) -> None:
    with pytest.raises(BudgetSpent):
        next_goal(woods(land), Journey(), Model(BudgetSpent("--max-calls 0")))
