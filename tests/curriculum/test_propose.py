from __future__ import annotations

from typing import Any

import msgspec
import networkx
import pytest

from curriculum.house import house
from curriculum.parse import parse
from curriculum.progress import GiveUp, Progress
from curriculum.propose import RuleCurriculum
from curriculum.request import BuildHouse, Reach
from worldsim.goals import All, At, Built, Explored, Has, Knows, Not, Task
from worldsim.goals import Any as AnyOf
from worldsim.space import Pos
from worldsim.state import State

RULES = RuleCurriculum()
HOUSE = parse("build a house")
MATERIALS = {"oak_planks": 68, "oak_fence": 3, "oak_door": 1}


def next_task(request: BuildHouse | Reach, state: State, progress: Progress | None = None) -> Task:
    task = RULES.propose(request, state, progress or Progress())
    assert isinstance(task, Task), task
    return task


def names(request: BuildHouse | Reach, state: State) -> list[str]:
    return list(RULES.plan(request, state))


def forest(land: Any) -> Any:
    return land().tree(34, 20).tree(36, 28).tree(30, 36)


def test_the_whole_way_to_a_house(land: Any) -> None:
    woods = forest(land)
    gather = next_task(HOUSE, woods.state())
    assert gather.goal == Has(("oak_log",), 21)
    # A door is made of planks: if they came first, it would take some of them away.
    door = next_task(HOUSE, woods.state(inventory={"oak_log": 21}))
    assert door.goal in (Has(("oak_door",), 1), Has(("oak_fence",), 3))
    planks = next_task(HOUSE, woods.state(inventory={"oak_log": 18, "oak_door": 3, "oak_fence": 3}))
    assert planks.goal == Has(("oak_planks",), 68)
    build = next_task(HOUSE, woods.state(inventory=MATERIALS))
    assert isinstance(build.goal, Built)
    assert "least work" in build.why
    done = woods.build(build.goal.blueprint).state(10, 10)
    assert RULES.propose(HOUSE, done, Progress().after(build, True)) is None


def test_without_trees_it_looks_for_some(land: Any) -> None:
    task = next_task(HOUSE, land().state())
    assert isinstance(task.goal, Knows)
    assert set(task.goal.blocks) >= {"oak_log", "birch_log"}


def test_the_wood_that_was_asked_for_is_searched_for(land: Any) -> None:
    task = next_task(parse("build a birch house"), forest(land).state())
    assert task.goal == Knows(("birch_log",), 1)


def test_it_takes_the_wood_of_which_there_is_more(land: Any) -> None:
    woods = land().tree(34, 20).tree(10, 10, "birch").tree(14, 36, "birch").tree(8, 24, "birch")
    assert next_task(HOUSE, woods.state()).wood == "birch"


def test_it_sticks_to_the_wood_it_carries(land: Any) -> None:
    woods = land().tree(34, 20).tree(36, 28).tree(10, 10, "birch").tree(14, 36, "birch").tree(8, 24, "birch")
    assert next_task(HOUSE, woods.state(inventory={"oak_log": 12})).wood == "oak"


def test_the_plan_shows_what_comes_first(land: Any) -> None:
    graph = RULES.plan(HOUSE, forest(land).state())
    order = list(graph)
    assert order[:4] == ["gather 21 oak_log", "obtain 1 oak_door", "obtain 3 oak_fence", "obtain 68 oak_planks"]
    assert order[4].startswith("build the oak house at (")
    assert list(networkx.topological_sort(graph)) == order


def test_no_room_for_a_house(land: Any) -> None:
    cliffs = land(lambda x, z: 63 if max(abs(x - 24), abs(z - 24)) <= 2 else 69)
    state = cliffs.state(inventory=MATERIALS)
    task = next_task(HOUSE, state)
    assert isinstance(task.goal, Explored)
    assert task.goal.columns > state.blocks.count_columns()
    assert "nowhere" in task.why
    progress = Progress()
    for _ in range(4):
        progress = progress.after(next_task(HOUSE, state, progress), False, "not_found")
    ending = RULES.propose(HOUSE, state, progress)
    assert isinstance(ending, GiveUp)
    assert "not_found" in ending.why


