"""What keeping alive rests on: who attacks, being closed in, day and night, meals, and what monsters do to who is about something else."""

from __future__ import annotations

import msgspec
import pytest

from worldsim.actions import Attack, Mine, MoveTo, Wait
from worldsim.apply import apply
from worldsim.danger import is_day, menaces, sheltered
from worldsim.facts import facts
from worldsim.goals import Day, Fed, Healthy, Safe
from worldsim.judging import judge
from worldsim.laws import predict
from worldsim.needs import carried_points, meals, smallest_meal
from worldsim.space import Pos, Vec
from worldsim.state import Entity, State


def creature(kind: str, x: float, y: float = 64.0, z: float = 0.5) -> Entity:
    return Entity(7, kind, Vec(x, y, z))


def felt(state: State, **body: object) -> State:
    return msgspec.structs.replace(state, body=msgspec.structs.replace(state.body, **body))


#: The body stands at (0, 64, 0): four walls of two and a roof.
CELL = {(x, y, z): "stone" for x, z in ((1, 0), (-1, 0), (0, 1), (0, -1)) for y in (64, 65)} | {(0, 66, 0): "stone"}


@pytest.mark.parametrize(
    ("kind", "x", "time", "blocks", "many"),
    [
        ("zombie", 6.5, 1000, {}, 1),
        ("zombie", 20.5, 1000, {}, 0),
        ("cow", 3.5, 14000, {}, 0),
        ("spider", 6.5, 1000, {}, 0),
        ("spider", 6.5, 14000, {}, 1),
        ("zombie", 6.5, 14000, {(3, y, 0): "stone" for y in (64, 65, 66)}, 0),
        ("zombie", 6.5, 14000, {(3, y, 0): "glass" for y in (64, 65, 66)}, 1),
    ],
)
def test_who_attacks(land, kind: str, x: float, time: int, blocks, many: int) -> None:
    state = land(blocks, time_of_day=time, entities=(creature(kind, x),))
    assert len(menaces(state, 8.0)) == many
    assert judge(Safe(8.0), state).done == (many == 0)


@pytest.mark.parametrize("hole", [None, (1, 64, 0), (0, 65, -1), (0, 66, 0)])
def test_closed_in_means_on_every_side(land, hole) -> None:
    walls = {cell: name for cell, name in CELL.items() if cell != hole}
    assert sheltered(land(walls)) == (hole is None)


def test_a_door_is_shut_and_what_nobody_saw_is_open(land) -> None:
    assert sheltered(land(CELL | {(1, 64, 0): "oak_door", (1, 65, 0): "oak_door"}))
    assert not sheltered(land(CELL | {(0, 66, 0): None}))


def test_day_and_body(land) -> None:
    assert [is_day(land(time_of_day=time)) for time in (0, 12000, 13000, 23500)] == [True, True, False, False]
    state = felt(land(time_of_day=14000), food=17, health=9.5)
    assert [judge(goal, state).done for goal in (Fed(17), Fed(18), Healthy(9.5), Healthy(10), Day())] == [True, False, True, False, False]


def test_meals_are_wholesome_unless_one_is_very_hungry(land) -> None:
    state = land(inventory={"beef": 2, "rotten_flesh": 3, "golden_apple": 1, "spider_eye": 1})
    assert (carried_points(state), smallest_meal(state)) == (6, 3)
    assert carried_points(felt(state, food=5)) == 6 + 3 * 4
    assert not {"poisonous_potato", "spider_eye", "pufferfish"} & meals(felt(state, food=0)).keys()


def test_who_digs_beside_a_zombie_is_hit_and_who_walks_off_is_not(land) -> None:
    state = land({(2, 64, 2): "oak_log"}, entities=(creature("zombie", 3.5),))
    digs, walks = predict(state, Mine(Pos(2, 64, 2)), facts()), predict(state, MoveTo(Pos(-9, 64, 0)), facts())
    hit = digs.branches[-1]
    assert (hit.status, hit.change.health) == ("interrupted", -2.5)  # easy: 3 / 2 + 1
    assert 0.9 < hit.p <= 1
    assert sum(branch.p for branch in digs.branches) == pytest.approx(1)
    assert all(branch.status != "interrupted" for branch in walks.branches)
    assert predict(felt(state, health=2.0), Wait(100), facts()).mode.reason == "died"
    assert all(branch.status != "interrupted" for branch in predict(state, Attack("zombie"), facts()).branches)


def test_a_zombie_comes_nearer_and_a_cow_does_not(land) -> None:
    for kind, moved in (("zombie", True), ("cow", False)):
        state = land(entities=(creature(kind, 10.5),))
        later = apply(state, Wait(40), predict(state, Wait(40), facts()).mode, 40, facts())
        assert (later.entities[0].pos.x < 10.5) == moved, kind
