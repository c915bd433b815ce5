"""Ways on foot over small lands whose answer is plain to see."""

from __future__ import annotations

from worldsim.space import Pos
from worldsim.state import State
from worldsim.walking.ground import ground_of
from worldsim.walking.paths import Path, find_path, node_of
from worldsim.walking.targets import Target, into, near, within_reach

WALL = range(-20, 21)


def path(state: State, target: Target, unknown: bool = True) -> Path | None:
    ground = ground_of(state.blocks)
    return find_path(ground, node_of(ground, state.body.pos), target, unknown)


def test_straight_ahead(land) -> None:
    way = path(land(), into(Pos(5, 64, 0)))
    assert way == Path(tuple((x, 64, 0) for x in range(6)), way.ticks)
    # 5 blocks at a sprint of 5.6 blocks/s take 18 ticks, and some more to start and stop.
    assert 18 <= way.ticks <= 27


def test_diagonals_are_walked(land) -> None:
    way = path(land(), into(Pos(4, 64, 4)))
    assert way is not None
    assert len(way.nodes) == 5


def test_around_a_wall_two_high(land) -> None:
    wall = {(3, y, z): "stone" for y in (64, 65) for z in range(-4, 5)}
    way = path(land(wall), into(Pos(6, 64, 0)))
    assert way is not None
    assert max(abs(z) for _, _, z in way.nodes) == 5


def test_over_a_wall_one_high(land) -> None:
    way = path(land({(3, 64, z): "stone" for z in WALL}), into(Pos(6, 64, 0)))
    assert way is not None
    assert (3, 65, 0) in way.nodes


def test_a_fence_is_no_step(land) -> None:
    assert path(land({(3, 64, z): "oak_fence" for z in WALL}), into(Pos(6, 64, 0)), unknown=False) is None


def test_no_way_through_a_wall_that_cuts_the_land(land) -> None:
    assert path(land({(3, y, z): "stone" for y in (64, 65) for z in WALL}), into(Pos(6, 64, 0)), unknown=False) is None


def test_what_is_cut_off_is_told_even_where_much_is_open(land) -> None:
    tower = {(9, y, 9): "oak_log" for y in range(64, 69)}
    assert path(land(tower), into(Pos(9, 69, 9))) is None


def test_down_three_blocks_and_not_four(land) -> None:
    def pit(floor: int) -> State:
        return land({(x, y, z): "air" for x in range(3, 6) for z in WALL for y in range(floor, 64)})

    assert path(pit(61), into(Pos(4, 61, 0))) is not None
    assert path(pit(60), into(Pos(4, 60, 0)), unknown=False) is None


def test_a_low_ceiling_stops_a_jump(land) -> None:
    step = {(3, 64, z): "stone" for z in WALL}
    assert path(land({**step, **{(2, 66, z): "stone" for z in WALL}}), into(Pos(3, 65, 0)), unknown=False) is None


def test_through_water_if_there_is_no_other_way(land) -> None:
    pond = {(x, 63, z): "water" for x in (3, 4) for z in range(-2, 3)}
    around = path(land(pond), into(Pos(7, 64, 0)))
    assert around is not None
    assert not any(node[0] in (3, 4) and abs(node[2]) <= 2 for node in around.nodes)
    river = {(x, y, z): "water" for x in (3, 4) for z in WALL for y in (62, 63)}
    across = path(land(river), into(Pos(7, 64, 0)))
    assert across is not None
    assert {(3, 63, 0), (4, 63, 0)} <= set(across.nodes)


def test_unknown_cells_are_a_last_resort(land) -> None:
    def curtain(reach: int) -> State:
        return land({(3, y, z): None for y in range(60, 80) for z in range(-reach, reach + 1)})

    # An open end is worth a detour.
    seen = path(curtain(2), into(Pos(6, 64, 0)))
    assert seen is not None
    assert seen.unknown == 0
    unseen = path(curtain(20), into(Pos(6, 64, 0)))
    assert unseen is not None
    assert unseen.unknown == 1
    assert path(curtain(20), into(Pos(6, 64, 0)), unknown=False) is None


def test_near_and_within_reach_end_early(land) -> None:
    close = path(land(), near(Pos(8, 64, 0), 2.0))
    assert close is not None
    assert close.end == (6, 64, 0)
    reach = path(land(), within_reach(Pos(8, 64, 0)))
    assert reach is not None
    # Eyes at 65.62: 1.12 above the middle of the cell, so 4.2 blocks reach 4.05 along the ground.
    assert reach.end == (4, 64, 0)


def test_keeping_out_of_a_cell(land) -> None:
    way = path(land(), within_reach(Pos(0, 64, 0), frozenset({(0, 64, 0)})))
    assert way is not None
    assert way.end != (0, 64, 0)


def test_snow_and_slabs_lift_the_feet(land) -> None:
    ground = ground_of(land({(1, 64, 0): "snow", (2, 64, 0): "oak_slab"}).blocks)
    assert ground.feet(0, 64, 0) == 64.0
    assert ground.feet(2, 65, 0) == 64.5
    assert ground.stands(1, 64, 0)


def test_a_long_detour_may_have_a_short_cut_that_was_not_seen(land) -> None:
    # A wall with a hole in it that nobody has looked into; its known end is far.
    wall = {(3, y, z): "stone" for y in (64, 65, 66) for z in range(-20, 18)} | {(3, y, 0): None for y in (64, 65)}
    way = path(land(wall), into(Pos(6, 64, 0)))
    assert way is not None
    assert len(way.nodes) == 7
    assert way.around > 2 * way.ticks
    assert path(land(wall), into(Pos(6, 64, 0)), unknown=False).around == 0
