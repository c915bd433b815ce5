"""The skills that keep the body alive, in imagined worlds of flat land."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from skills import run
from skills.checker import check
from skills.compose import seeded
from worldsim.actions import name_of
from worldsim.dream import dream
from worldsim.goals import Day, Fed, Goal, Healthy, Safe, Task
from worldsim.imagined import ImaginedWorld
from worldsim.judging import judge
from worldsim.models import Rules
from worldsim.space import Pos, Vec
from worldsim.state import Entity, State


def candidates(goal: Goal, state: State):
    return {program.name: program for program in seeded(Task(name="t", goal=goal, why="", upkeep=True), state)}


def plight(land, inventory=None, time: int = 1000, entities=(), more=None, **body: object) -> State:
    state = land(inventory, more).observe()
    return msgspec.structs.replace(state, time_of_day=time, entities=entities, body=msgspec.structs.replace(state.body, **body))


def acted(world: ImaginedWorld) -> list[str]:
    return [name_of(outcome.action) for outcome in world.outcomes]


def creature(kind: str, x: float, z: float = 0.5) -> Entity:
    return Entity(3, kind, Vec(x, 64.0, z))


@pytest.mark.parametrize("goal", [Fed(18), Healthy(12.0), Safe(), Day()], ids=lambda goal: type(goal).__name__)
def test_they_type_check(land, goal: Goal) -> None:
    for program in candidates(goal, plight(land, entities=(creature("zombie", 6.5),))).values():
        assert check(program) == []


def test_one_eats_until_the_next_bite_would_be_wasted(land) -> None:
    world = ImaginedWorld(Rules(), plight(land, {"beef": 5, "apple": 1}, food=7, saturation=0.0), seed=1)
    assert run(candidates(Fed(10), world.observe())["feed"], world).ok
    assert (world.observe().body.food, world.observe().count("beef")) == (20, 2)  # 4 of the apple, 3 of each beef


def test_one_hunts_what_is_in_sight_and_eats_it(land) -> None:
    state = plight(land, food=6, saturation=0.0, entities=(creature("cow", -15.5),))
    world = ImaginedWorld(Rules(), state, seed=1)
    assert run(candidates(Fed(8), state)["feed"], world).ok
    assert Counter(acted(world)).keys() == {"move_to", "attack", "eat"}
    assert world.observe().body.food >= 9


def test_hunger_with_nothing_in_sight_ends_at_once(land) -> None:
    world = ImaginedWorld(Rules(), plight(land, food=3), seed=1)
    result = run(candidates(Fed(8), world.observe())["feed"], world)
    assert (result.ok, result.note) == (False, "food is at 3, and nothing to eat is carried or in sight")
    assert acted(world) == []


def test_a_strong_body_fights_and_a_weak_one_does_not_dare(land) -> None:
    armed = plight(land, {"stone_sword": 1}, entities=(creature("zombie", 5.5),))
    weak = plight(land, health=2.0, entities=(creature("zombie", 5.5),))

    def deadly(state: State) -> float:
        program = candidates(Safe(), state)["fight_off"]
        return dream(lambda world: run(program, world), state, Rules()).p_death

    assert deadly(armed) == 0
    assert deadly(weak) > 0.3


def test_one_who_runs_away_is_safe(land) -> None:
    world = ImaginedWorld(Rules(), plight(land, entities=(creature("zombie", 4.5),)), seed=1)
    assert run(candidates(Safe(), world.observe())["run_from"], world).ok
    assert judge(Safe(), world.observe()).done
    assert [outcome.action.heading for outcome in world.outcomes] == ["west"]


def test_the_night_is_seen_through_in_a_hole_that_one_comes_out_of(land) -> None:
    world = ImaginedWorld(Rules(), plight(land, time=13000), seed=1)
    assert run(candidates(Day(), world.observe())["pass_night"], world).ok
    after = world.observe()
    assert judge(Day(), after).done
    assert 64 - after.body.pos.y <= 1
    waited = acted(world).index("wait")
    assert acted(world)[waited - 1] == "place", "the hole is closed before the night"
    assert "mine" in acted(world)[waited:], "and opened after it"


def test_who_is_in_a_house_stays_in_it(land) -> None:
    walls = {Pos(x, y, z): "oak_planks" for x, z in ((1, 0), (-1, 0), (0, 1)) for y in (64, 65)} | {Pos(0, 66, 0): "oak_planks"}
    house = walls | {Pos(0, 64, -1): "oak_door", Pos(0, 65, -1): "oak_door"}
    world = ImaginedWorld(Rules(), plight(land, time=13000, more=house), seed=1)
    assert run(candidates(Day(), world.observe())["pass_night"], world).ok
    assert set(acted(world)) == {"wait"}


def test_a_bed_that_is_carried_is_slept_in(land) -> None:
    world = ImaginedWorld(Rules(), plight(land, {"red_bed": 1}, time=13000), seed=1)
    assert run(candidates(Day(), world.observe())["sleep_in_bed"], world).ok
    assert acted(world)[0] == "place"
    assert world.observe().tick < 300


@pytest.mark.parametrize("ground", ["water", "sand"])
def test_bad_ground_is_no_shelter(land, ground: str) -> None:
    """Nobody digs into water; and sand that is dug closes no hole."""
    more = {Pos(x, y, z): ground for x in range(-20, 20) for z in range(-20, 20) for y in (61, 62, 63)}
    world = ImaginedWorld(Rules(), plight(land, time=13000, more=more), seed=1)
    assert not run(candidates(Day(), world.observe())["pass_night"], world).ok
    assert "wait" not in acted(world)


def test_wounds_heal_where_food_lasts(land) -> None:
    world = ImaginedWorld(Rules(), plight(land, health=8.0), seed=1)
    assert run(candidates(Healthy(11.0), world.observe())["recover"], world).ok
    hungry = ImaginedWorld(Rules(), plight(land, health=8.0, food=17), seed=1)
    assert run(candidates(Healthy(11.0), hungry.observe())["recover"], hungry).note.startswith("food is at 17")
