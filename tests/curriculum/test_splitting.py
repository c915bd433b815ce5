"""A model that talks nonsense for a round, and buildings that are to stand beside something."""

from __future__ import annotations

from typing import Any

from curriculum.decomposition import Building
from curriculum.progress import GiveUp, Progress
from tests.curriculum.test_proposing import POSTS, WISH, Model, split, sub
from worldsim.errors import Nonsense
from worldsim.goals import At, Built, Knows, Task


def test_nonsense_costs_a_round_and_no_more(land: Any) -> None:
    model = Model(Nonsense("no JSON"), POSTS)
    assert isinstance(model.curriculum().propose(WISH, land().state(), Progress()), Task)
    assert model.problems == [("the answer was no plan: no JSON",), ()]
    model = Model(Nonsense("no JSON"))
    answer = model.curriculum().propose(WISH, land().state(), Progress())
    assert isinstance(answer, GiveUp)
    assert "after 3 rounds; the answer was no plan: no JSON" in answer.why


def test_what_is_to_stand_beside_water_waits_until_one_is_there(land: Any) -> None:
    plan = split(sub("post", Building(brief="a post", near=("water",)), why="the place"))
    state = land().state(inventory={"oak_log": 3})
    curriculum = Model(plan).curriculum()
    task = curriculum.propose(WISH, state, Progress())
    assert isinstance(task, Task)
    assert task.goal == Knows(("water",), 1)
    lake = land().fill((44, 63, 0), (47, 63, 47), "water").state(4, 24, inventory={"oak_log": 3})
    walk = Model(plan).curriculum().propose(WISH, lake, Progress())
    assert isinstance(walk, Task)
    assert isinstance(walk.goal, At)
    assert walk.goal.pos.x == 44
    built = Model(plan).curriculum().propose(WISH, lake, Progress().after(walk, False, "no way"))
    assert isinstance(built, Task)
    assert isinstance(built.goal, Built), "if nobody gets there, it stands elsewhere"
