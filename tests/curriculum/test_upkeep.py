"""What the body needs comes before the next task, in its order, and never keeps a goal from being pursued."""

from __future__ import annotations

import msgspec
import pytest

from curriculum.progress import GiveUp, Progress
from curriculum.propose import RuleCurriculum
from curriculum.request import Reach
from curriculum.upkeep import Limits, Upkeep
from worldsim.goals import At, Day, Explored, Fed, Has, Healthy, Safe, Task
from worldsim.space import Pos, Vec
from worldsim.state import Entity, State

WANTED = Reach("collect 3 dirt", Has(("dirt",), 3))


def creature(kind: str, x: float = 28.5) -> Entity:
    return Entity(3, kind, Vec(x, 64.0, 24.5))


def plight(land, tick: int = 0, time: int = 1000, inventory=None, entities=(), **body: object) -> State:
    state = land().state(inventory=inventory or {})
    return msgspec.structs.replace(state, tick=tick, time_of_day=time, entities=entities, body=msgspec.structs.replace(state.body, **body))


def proposed(state: State, progress: Progress | None = None) -> Task:
    task = Upkeep(RuleCurriculum()).propose(WANTED, state, progress or Progress())
    assert isinstance(task, Task)
    return task


@pytest.mark.parametrize(
    ("why", "plight_", "goal"),
    [
        ("fed and whole", {}, None),
        ("a meal would be wasted", {"food": 18, "inventory": {"beef": 3}}, None),
        ("low, and carried", {"food": 14, "inventory": {"beef": 3}}, Fed(17)),
        ("hurt, and food could heal", {"food": 17, "health": 10.0, "inventory": {"beef": 3}}, Fed(20)),
        ("only harmful food", {"food": 14, "inventory": {"spider_eye": 3}}, None),
        ("low, and a cow in sight", {"food": 12, "entities": (creature("cow"),)}, Fed(14)),
        ("food is better than hunting", {"food": 12, "inventory": {"bread": 1}, "entities": (creature("cow"),)}, Fed(17)),
        ("not that low", {"food": 13, "entities": (creature("cow"),)}, None),
        ("nothing anywhere, but one can still run", {"food": 7}, None),
        ("night", {"time": 13000}, Day()),
        ("food comes before the night", {"time": 13000, "food": 10, "inventory": {"bread": 1}}, Fed(15)),
        ("a zombie comes before all", {"time": 13000, "food": 3, "inventory": {"bread": 1}, "entities": (creature("zombie"),)}, Safe(8.0)),
        ("a zombie far away", {"entities": (creature("zombie", 40.5),)}, None),
        ("hurt, and it heals", {"health": 7.0, "food": 20, "saturation": 20.0}, Healthy(14.0)),
        ("hurt, and food lasts for less", {"health": 7.0, "food": 19, "saturation": 2.0}, Healthy(9.0)),
        ("hurt, and too hungry to heal", {"health": 7.0, "food": 17}, None),
    ],
)
def test_what_comes_first(land, why: str, plight_: dict[str, object], goal) -> None:
    task = proposed(plight(land, **plight_))
    assert (task.goal, task.upkeep) == ((goal, True) if goal else (Has(("dirt",), 3), False)), why


def test_a_goal_that_holds_needs_no_upkeep(land) -> None:
    starving = plight(land, food=0, inventory={"dirt": 3, "beef": 1})
    assert Upkeep(RuleCurriculum()).propose(WANTED, starving, Progress()) is None


def test_hunger_with_no_food_anywhere_is_looked_after_twice_and_then_borne(land) -> None:
    progress, tick, names = Progress(), 0, []
    for _ in range(6):
        task = proposed(plight(land, tick=tick, food=3), progress)
        names.append(type(task.goal))
        if not task.upkeep:
            break
        tick += 600
        progress = progress.after(task, True, tick=tick)
    assert names == [Explored, Explored, Has]
    assert proposed(plight(land, tick=tick + 7000, food=3), progress).upkeep, "after five minutes there may be something"


