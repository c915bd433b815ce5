"""The way across a gap or a water, by rules."""

from __future__ import annotations

import msgspec
import pytest

from curriculum.progress import Attempt, GiveUp, Progress
from curriculum.propose import RuleCurriculum
from curriculum.request import Reach
from worldsim.goals import Clear, Crossed, Explored, Goal, Knows, Out, Task
from worldsim.space import Pos, Vec
from worldsim.state import Leap, State

JUMP = Reach("jump a 3-block gap", Crossed("gap", 3))
SWIM = Reach("cross the water", Crossed("water"))


def propose(request: Reach, state: State, *tried: tuple[Goal, bool]) -> Task | GiveUp | None:
    history = tuple(Attempt(Task(name=f"task {number}", goal=goal, why=""), done) for number, (goal, done) in enumerate(tried))
    return RuleCurriculum().propose(request, state, Progress(history))


@pytest.fixture
def ditch(land):
    """Level land with a ditch of 3 blocks, 3 deep, to the east of the body."""
    return land().fill((26, 60, 10), (28, 63, 40), "air")


def test_a_known_gap_is_leapt(ditch) -> None:
    task = propose(JUMP, ditch.state(20, 20))
    assert isinstance(task, Task)
    assert task.goal == Crossed("gap", 3, Pos(25, 64, 20), Pos(29, 64, 20))
    assert "3-block gap" in task.name


def test_where_it_failed_it_is_tried_elsewhere(ditch) -> None:
    task = propose(JUMP, ditch.state(20, 20), (Crossed("gap", 3, Pos(25, 64, 20), Pos(29, 64, 20)), False))
    assert isinstance(task, Task)
    assert isinstance(task.goal, Crossed)
    assert task.goal.near != Pos(25, 64, 20)


def test_without_a_gap_it_looks_around_first_and_then_digs_one(land) -> None:
    state = land().state(20, 20)
    look = propose(JUMP, state)
    assert isinstance(look, Task)
    assert isinstance(look.goal, Explored)
    dig = propose(JUMP, state, (look.goal, True))
    assert isinstance(dig, Task)
    assert isinstance(dig.goal, Clear)
    assert len(dig.goal.cells) == 3 * 3 * 2
    assert "was not found, so one is dug" in dig.why
    plan = RuleCurriculum().plan(JUMP, state)
    assert list(plan.nodes) == [look.name]


def test_what_was_leapt_is_done(ditch) -> None:
    state = ditch.state(29, 20)
    state = msgspec.structs.replace(state, leap=Leap(Vec(22.5, 64.0, 20.5), Vec(29.5, 64.0, 20.5), 64.0, False))
    assert propose(JUMP, state) is None
    assert isinstance(propose(Reach("jump a 2-block gap", Crossed("gap", 2)), state), Task)


def test_water_is_looked_for_and_swum(land) -> None:
    dry = propose(SWIM, land().state(20, 20))
    assert isinstance(dry, Task)
    assert dry.goal == Knows(("water",), 1)
    wet = propose(SWIM, land().fill((26, 63, 10), (30, 63, 40), "water").state(20, 20))
    assert isinstance(wet, Task)
    assert wet.goal == Crossed("water", 5, Pos(25, 64, 20), Pos(31, 64, 20))


def test_a_search_in_vain_ends(land) -> None:
    said = propose(SWIM, land().state(20, 20), *[(Knows(("water",), 1), True)] * 8)
    assert isinstance(said, GiveUp)
    assert "water that can be crossed was not found" in said.why


def test_who_stands_in_no_pit_has_climbed_out(land) -> None:
    assert propose(Reach("climb out", Out()), land().state(20, 20)) is None
    pit = land(lambda x, z: 62 if (x, z) == (20, 20) else 63)
    task = propose(Reach("climb out", Out()), pit.state(20, 20))
    assert isinstance(task, Task)
    assert task.goal == Out()