def test_a_place_that_was_not_seen_well_is_looked_at_once(land: Any) -> None:
    dim = land().fill((0, 67, 0), (47, 79, 47), None).fill((20, 64, 20), (28, 65, 28), "oak_fence").fill((21, 64, 21), (27, 65, 27), "air")
    dim.fill((24, 64, 28), (24, 65, 28), "air")
    state = dim.state(inventory=MATERIALS)
    look = next_task(HOUSE, state)
    assert isinstance(look.goal, At)
    assert isinstance(next_task(HOUSE, state, Progress().after(look, True)).goal, Built)


def test_a_place_that_cannot_be_walked_to_is_left(land: Any) -> None:
    dim = land().fill((0, 67, 0), (47, 79, 47), None).fill((20, 64, 20), (28, 65, 28), "oak_fence").fill((21, 64, 21), (27, 65, 27), "air")
    dim.fill((24, 64, 28), (24, 65, 28), "air")
    state = dim.state(inventory=MATERIALS)
    first = next_task(HOUSE, state)
    second = next_task(HOUSE, state, Progress().after(first, False, "no_path"))
    assert first.goal != second.goal


def started(land: Any) -> tuple[Any, Task, Progress]:
    """A house that was begun and failed once."""
    woods = forest(land)
    build = next_task(HOUSE, woods.state(inventory=MATERIALS))
    return woods, build, Progress().after(build, False, "occupied")


def blueprint_of(task: Task) -> Any:
    assert isinstance(task.goal, Built)
    return task.goal.blueprint


def test_a_few_blocks_in_the_way_are_cleared(land: Any) -> None:
    woods, build, progress = started(land)
    origin = blueprint_of(build).origin
    woods.set(origin.x + 1, origin.y, origin.z + 1, "cobblestone")
    again = next_task(HOUSE, woods.state(inventory=MATERIALS), progress)
    assert again.goal == build.goal
    assert "to clear first: cobblestone at" in again.why


def test_many_blocks_in_the_way_move_the_house(land: Any) -> None:
    woods, build, progress = started(land)
    origin = blueprint_of(build).origin
    woods.fill((origin.x, origin.y, origin.z), (origin.x + 4, origin.y + 1, origin.z + 4), "cobblestone")
    again = next_task(HOUSE, woods.state(10, 10, inventory=MATERIALS), progress)
    assert blueprint_of(again).origin != origin
    assert "cobblestone" in again.why
    assert "now of all dry places" in again.why


def test_what_cannot_be_cleared_moves_the_house(land: Any) -> None:
    woods, build, progress = started(land)
    origin = blueprint_of(build).origin
    woods.set(origin.x, origin.y, origin.z, "bedrock")
    again = next_task(HOUSE, woods.state(inventory=MATERIALS), progress)
    assert blueprint_of(again).origin != origin
    assert "bedrock" in again.why
    assert "cannot be cleared" in again.why


def test_a_hole_under_a_house_that_stands_is_filled(land: Any) -> None:
    woods, build, progress = started(land)
    blueprint = blueprint_of(build)
    woods.build(blueprint).set(blueprint.origin.x + 1, blueprint.origin.y - 1, blueprint.origin.z + 1, "air")
    gather = next_task(HOUSE, woods.state(10, 10), progress)
    assert gather.goal == Has(("oak_log",), 1)
    again = next_task(HOUSE, woods.state(10, 10, inventory={"oak_planks": 1}), progress)
    assert blueprint_of(again).origin == blueprint.origin
    assert "holes in the ground below it: 1" in again.why


def test_lost_materials_are_made_again(land: Any) -> None:
    woods, _, progress = started(land)
    task = next_task(HOUSE, woods.state(inventory={**MATERIALS, "oak_planks": 60}), progress)
    assert task.goal == Has(("oak_log",), 2)
    had = next_task(HOUSE, woods.state(inventory={**MATERIALS, "oak_planks": 60, "oak_log": 2}), progress)
    again = next_task(HOUSE, woods.state(inventory={**MATERIALS, "oak_planks": 60, "oak_log": 2}), progress.after(had, True))
    assert had.goal == again.goal == Has(("oak_planks",), 68)
    assert "oak_planks no longer suffice" in again.why
    assert "no longer" not in had.why