def test_what_failed_is_left_alone_for_a_while(land) -> None:
    night = plight(land, tick=100, time=13000)
    progress = Progress().after(proposed(night), False, "no ground", tick=100)
    assert not proposed(plight(land, tick=200, time=13100), progress).upkeep
    assert proposed(plight(land, tick=1400, time=14300), progress).goal == Day()


def test_upkeep_ends(land) -> None:
    """Whatever the body needs, and whatever comes of it: the goal goes on, or is given up."""
    curriculum, progress, upkeep = Upkeep(RuleCurriculum(), Limits(most=8)), Progress(), 0
    beset = plight(land, time=13000, food=3, entities=(creature("zombie"),))
    for tick in range(0, 2000, 50):
        state = msgspec.structs.replace(beset, tick=tick)
        task = curriculum.propose(WANTED, state, progress)
        if isinstance(task, GiveUp):
            break
        assert task is not None
        upkeep += task.upkeep
        progress = progress.after(task, False, "in vain", tick=state.tick)
    assert isinstance(task, GiveUp)
    assert upkeep == 8


def test_upkeep_does_not_count_as_a_try_for_the_goal(land) -> None:
    progress = Progress()
    for _ in range(100):
        progress = progress.after(Task(name="eat", goal=Fed(15), why="", upkeep=True), True, tick=1)
    assert progress.steps == Progress()
    assert not proposed(plight(land), progress).upkeep


def test_what_was_lost_is_fetched_once_while_it_lies_there(land) -> None:
    step = Task(name="gather 3 dirt", goal=Has(("dirt",), 3), why="")
    died = Progress().after(step, False, "died", tick=1000, cause="died", died_at=Pos(40, 64, 40))
    fetch = proposed(plight(land, tick=1100), died)
    assert fetch.goal == At(Pos(40, 64, 40), 4.0)
    assert not proposed(plight(land, tick=1200), died.after(fetch, False, tick=1150)).upkeep
    assert not proposed(plight(land, tick=7100), died).upkeep
    assert proposed(plight(land, tick=1100, time=14000), died).goal == Day()
    again = died.after(fetch, False, "died", tick=1150, cause="died", died_at=Pos(30, 64, 30))
    assert not proposed(plight(land, tick=1200), again).upkeep, "what killed it is still there"
    assert proposed(plight(land, tick=7050), again).goal == At(Pos(30, 64, 30), 4.0), "the first is forgotten by then"


def test_before_what_would_be_deadly_one_heals(land) -> None:
    step = Task(name="fight", goal=Has(("bone",)), why="")
    hurt = {"health": 15.0, "food": 20, "saturation": 20.0}
    assert proposed(plight(land, **hurt), Progress().after(step, False, cause="died")).goal == Healthy(20.0)
    assert not proposed(plight(land, **hurt), Progress().after(step, False, cause="no_path")).upkeep


def test_a_running_task_waits_for_what_is_urgent(land) -> None:
    curriculum, calm, night = Upkeep(RuleCurriculum()), plight(land), plight(land, time=13000)
    attacked = plight(land, entities=(creature("zombie"),))
    step, meal, cover = proposed(calm), proposed(plight(land, food=10, inventory={"beef": 1})), proposed(night)
    wait = [[bool(curriculum.alarm(task, Progress())(state)) for state in (calm, night, attacked)] for task in (step, meal, cover)]
    assert wait == [[False, True, True], [False, False, True], [False, False, False]]


def test_the_plan_begins_with_what_the_body_needs(land) -> None:
    curriculum, night = Upkeep(RuleCurriculum()), plight(land, time=13000)
    plan = curriculum.plan(WANTED, night)
    first = curriculum.propose(WANTED, night, Progress())
    assert isinstance(first, Task)
    assert [name for name, before in plan.in_degree() if before == 0] == [first.name]
    assert plan.nodes[first.name]["task"] == first
