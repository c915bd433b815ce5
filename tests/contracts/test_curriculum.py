"""What every curriculum has to keep to, whoever decides. Add yours to CURRICULA."""

from __future__ import annotations

import networkx
import pytest

from curriculum.judge import judge
from curriculum.parse import parse
from curriculum.progress import Curriculum, GiveUp, Progress
from curriculum.propose import RuleCurriculum
from curriculum.proposing import LanguageCurriculum
from curriculum.request import Reach
from curriculum.upkeep import Upkeep
from worldsim.blocks import blocks_of
from worldsim.facts import facts
from worldsim.goals import Has, Task
from worldsim.space import Pos, Vec
from worldsim.state import Body, State

CURRICULA: list[Curriculum] = [
    RuleCurriculum(),
    LanguageCurriculum(RuleCurriculum(), None, None, lambda event: None),
    Upkeep(RuleCurriculum()),
]

REQUESTS = ["build a house", "obtain 1 crafting table", "obtain 1 stone pickaxe", "collect 3 logs", "explore", "find diamonds"]


def meadow(inventory: dict[str, int] | None = None) -> State:
    """A meadow of 24 x 24 with three trunks; somebody stands in its middle."""
    cells = {Pos(x, y, z): "grass_block" if y == 63 else "air" for x in range(24) for z in range(24) for y in range(63, 70)}
    cells |= {Pos(x, y, z): "oak_log" for x, z in ((2, 2), (21, 3), (3, 20)) for y in range(64, 69)}
    known = blocks_of(facts().palette, {pos: facts().state_id(name) for pos, name in cells.items()})
    return State(tick=0, body=Body(pos=Vec(12.5, 64, 12.5), vel=Vec(0, 0, 0)), inventory=inventory or {}, blocks=known)


@pytest.fixture(params=CURRICULA, ids=lambda curriculum: curriculum.name)
def curriculum(request: pytest.FixtureRequest) -> Curriculum:
    chosen: Curriculum = request.param
    return chosen


@pytest.mark.parametrize("sentence", REQUESTS)
def test_it_proposes_a_task_that_does_not_hold_yet_and_says_why(curriculum: Curriculum, sentence: str) -> None:
    task = curriculum.propose(parse(sentence), meadow(), Progress())
    assert isinstance(task, Task)
    assert not judge(task.goal, meadow()).done
    assert task.name
    assert task.why
    assert "\n" not in task.name + task.why


@pytest.mark.parametrize("sentence", REQUESTS)
def test_the_same_state_gives_the_same_task(curriculum: Curriculum, sentence: str) -> None:
    assert curriculum.propose(parse(sentence), meadow(), Progress()) == curriculum.propose(parse(sentence), meadow(), Progress())


@pytest.mark.parametrize("sentence", REQUESTS)
def test_the_plan_is_a_dag_that_begins_with_the_proposal(curriculum: Curriculum, sentence: str) -> None:
    plan = curriculum.plan(parse(sentence), meadow())
    assert networkx.is_directed_acyclic_graph(plan)
    first = curriculum.propose(parse(sentence), meadow(), Progress())
    assert isinstance(first, Task)
    assert plan.nodes[first.name]["task"] == first
    assert plan.in_degree(first.name) == 0
    assert all(isinstance(task, Task) for _, task in plan.nodes(data="task"))


@pytest.mark.parametrize(
    ("sentence", "carried"),
    [
        ("obtain 1 crafting table", {"crafting_table": 1}),
        ("collect 3 logs", {"oak_log": 1, "birch_log": 2}),
        ("obtain 1 stone pickaxe", {"stone_pickaxe": 1}),
    ],
)
def test_nothing_is_left_to_do_when_the_goal_holds(curriculum: Curriculum, sentence: str, carried: dict[str, int]) -> None:
    assert curriculum.propose(parse(sentence), meadow(carried), Progress()) is None
    assert len(curriculum.plan(parse(sentence), meadow(carried))) == 0


@pytest.mark.parametrize("sentence", REQUESTS)
def test_what_never_works_is_given_up(curriculum: Curriculum, sentence: str) -> None:
    progress = Progress()
    for _ in range(100):
        task = curriculum.propose(parse(sentence), meadow(), progress)
        if isinstance(task, GiveUp):
            assert task.why
            assert "\n" not in task.why
            return
        assert task is not None
        progress = progress.after(task, False, "no_path")
    pytest.fail("it went on for 100 tasks that failed")


@pytest.mark.parametrize("sentence", ["build a house", "obtain 1 stone pickaxe"])
def test_what_leads_nowhere_is_given_up(curriculum: Curriculum, sentence: str) -> None:
    """Every task is said to be done, and nothing changes."""
    progress = Progress()
    for _ in range(100):
        task = curriculum.propose(parse(sentence), meadow(), progress)
        if isinstance(task, GiveUp):
            return
        assert task is not None
        progress = progress.after(task, True)
    pytest.fail("it went on for 100 tasks that changed nothing")


def test_what_cannot_be_had_is_no_task(curriculum: Curriculum) -> None:
    ending = curriculum.propose(Reach("obtain 1 diamond", Has(("diamond",))), meadow(), Progress())
    assert isinstance(ending, GiveUp)
