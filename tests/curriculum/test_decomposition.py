"""What code finds wrong with a split, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from curriculum.decomposition import MOST, Building, Decomposition, Exploring, Having, Knowing, Standing, SubGoal, Wanted, cycle, problems, takes
from curriculum.splitting import unspoken

FENCE = Building(brief="a ring of fence")


def split(*sub_goals: SubGoal) -> Decomposition:
    return Decomposition(sub_goals=sub_goals)


def sub(name: str, goal: Wanted = FENCE, *needs: str, why: str = "") -> SubGoal:
    return SubGoal(name=name, goal=goal, needs=needs, why=why)


def test_a_right_split_has_no_problems(land: Any) -> None:
    farm = split(
        sub("hoe", Having(items=("wooden_hoe",))),
        sub("fence"),
        sub("crops", Standing(blocks=("wheat",), count=4), "hoe", "fence"),
        sub("ore", Knowing(blocks=("iron_ore",))),
        sub("land", Exploring(columns=9000)),
    )
    assert problems(farm, land().state()) == []


@pytest.mark.parametrize(
    ("goal", "told"),
    [
        (Having(items=()), "expected the name of at least one item"),
        (Having(items=("oak_plank",)), "'oak_plank' is no item of Minecraft 1.19.4; did you mean oak_planks?"),
        (Having(items=("bedrock",)), "bedrock cannot be had"),
        (Having(items=("oak_log",), count=0), "expected a count of 1 to 2304, found 0"),
        (Having(items=("wooden_hoe",), count=37), "expected a count of 1 to 36, found 37"),
        (Having(items=("dirt",), count=2), "it holds already (3 of 2 dirt carried)"),
        (Standing(blocks=("wheet",)), "'wheet' is no block of Minecraft 1.19.4; did you mean wheat?"),
        (Standing(blocks=("water",)), "water cannot be made to stand: no item becomes it"),
        (Standing(blocks=("bedrock",)), "bedrock cannot be made to stand: bedrock is neither dug"),
        (Standing(blocks=("torch",), count=400), "expected a count of 1 to 256"),
        (Standing(blocks=("torch",), within=65), "within 1 to 64"),
        (Standing(blocks=("dirt",), count=5), "it holds already"),
        (Knowing(blocks=("iron",)), "'iron' is no block"),
        (Knowing(blocks=("grass_block",)), "it holds already"),
        (Knowing(blocks=("coal_ore",), count=0), "expected a count of at least 1"),
        (Exploring(columns=100), "it holds already (2304 of 100 columns known)"),
        (Exploring(columns=50_001), "expected 1 to 50000 columns"),
        (Building(brief=" "), "expected words that say what to build"),
    ],
)
def test_one_wrong_sub_goal_is_named_with_the_reason(land: Any, goal: Wanted, told: str) -> None:
    found = problems(split(sub("it", goal), sub("fence")), land().state(inventory={"dirt": 3}))
    assert any(problem.startswith("'it': ") and told in problem for problem in found), found
    assert not any("'fence'" in problem for problem in found)


def test_needs_and_names(land: Any) -> None:
    state = land().state()
    assert problems(split(), state) == ["there is no sub-goal: name at least one"]
    assert problems(split(sub("a", FENCE, "b")), state) == ["'a' needs 'b', which is no sub-goal"]
    assert problems(split(sub("a"), sub("a")), state) == ["'a' is the name of several sub-goals: give each its own"]
    assert "is no name" in problems(split(sub("a (1 of 2): \x1b[2J")), state)[0]
    many = split(*(sub(f"part {n}") for n in range(MOST + 1)))
    assert problems(many, state) == [f"there are {MOST + 1} sub-goals, more than {MOST}: name fewer, larger ones"]


def test_circles_are_told_with_their_names(land: Any) -> None:
    ring = split(sub("a", FENCE, "c"), sub("b", FENCE, "a"), sub("c", FENCE, "b"), sub("d", FENCE, "a"))
    circle = cycle(ring)
    assert circle[0] == circle[-1]
    assert set(circle) == {"a", "b", "c"}
    assert problems(ring, land().state()) == [f"they need one another in a circle: {' -> '.join(circle)}"]
    assert cycle(split(sub("a", FENCE, "a"))) == ["a", "a"]
    assert cycle(split(sub("a"), sub("b", FENCE, "a"))) == []


def test_what_makes_a_block_stand() -> None:
    # Minecraft Wiki: "Wheat Seeds", "Carrot", "Farmland", "Torch", "Water".
    assert {block: takes(block) for block in ("wheat", "carrots", "farmland", "wall_torch", "chest", "water")} == {
        "wheat": "wheat_seeds",
        "carrots": "carrot",
        "farmland": "wooden_hoe",
        "wall_torch": "torch",
        "chest": "chest",
        "water": None,
    }


@pytest.mark.parametrize(
    ("wish", "left_out"),
    [
        ("make a small farm with a fence", []),
        ("make a small farm with a fence and two wells", ["well"]),
        ("build a lit barn by the lake, please", ["barn"]),
        ("a farm with fences", []),
    ],
)
def test_things_that_were_asked_for_and_that_no_sub_goal_speaks_of(wish: str, left_out: list[str]) -> None:
    plan = split(sub("ring", Building(brief="a fence of oak")), sub("crops", Standing(blocks=("wheat",)), why="the farm itself"))
    found = unspoken(wish, plan)
    assert [problem.split()[5].rstrip(",") for problem in found] == left_out


def test_what_is_carried_for_a_thing_is_not_the_thing() -> None:
    plan = split(sub("hoe", Having(items=("wooden_hoe",)), why="to till the farm"), sub("seeds", Having(items=("wheat_seeds",)), why="for the farm"))
    assert unspoken("a farm", plan) == ["it was asked for a farm, and no sub-goal speaks of it: add one, or say in a `why` which one it is"]
    assert unspoken("a wooden hoe", plan) == []
