"""Things that lie around or spring out of blocks, what holds what, and what happens beside the purpose. Minecraft Wiki, Java Edition 1.19."""

from __future__ import annotations

import pytest

from worldsim.actions import Collect, Dig, Equip, Explore, Mine, MoveTo, Place, Wait
from worldsim.change import BlockChange
from worldsim.dream import dream
from worldsim.laws.tossing import THROWS, bit, rests
from worldsim.models import Rules
from worldsim.prediction import Prediction
from worldsim.space import Pos, Vec
from worldsim.state import Body, Entity, State
from worldsim.world import PlayResult, World

AHEAD = Pos(2, 64, 0)
WALLS = [(dx, dz) for dx in (-1, 0, 1) for dz in (-1, 0, 1) if dx or dz]


@pytest.fixture
def said(rules: Rules):
    return lambda state, action: rules.predict(state, [action])[0]


def item(x: float, y: float, z: float, name: str = "dirt", number: int = 1) -> Entity:
    return Entity(number, "item", Vec(x, y, z), name)


# Where thrown things lie


def test_between_walls_a_thing_stays_in_its_cell() -> None:
    solid = sum(bit(dx, dy, dz) for dx, dz in WALLS for dy in (-1, 0, 1)) | bit(0, -1, 0) | bit(0, 1, 0)
    lie = rests(solid)
    assert len(lie) == THROWS
    assert {rest.y for rest in lie} == {0.0}
    # It is 0.25 wide: its middle comes no nearer to a wall than 0.125.
    assert all(0.125 - 1e-6 <= rest.x <= 0.875 + 1e-6 and 0.125 - 1e-6 <= rest.z <= 0.875 + 1e-6 for rest in lie)


def test_from_a_pillar_many_things_fall() -> None:
    lie = rests(bit(0, -1, 0))
    fallen = sum(rest.y == -1 for rest in lie)
    assert 0 < fallen < THROWS


def test_what_is_dug_out_of_a_high_trunk_is_mostly_lost(said, land) -> None:
    trunk = {(2, y, 0): "oak_log" for y in range(64, 72)}
    leaves = {(2 + dx, y, dz): "oak_leaves" for dx, dz in WALLS for y in (67, 68, 69)}
    high = said(land({**trunk, **leaves}), Mine(Pos(2, 67, 0)))
    assert high.mode.reason == "item_lost"
    assert 0 < high.p_success < 0.5
    assert said(land(trunk), Mine(Pos(2, 64, 0))).p_success > 0.9


# Picking up


def test_who_walks_by_picks_up(said, land) -> None:
    state = land(entities=(item(5.5, 64.0, 0.5), item(5.5, 64.0, 8.5, "sand", 2)))
    assert said(state, MoveTo(Pos(10, 64, 0))).mode.change.inventory == {"dirt": 1}
    assert said(land(entities=state.entities, free_slots=0), MoveTo(Pos(10, 64, 0))).mode.change.inventory == {}


def test_what_lies_at_the_feet_is_picked_up_whatever_one_does(said, land) -> None:
    state = land(entities=(item(1.5, 64.0, 0.5),))
    assert said(state, Wait(40)).mode.change.inventory == {"dirt": 1}
    # It cannot be picked up in the first half second.
    assert said(state, Wait(2)).mode.change.inventory == {}


def test_collect_goes_to_where_a_thing_falls(said, land) -> None:
    # It hovers above a hole of three blocks, over which nobody can walk.
    hole = {(4, y, 0): "air" for y in (61, 62, 63)}
    assert said(land(hole, entities=(item(4.5, 66.4, 0.5),)), Collect()).mode.change.inventory == {"dirt": 1}


def test_what_a_thing_lies_on_carries_though_nobody_saw_it(said, land) -> None:
    unseen = {(x, y, z): None for x in range(3, 9) for z in range(-20, 21) for y in range(60, 64)}
    assert said(land(unseen, entities=(item(3.6, 64.0, 0.5),)), Collect()).p_success > 0.5


def test_a_body_in_water_sinks_while_it_is_about_something_else(said, land) -> None:
    pool = {(x, y, z): "water" for x in range(-3, 4) for z in range(-3, 4) for y in (60, 61, 62, 63)}
    state = land(pool, at=(0.5, 62.0, 0.5), inventory={"stick": 1})
    afloat = State(
        **{name: getattr(state, name) for name in State.__struct_fields__ if name != "body"},
        body=Body(state.body.pos, Vec(0, 0, 0), on_ground=False, in_liquid=True),
    )
    # Water leaves 0.8 of the speed a tick and pulls by 0.005: at most 0.025 blocks a tick, so 40 ticks are a block at the most.
    assert 61.0 <= said(afloat, Wait(40)).mode.end.y < 61.5
    assert said(afloat, Equip("stick")).mode.end.y == pytest.approx(62.0, abs=0.1)