def test_half_built_it_needs_only_the_rest(land: Any) -> None:
    woods, build, progress = started(land)
    blueprint = blueprint_of(build)
    half = msgspec.structs.replace(blueprint, cells=blueprint.cells[:60])
    woods.build(half)
    missing = sum(cell.item == "oak_planks" for cell in blueprint.cells[60:])
    task = next_task(HOUSE, woods.state(10, 10, inventory={"oak_planks": missing, "oak_door": 1, "oak_fence": 3}), progress)
    assert task.goal == build.goal


def test_what_is_half_built_when_something_more_urgent_comes_is_gone_on_with(land: Any) -> None:
    woods, build, _ = started(land)
    blueprint = blueprint_of(build)
    woods.build(msgspec.structs.replace(blueprint, cells=blueprint.cells[:60]))
    missing = sum(cell.item == "oak_planks" for cell in blueprint.cells[60:])
    state = woods.state(10, 10, inventory={"oak_planks": missing, "oak_door": 1, "oak_fence": 3})
    begun = Progress().begun(build)
    meal = msgspec.structs.replace(build, goal=Has(("porkchop",)), upkeep=True)
    assert next_task(HOUSE, state, begun.after(meal, True)).goal == build.goal
    assert next_task(HOUSE, state).goal != build.goal, "nothing is known of it"
    assert begun.failures(build) == 0
    assert begun.buildings() == {blueprint: 0}
    assert begun.steps == Progress()
    assert Progress().begun(meal) == Progress(), "of what is no building nothing is left"


def test_after_two_failures_it_tries_another_place_and_in_the_end_gives_up(land: Any) -> None:
    woods, build, progress = started(land)
    state = woods.state(inventory=MATERIALS)
    progress = progress.after(build, False, "timeout")
    moved = next_task(HOUSE, state, progress)
    assert blueprint_of(moved).origin != blueprint_of(build).origin
    assert "failed 2 times (timeout)" in moved.why
    progress = progress.after(moved, False, "refused").after(moved, False, "refused")
    ending = RULES.propose(HOUSE, state, progress)
    assert isinstance(ending, GiveUp)
    assert "refused" in ending.why


def test_what_was_refused_is_not_dreamed_again_before_something_has_changed(land: Any) -> None:
    crafting = Reach("obtain 1 crafting_table", Has(("crafting_table",)))
    table = next_task(crafting, forest(land).state(inventory={"oak_log": 1}))
    known = forest(land).state(inventory={"oak_log": 1})
    ending = RULES.propose(crafting, known, Progress().refusing(table, "no dream passes", tick=known.tick))
    assert isinstance(ending, GiveUp)
    assert "no dream passes; nothing has changed since" in ending.why
    assert next_task(crafting, known, Progress().refusing(table, "no dream passes", tick=known.tick - 1)) == table
    assert next_task(crafting, known, Progress().refusing(table, "it dies", tick=known.tick, cause="died")) == table, "rest may help"
    assert next_task(crafting, known, Progress().after(table, False, "it failed", tick=known.tick)) == table, "the deed changed something"


def test_a_site_whose_building_was_refused_is_left_at_once(land: Any) -> None:
    state = forest(land).state(inventory=MATERIALS)
    build = next_task(HOUSE, state)
    moved = next_task(HOUSE, state, Progress().refusing(build, "no dream passes", tick=state.tick))
    assert blueprint_of(moved).origin != blueprint_of(build).origin
    assert "failed 1 time (no dream passes)" in moved.why
    assert next_task(HOUSE, state, Progress().refusing(build, "no dream passes", tick=state.tick - 1)).goal == build.goal


def test_when_the_known_trees_do_not_do_it_finds_more(land: Any) -> None:
    state = forest(land).state()
    gather = next_task(HOUSE, state)
    task = next_task(HOUSE, state, Progress().after(gather, False, "no_path"))
    assert isinstance(task.goal, Knows)
    assert task.goal.count == 15 + 8  # three trees of 5 are known
    assert "no_path" in task.why
    assert next_task(HOUSE, state, Progress().after(gather, False, "no_path").after(task, False, "not_found")).goal == Has(("oak_log",), 12)


