from __future__ import annotations

from math import cos, sin
from typing import Any

import pytest

from curriculum.house import HousePlan, ground_cells, house
from curriculum.judge import enclosed
from curriculum.site import Site, choose, holes, obstacles, refit
from worldsim.blueprint import Blueprint
from worldsim.space import Pos
from worldsim.state import State

SIZE = Pos(5, 4, 5)


def chosen(state: State, **rest: Any) -> Site:
    site = choose(state, HousePlan("oak", SIZE), **rest)
    assert site is not None
    return site


def footprint(blueprint: Blueprint) -> set[tuple[int, int]]:
    return {(blueprint.origin.x + x, blueprint.origin.z + z) for x in range(5) for z in range(5)}


def test_flat_land_needs_no_work(land: Any) -> None:
    site = chosen(land().state())
    assert (site.clear, site.fill, site.unknown) == (0, 0, 0)
    assert site.blueprint.origin.y == 64  # on the ground, which is at 63
    assert (24, 24) in footprint(site.blueprint)  # where one stands
    assert "least work" in site.why


def test_hills_are_dug_and_filled_a_little(land: Any) -> None:
    hills = land(lambda x, z: 63 + round(4 * sin(x / 3.1) + 3 * cos(z / 2.7)))
    for x, z in ((24, 24), (10, 30), (38, 9)):
        state = hills.state(x, z)
        site = chosen(state)
        assert 0 < site.clear + site.fill <= 15
        # A house there has solid ground below it, once the holes are filled.
        hills_built = land(hills.height).build(site.blueprint)
        assert enclosed(site.blueprint, hills_built.state(x, z))