# What holds what


@pytest.mark.parametrize(
    ("thing", "cells", "holds"),
    [
        ("ladder", {}, False),  # on the ground alone
        ("ladder", {(3, 64, 0): "stone"}, True),
        ("ladder", {(3, 64, 0): "oak_leaves"}, False),
        ("oak_pressure_plate", {(2, 63, 0): "oak_leaves"}, False),
        ("oak_pressure_plate", {}, True),
        ("oak_door", {(2, 63, 0): "oak_leaves"}, False),
        ("torch", {(2, 63, 0): "oak_leaves"}, False),
        ("dirt", {(2, 63, 0): "oak_leaves"}, True),
        ("poppy", {(2, 63, 0): "stone"}, False),
        ("poppy", {}, True),
    ],
)
def test_what_holds(said, land, thing: str, cells: dict[tuple[int, int, int], str], holds: bool) -> None:
    prediction: Prediction = said(land(cells, inventory={thing: 1}), Place(thing, AHEAD))
    assert (prediction.mode.status, prediction.mode.reason) == (("done", None) if holds else ("failed", "refused"))


def test_a_torch_falls_back_on_a_wall(said, land) -> None:
    state = land({(2, 63, 0): "oak_leaves", (3, 64, 0): "stone"}, inventory={"torch": 1})
    assert BlockChange(AHEAD, "air", "wall_torch") in said(state, Place("torch", AHEAD)).mode.change.blocks


def test_a_button_falls_with_the_block_it_sits_on(said, land, known) -> None:
    state = land({(2, 64, 0): "dirt"})
    blocks = state.blocks.with_cells({Pos(2, 65, 0): known.state_id("oak_button", face="floor")})
    pressed = State(**{name: getattr(state, name) for name in State.__struct_fields__ if name != "blocks"}, blocks=blocks)
    change = said(pressed, Mine(AHEAD)).mode.change
    assert change.inventory == {"dirt": 1, "oak_button": 1}
    assert [cell.before for cell in change.blocks] == ["dirt", "oak_button"]


def test_who_stops_digging_a_little_early_is_forgiven(said, land) -> None:
    # Dirt takes 15 ticks by hand; the game asks for 70 % of it, the tick of stopping included: 10.5.
    dirt = land({(2, 64, 0): "dirt"})
    assert said(dirt, Dig(AHEAD, ticks=10)).mode.status == "done"
    assert said(dirt, Dig(AHEAD, ticks=9)).mode.reason == "refused"


# Searching


def search(walks: int):
    def play(world: World) -> PlayResult:
        return PlayResult(ok=any(world.act(Explore(("stone",), "north")).ok for _ in range(walks)))

    return play


def test_walks_of_one_dream_go_through_one_land(land, rules) -> None:
    """A walk finds stone with 1 in 5 at best: independent of one another, 24 of them would with 1 - 0.8 ** 24 = 0.995."""
    many = dream(search(24), land(), rules, k=200, seed=1)
    assert 0.4 < many.p_success < 0.9
    first, third = (dream(search(walks), land(), rules, k=200, seed=1).p_success for walks in (1, 3))
    assert first < third < many.p_success


def test_what_is_nowhere_in_a_wide_land_is_rare(said, land, known) -> None:
    near = said(land(), Explore(("stone",))).p_success
    wide = land({(x, 70, z): "air" for x in range(-100, 100) for z in range(-100, 100)})
    seen = State(**{name: getattr(wide, name) for name in State.__struct_fields__ if name != "blocks"}, blocks=_folded(wide))
    assert said(seen, Explore(("stone",))).p_success < near / 2
    with_stone = seen.blocks.with_cells({Pos(5, 64, 5): known.state_id("stone")})
    there = State(**{name: getattr(seen, name) for name in State.__struct_fields__ if name != "blocks"}, blocks=with_stone)
    assert said(there, Explore(("stone",))).p_success > near


def _folded(state: State):
    from worldsim.blocks import Blocks

    return Blocks(state.blocks.palette, dict(state.blocks.sections()))
