"""`--explore` and `--blueprint`, from Python, in a world of the imagination."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from agent import Agent
from agent.exploring import JOURNEY, load, save
from agent.settings import Settings
from curriculum.frontier import Journey
from worldsim.blocks import UNKNOWN, blocks_of
from worldsim.errors import UsageError
from worldsim.events import Acted, Judged, Predicted, read_events
from worldsim.facts import facts
from worldsim.imagined import ImaginedWorld
from worldsim.models import Rules
from worldsim.space import Pos, Vec
from worldsim.state import Body, Observed, State, state_of


def land(inventory: dict[str, int]) -> State:
    name = facts().state_id
    span = range(-8, 9)
    cells = {Pos(x, y, z): name("dirt") if y < 64 else 0 for x in span for z in span for y in range(62, 70)}
    cells |= {Pos(x, y, 3): name("oak_log") for x in (3, -3) for y in range(64, 67)}
    body = Body(pos=Vec(0.5, 64.0, 0.5), vel=Vec(0, 0, 0))
    return state_of(Observed(tick=0, body=body, inventory=inventory), blocks_of(facts().palette, cells))


def agent(tmp_path: Path, **options: object) -> Agent:
    asked = Settings(runs=str(tmp_path / "runs"), library=str(tmp_path / "library"), **options)
    return Agent(world=ImaginedWorld(Rules(), land({"oak_log": 3})), settings=asked)


def test_goals_of_its_own_are_reached_and_remembered(tmp_path: Path) -> None:
    ending = agent(tmp_path, iterations=3).explore()
    assert ending.reached, ending.why
    events = read_events(ending.folder / "events.jsonl")
    goals = [event for event in events if isinstance(event, Judged) and event.task is None]
    assert goals
    for kind in (Predicted, Acted):
        steps = [event.step for event in events if isinstance(event, kind)]
        assert steps == list(range(1, len(steps) + 1)), "numbered through"
    journey = load(tmp_path / "library" / JOURNEY)
    assert len(journey.tried) == 3
    assert sum(one.done for one in journey.tried) == len(goals)
    assert "oak_log" in journey.had

    agent(tmp_path, iterations=1).explore()
    later = load(tmp_path / "library" / JOURNEY)
    assert later.tried[:3] == journey.tried
    assert len(later.tried) == 4
    assert later.tried[3].goal not in {one.goal for one in journey.tried if one.done}, "something new"


def test_a_dry_run_dreams_the_next_goal_alone(tmp_path: Path) -> None:
    ending = agent(tmp_path, iterations=3, dry_run=True).explore()
    assert ending.plan is not None
    assert not (tmp_path / "library" / JOURNEY).exists()


def test_a_journey_is_read_as_it_was_written(tmp_path: Path) -> None:
    journey = Journey().after("obtain 1 stick", True).after("find coal ore", False, "no path").seen(land({"oak_log": 1}))
    save(tmp_path / JOURNEY, journey)
    assert load(tmp_path / JOURNEY) == journey
    assert load(tmp_path / "none.json") == Journey()
    (tmp_path / JOURNEY).write_text("{")
    with pytest.raises(UsageError, match=r"goals\.json: expected the goals that were tried, found"):
        load(tmp_path / JOURNEY)


def test_a_building_from_a_file_is_dreamed(tmp_path: Path) -> None:
    cells = [{"x": x, "y": 0, "z": 0, "block": "oak_planks"} for x in range(3)]
    (tmp_path / "wall.json").write_bytes(msgspec.json.encode(cells))
    ending = agent(tmp_path, dry_run=True).build(tmp_path / "wall.json")
    assert ending.plan is not None
    assert ending.plan.goal == "build wall"
    assert ending.plan.steps, ending.why


def test_a_list_of_cells_with_a_floor_in_the_ground_is_built_to_the_last_cell(tmp_path: Path) -> None:
    floor = [{"x": x, "y": -1, "z": z, "block": "cobblestone"} for x in range(2) for z in range(2)]
    posts = [{"x": 0, "y": y, "z": 0, "block": "oak_planks"} for y in range(2)]
    (tmp_path / "post.json").write_bytes(msgspec.json.encode(floor + posts))
    world = ImaginedWorld(Rules(), land({"cobblestone": 8, "oak_planks": 8, "wooden_shovel": 1}))
    asked = Settings(runs=str(tmp_path / "runs"), library=str(tmp_path / "library"))
    ending = Agent(world=world, settings=asked).build(tmp_path / "post.json")
    assert ending.reached, ending.why
    assert ending.summary.blueprint_f1 == 1.0


def test_a_building_that_cannot_be_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('[{"x": 0, "y": 0, "z": 0, "block": "bedrock"}]')
    with pytest.raises(UsageError, match="bedrock cannot be had"):
        agent(tmp_path).build(tmp_path / "x.json")
    assert not (tmp_path / "runs").exists()


def test_what_nobody_saw_of_a_place_is_guessed_in_a_dry_run(tmp_path: Path) -> None:
    seen = land({"oak_planks": 80, "oak_fence": 3, "oak_door": 1, "crafting_table": 1})
    hidden = {Pos(x, y, z): UNKNOWN for x in range(-8, 9) for y in range(66, 70) for z in range(-8, 9)}
    world = ImaginedWorld(Rules(), msgspec.structs.replace(seen, blocks=seen.blocks.with_cells(hidden)))
    ending = Agent(world=world, settings=Settings(dry_run=True, runs=str(tmp_path / "runs"), library=str(tmp_path / "library"))).run("build a house")
    assert ending.plan is not None
    assert ending.plan.complete, ending.why
    assert ending.plan.steps[-1].task.startswith("build the oak house")
    assert ending.plan.steps[-1].actions < 150
    assert "were not seen yet, and are guessed" in ending.why