def test_a_gentle_slope_costs_the_nearest_level_place_nothing(land: Any) -> None:
    terraces = land(lambda x, z: 60 + x // 8)
    site = chosen(terraces.state())
    assert (site.clear, site.fill) == (0, 0)
    assert len({terraces.height(x, z) for x, z in footprint(site.blueprint)}) == 1


def test_it_stays_dry(land: Any) -> None:
    lake = land(lambda x, z: 63)
    lake.fill((12, 63, 12), (47, 63, 47), "water")  # he stands at its shore
    site = chosen(lake.state(8, 24))
    wet = {(x, z) for x in range(12, 48) for z in range(12, 48)}
    beside = {(x + dx, z + dz) for x, z in footprint(site.blueprint) for dx in (-1, 0, 1) for dz in (-1, 0, 1)}
    assert not wet & beside


def test_on_a_small_island_there_is_no_place(land: Any) -> None:
    sea = land(lambda x, z: 63)
    sea.fill((0, 63, 0), (47, 63, 47), "water").fill((22, 63, 22), (27, 63, 26), "grass_block")
    assert choose(sea.state(24, 24), HousePlan("oak", SIZE)) is None


def test_it_cannot_be_across_the_water(land: Any) -> None:
    moat = land(lambda x, z: 63)
    moat.fill((20, 63, 20), (28, 63, 28), "water").fill((23, 63, 23), (25, 63, 25), "grass_block")
    assert choose(moat.state(24, 24), HousePlan("oak", SIZE)) is None


def test_a_cliff_is_no_way(land: Any) -> None:
    pillar = land(lambda x, z: 63 if max(abs(x - 24), abs(z - 24)) <= 2 else 69)
    assert choose(pillar.state(24, 24), HousePlan("oak", SIZE)) is None


def test_trees_are_left_standing(land: Any) -> None:
    forest = land()
    trunks = {(x, z) for x in range(3, 46, 7) for z in range(4, 46, 8)}
    for x, z in trunks:
        forest.tree(x, z)
    site = chosen(forest.state(24, 23))
    assert not trunks & footprint(site.blueprint)
    assert not any(block.block == "oak_log" for block in obstacles(site.blueprint, forest.state(24, 23)))


def test_it_walks_some_steps_rather_than_fell_a_tree(land: Any) -> None:
    grove = land()
    for x in range(21, 29, 3):
        for z in range(21, 29, 3):
            grove.set(x, 64, z, "oak_log")
    site = chosen(grove.state(25, 25))
    assert site.clear == 0


def test_the_ground_that_a_bump_hides_is_no_hole(land: Any) -> None:
    bump = land().set(24, 64, 24, "dirt").set(24, 63, 24, None)
    assert holes(Pos(22, 64, 22), ground_cells(SIZE, "south"), bump.state(30, 30)) == []
    assert holes(Pos(22, 64, 22), ground_cells(SIZE, "south"), land().set(24, 63, 24, None).state(30, 30)) == [Pos(2, -1, 2)]


def test_unknown_land_is_no_place(land: Any) -> None:
    dark = land()
    dark.fill((0, 60, 0), (47, 79, 47), None).fill((22, 62, 22), (26, 63, 26), "dirt").fill((22, 64, 22), (26, 70, 26), "air")
    assert choose(dark.state(24, 24), HousePlan("oak", SIZE)) is None  # 5 x 5 are known: enough to stand on, but not for a doorstep


def test_of_seen_and_unseen_air_it_takes_what_was_seen(land: Any) -> None:
    half = land().fill((0, 64, 0), (27, 79, 47), None)
    site = chosen(half.state(24, 24))
    assert site.unknown == 0
    assert min(x for x, _ in footprint(site.blueprint)) >= 28


def test_others_work_is_let_alone(land: Any) -> None:
    village = land().fill((20, 64, 20), (28, 66, 28), "cobblestone_wall").fill((23, 64, 23), (25, 66, 25), "air")
    village.fill((24, 64, 26), (24, 66, 28), "air")  # the way out
    site = chosen(village.state(24, 24))
    assert not footprint(site.blueprint) & {(x, z) for x in range(20, 29) for z in range(20, 29)}


def test_places_to_avoid(land: Any) -> None:
    state = land().state()
    first = chosen(state).blueprint.origin
    middle = first.offset(2, 0, 2)
    second = chosen(state, avoid=[middle]).blueprint
    assert (middle.x, middle.z) not in footprint(second)


def test_the_same_land_gives_the_same_place(land: Any) -> None:
    hills = land(lambda x, z: 63 + round(2 * sin(x / 4) + 2 * cos(z / 5)))
    assert chosen(hills.state()).blueprint == chosen(hills.state()).blueprint


def test_holes_are_filled_from_their_rim(land: Any) -> None:
    pit = land().fill((22, 63, 22), (26, 63, 26), "air")  # 5 x 5, the whole footprint, and one deep
    pit.fill((22, 62, 22), (26, 62, 26), "air").fill((22, 61, 22), (26, 61, 26), "dirt")
    order = holes(Pos(22, 64, 22), ground_cells(SIZE, "south"), pit.state(30, 30))
    assert len(order) == 25
    rim = {Pos(x, -1, z) for x in range(5) for z in range(5) if 0 in (x, z) or 4 in (x, z)}
    assert set(order[:16]) == rim
    assert order[-1] == Pos(2, -1, 2)


def test_obstacles_are_what_does_not_belong(land: Any) -> None:
    blueprint = house(Pos(22, 64, 22))
    meadow = land().set(22, 64, 22, "grass").set(23, 64, 23, "grass").set(24, 65, 22, "stone").set(22, 65, 22, "oak_planks")
    found = {(block.pos, block.block, block.ticks) for block in obstacles(blueprint, meadow.state())}
    # Grass in a wall gives way, in the room it does not; a plank in the wall is right. Stone by hand takes 7.5 s (Minecraft Wiki, "Breaking").
    assert found == {(Pos(23, 64, 23), "grass", 0), (Pos(24, 65, 22), "stone", 150)}


def test_bedrock_is_never_cleared(land: Any) -> None:
    (block,) = obstacles(house(Pos(22, 64, 22)), land().set(22, 64, 22, "bedrock").state())
    assert block.ticks is None


def test_a_hole_that_shows_up_is_filled(land: Any) -> None:
    blueprint = house(Pos(22, 64, 22))
    assert refit(HousePlan("oak", SIZE), blueprint, land().state()) == blueprint
    again = refit(HousePlan("oak", SIZE), blueprint, land().set(23, 63, 23, "air").state())
    assert [cell.pos for cell in again.cells if cell.pos.y < 0] == [Pos(1, -1, 1)]
    assert refit(HousePlan("oak", SIZE), again, land().set(23, 63, 23, "oak_planks").state()) == again


@pytest.mark.parametrize("size", [Pos(5, 4, 5), Pos(7, 5, 6), Pos(9, 4, 9)])
def test_larger_houses_find_their_place(land: Any, size: Pos) -> None:
    site = choose(land().state(), HousePlan("birch", size))
    assert site is not None
    assert site.blueprint.size == size
    assert site.blueprint.name == "birch house"


def test_it_stands_beside_what_it_is_to_stand_beside(land: Any) -> None:
    lake = land(lambda x, z: 63).fill((30, 63, 0), (47, 63, 47), "water")  # 20 blocks from where he stands
    east = 30 - max(x for x, _ in footprint(chosen(lake.state(10, 24), near=("water",)).blueprint))
    assert 2 <= east <= 3, "dry, and the lake is within three blocks"
    assert footprint(chosen(lake.state(10, 24)).blueprint) & {(10, 24)}, "else it stands where he does"


def test_where_there_is_none_it_stands_elsewhere(land: Any) -> None:
    assert chosen(land().state(), near=("water",)).blueprint == chosen(land().state()).blueprint