def test_a_load_that_failed_is_halved_until_one_is_carried(land: Any) -> None:
    state, progress = forest(land).state(), Progress()
    wanted = []
    for _ in range(7):
        task = next_task(HOUSE, state, progress)
        wanted.append(task.goal.count if isinstance(task.goal, Has) else "find")
        progress = progress.after(task, False, "no_path")
    assert wanted == [21, "find", 12, "find", 6, "find", 4]
    carried = progress.after(Task(name="gather 6 oak_log", goal=Has(("oak_log",), 6), why=""), True)
    again = next_task(HOUSE, forest(land).state(inventory={"oak_log": 6}), carried)
    assert again.goal == Has(("oak_log",), 21)


def test_the_way_to_a_stone_pickaxe(land: Any) -> None:
    woods = forest(land)
    request = parse("obtain 1 stone pickaxe")
    assert names(request, woods.state()) == [
        "gather 3 oak_log",
        "obtain 1 wooden_pickaxe",
        "find stone",
        "gather 3 cobblestone",
        "obtain 1 stone_pickaxe",
    ]
    woods.set(24, 63, 30, "stone")
    carried = {"oak_planks": 1, "stick": 2, "wooden_pickaxe": 1}
    # A known table within 16 blocks is as good as one that is carried.
    woods.set(26, 64, 24, "crafting_table")
    assert names(request, woods.state(inventory=carried)) == ["gather 3 cobblestone", "obtain 1 stone_pickaxe"]
    assert RULES.propose(request, woods.state(inventory={"stone_pickaxe": 1}), Progress()) is None


def test_any_of_several_will_do(land: Any) -> None:
    woods = land().tree(34, 20, "birch")
    task = next_task(parse("obtain 4 planks"), woods.state(inventory={"oak_planks": 1}))
    assert task.goal == Has(("birch_log",), 1)
    task = next_task(parse("collect 6 logs"), woods.state(inventory={"oak_log": 2}))
    assert task.name == "gather 4 birch_log"
    assert isinstance(task.goal, Has)
    assert task.goal.count == 6


@pytest.mark.parametrize(
    ("goal", "name"),
    [
        (Explored(90000), "explore until 90000 columns are known"),
        (At(Pos(3, 64, 4)), "go to (3, 64, 4)"),
        (Knows(("diamond_ore",)), "find diamond_ore"),
        (Not(Knows(("oak_log",))), "undo: make it so"),
        (All((Has(("dirt",), 2), At(Pos(3, 64, 4)))), "gather 2 dirt"),
        (AnyOf((Has(("dirt",), 200), Has(("oak_planks",), 2))), "craft"),
    ],
)
def test_goals_of_every_kind(land: Any, goal: Any, name: str) -> None:
    task = next_task(Reach("whatever", goal), forest(land).state(inventory={"oak_planks": 1, "oak_log": 1}))
    assert task.name.startswith(name) or (name == "craft" and task.goal == goal.goals[1])


def test_a_blueprint_as_a_goal(land: Any) -> None:
    blueprint = house(Pos(20, 64, 20))
    assert next_task(Reach("that one", Built(blueprint)), forest(land).state()).goal == Has(("oak_log",), 21)
    assert next_task(Reach("that one", Built(blueprint)), forest(land).state(inventory=MATERIALS)).goal == Built(blueprint)


def test_what_cannot_be_had_is_given_up_at_once(land: Any) -> None:
    ending = RULES.propose(Reach("diamonds", Has(("diamond",))), forest(land).state(), Progress())
    assert isinstance(ending, GiveUp)
    assert "iron_pickaxe" in ending.why


def test_much_is_gathered_in_loads_that_a_dream_can_foresee(land: Any) -> None:
    woods = forest(land)
    assert names(Reach("", Has(("oak_log",), 36)), woods.state()) == ["gather 24 oak_log", "gather 36 oak_log"]
    assert names(Reach("", Has(("oak_log",), 35)), woods.state()) == ["gather 35 oak_log"], "no load for a few more"
    much = Reach("", Has(("oak_log",), 80))
    assert names(much, woods.state(inventory={"oak_log": 30})) == ["gather 48 oak_log", "gather 80 oak_log"]
    assert list(RULES.plan(much, woods.state()).edges) == [("gather 24 oak_log", "gather 48 oak_log"), ("gather 48 oak_log", "gather 80 oak_log")]
