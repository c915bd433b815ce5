"""The body's physics: against prismarine-physics itself, and against what the Minecraft Wiki says."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from benchmarks.physics import imagined, launches, touched, truth
from bridge.node import JS, ensure_packages
from worldsim.actions import Key, Press
from worldsim.blocks import UNKNOWN, blocks_of
from worldsim.change import Motion
from worldsim.errors import UsageError
from worldsim.facts import Facts
from worldsim.physics import shapes as kinds
from worldsim.physics.batch import TOUCHED, bodies, mask, rollout
from worldsim.physics.build_shapes import extract
from worldsim.physics.motion import Flight, simulate
from worldsim.physics.shapes import shapes
from worldsim.physics.terrain import Terrain, terrain, terrain_of
from worldsim.space import Pos, Vec

#: Whoever comes first on a machine compiles.
pytestmark = pytest.mark.timeout(600)

SOUTH = math.pi
STONE = 1
STANDING = Motion(Vec(8.5, 64.0, 8.5), Vec(0, 0, 0), True)

Cells = Mapping[tuple[int, int, int], int]


def land(cells: Cells = {}, floor: int = STONE) -> Terrain:  # noqa: B006
    """Ground up to y = 64, 16 wide and 200 long, and these cells."""
    states = np.zeros((24, 200, 16), dtype=np.uint16)
    states[:4] = floor
    for (x, y, z), state in cells.items():
        states[y - 60, z, x] = state
    return terrain(states, Pos(0, 60, 0))


def hold(ground: Terrain, *keys: Key, ticks: int, rest: int = 0, start: Motion = STANDING) -> Flight:
    return simulate(ground, start, SOUTH, [Press(keys, ticks)], rest)


def test_it_is_prismarine_physics() -> None:
    thrown = launches(150, 80, seed=3)
    real, ours = truth(thrown), imagined(thrown)
    assert np.abs(ours.pos - real.pos).max() <= 1e-9
    assert np.abs(ours.vel - real.vel).max() <= 1e-9
    assert np.array_equal(ours.flags & ~np.uint8(TOUCHED), real.flags)
    assert min(touched(thrown, real.pos).values()) > 50


def test_a_jump_rises_a_block_and_a_quarter() -> None:
    # Minecraft Wiki, "Jumping": 1.2522 blocks; game-data: at tick 6, landing at tick 12
    flight = hold(land(), "jump", ticks=1, rest=200)
    heights = [motion.pos.y - 64 for motion in flight.motion]
    assert max(heights) == pytest.approx(1.2522, abs=1e-4)
    assert heights.index(max(heights)) == 5
    assert [motion.on_ground for motion in flight.motion] == [False] * 11 + [True]
    assert flight.rested


@pytest.mark.parametrize(
    ("keys", "speed"),
    [
        (("forward",), 4.317),
        (("forward", "sprint"), 5.612),
        (("forward", "sneak"), 1.295),
        (("forward", "sprint", "jump"), 7.127),
        (("back",), 4.317),
    ],
)
def test_speeds_on_level_ground(keys: tuple[Key, ...], speed: float) -> None:
    # Minecraft Wiki, "Transportation" and "Sprinting", metres per second; a jump takes 12 ticks
    start = Motion(Vec(8.5, 64.0, 100.5), Vec(0, 0, 0), True)
    motion = hold(land(), *keys, ticks=96, start=start).motion
    way = abs(motion[-1].pos.z - motion[-25].pos.z)
    assert way / 24 * 20 == pytest.approx(speed, abs=1e-3)


def test_what_is_stepped_onto_and_what_stops(known: Facts) -> None:
    # Minecraft Wiki, "Slab", "Fence", "Player": a step of 0.6 is taken, a fence is 1.5 high and not jumped over
    wall = [(x, 64, 12) for x in range(16)]
    slab, carpet = known.state_id("oak_slab", type="bottom"), known.state_id("white_carpet")
    stairs = known.state_id("oak_stairs", facing="south", half="bottom")
    fence = known.state_id("oak_fence", east=True, west=True)
    for state, keys, height, south in [
        (slab, ("forward",), 0.5, True),
        (carpet, ("forward",), 0.0625, True),
        (stairs, ("forward",), 1.0, True),
        (STONE, ("forward",), 0.0, False),
        (STONE, ("forward", "jump"), 1.2522, True),
        (fence, ("forward", "jump"), 1.2522, False),
    ]:
        motion = hold(land(dict.fromkeys(wall, state)), *keys, ticks=60).motion
        assert (motion[-1].pos.z > 13) == south
        on_top = [step.pos.y for step in motion if 12.3 <= step.pos.z < 12.7]
        assert max(on_top or [64]) - 64 >= height - 0.01 or not south


def test_ladders_up_and_down(known: Facts) -> None:
    # Minecraft Wiki, "Ladder": up 2.35, down 3 metres per second
    ladder = dict.fromkeys([(8, y, 9) for y in range(64, 80)], known.state_id("ladder", facing="north"))
    up = hold(land(ladder | dict.fromkeys([(8, y, 10) for y in range(64, 80)], STONE)), "forward", ticks=60).motion
    assert (up[-1].pos.y - up[-11].pos.y) * 2 == pytest.approx(2.352, abs=1e-3)
    down = hold(land(ladder), ticks=20, start=Motion(Vec(8.5, 78, 9.5), Vec(0, 0, 0), False)).motion
    assert (down[-11].pos.y - down[-1].pos.y) * 2 == pytest.approx(3.0, abs=1e-3)


def test_liquids_hold_and_currents_push(known: Facts) -> None:
    pool = {(x, y, z): known.state_id("water") for x in range(16) for y in range(61, 64) for z in range(16)}
    floating = simulate(land(pool), Motion(Vec(8.5, 63.0, 8.5), Vec(0, 0, 0), False), SOUTH, [Press(("jump",), 60)], rest=0)
    assert floating.in_liquid
    assert 62.5 < floating.motion[-1].pos.y < 64.5
    stream = {(x, 64, z): known.state_id("water", level=z % 8) for x in range(16) for z in range(8, 16)}
    pushed = hold(land(stream), ticks=20, start=Motion(Vec(8.5, 64.0, 10.5), Vec(0, 0, 0), True)).motion
    assert pushed[-1].pos.z > 11.5


def test_gravity_and_the_end_of_a_fall() -> None:
    # Minecraft Wiki, "Entity": the first tick of a fall changes the velocity by -0.0784, the fastest fall is 3.92 blocks a tick
    tall = terrain(np.zeros((1, 1, 1), dtype=np.uint16), Pos(0, 0, 0))
    motion = simulate(tall, Motion(Vec(0.5, 9000, 0.5), Vec(0, 0, 0), False), 0.0, [Press((), 500)], rest=0).motion
    assert motion[0].vel.y == pytest.approx(-0.0784, abs=1e-6)
    assert motion[-1].vel.y == pytest.approx(-3.92, abs=1e-3)


def test_a_body_that_rests_stays_where_it_is() -> None:
    assert simulate(land(), STANDING, SOUTH, []).motion == ()
    flight = hold(land(), "forward", ticks=5, rest=200)
    assert flight.rested
    assert len(flight.motion) < 20
    assert math.hypot(flight.motion[-1].vel.x, flight.motion[-1].vel.z) < 0.005 <= abs(flight.motion[-2].vel.z)


def test_a_yaw_lasts_until_the_next() -> None:
    turned = simulate(land(), STANDING, 0.0, [Press(("forward",), 5, SOUTH), Press(("forward",), 5), Press(("forward",), 20, 0.0)], rest=0)
    ends = [turned.motion[tick].pos.z for tick in (4, 9, 29)]
    assert 8.5 < ends[0] < ends[1] > ends[2]
    assert turned.yaw == 0.0


def test_the_unseen_holds_nothing_and_is_remembered() -> None:
    hole = land(dict.fromkeys([(x, y, 12) for x in range(16) for y in range(60, 64)], UNKNOWN))
    assert not hold(hole, "forward", ticks=5).touched_unknown
    fallen = hold(hole, "forward", ticks=30)
    assert fallen.touched_unknown
    assert fallen.motion[-1].pos.y < 63
    assert hold(land(), "forward", ticks=1, start=Motion(Vec(8.5, 84.5, 300), Vec(0, 0, 0), False)).touched_unknown


def test_many_go_as_each_would_alone() -> None:
    thrown = launches(400, 60, seed=5)
    together, crowd = imagined(thrown), thrown.crowd()
    for i in range(0, 400, 80):
        alone = bodies(crowd.pos[i : i + 1], crowd.vel[i : i + 1])
        rollout(thrown.terrain, alone, thrown.keys[i : i + 1], thrown.yaws[i : i + 1])
        assert alone.pos[0].tolist() == together.pos[i, -1].tolist()


def test_a_terrain_is_cut_out_of_the_known_blocks(known: Facts) -> None:
    rng = np.random.default_rng(4)
    cells = {Pos(*place): int(state) for *place, state in rng.integers((-30, 50, -30, 0), (30, 80, 30, 20000), (3000, 4)).tolist()}
    blocks = blocks_of(known.palette, cells).with_cells({Pos(0, 64, 0): 5, Pos(3, 66, -2): 0})
    cut = terrain_of(blocks, Vec(0.5, 64.2, -0.5), 8)
    assert cut.states.shape == (17, 17, 17)
    for place in [Pos(0, 64, 0), Pos(3, 66, -2), *cells]:
        inside = abs(place.x) <= 8 and abs(place.y - 64) <= 8 and abs(place.z + 1) <= 8
        assert cut.state(place) == (blocks.state(place) if inside else UNKNOWN)


def test_shapes_are_those_of_the_package(known: Facts) -> None:
    ensure_packages()
    data = extract(JS / "node_modules" / "minecraft-data", "1.19.4")
    table = shapes()
    for state in range(0, len(data.shape), 7):
        found = table.boxes[table.first[state] : table.stop[state]] * 32
        assert found.tolist() == [list(box) for box in data.boxes[data.shape[state]]]

    def boxes(name: str, **properties: Any) -> list[list[float]]:
        state = known.state_id(name, **properties)
        return table.boxes[table.first[state] : table.stop[state]].tolist()

    # Minecraft Wiki: "Slab", "Fence", "Soul Sand" (7/8 high), "Ladder" (3/16 deep)
    assert boxes("stone_slab", type="bottom") == [[0, 0, 0, 1, 0.5, 1]]
    assert boxes("oak_fence") == [[0.375, 0, 0.375, 0.625, 1.5, 0.625]]
    assert boxes("soul_sand") == [[0, 0, 0, 1, 0.875, 1]]
    assert boxes("ladder", facing="north") == [[0, 0, 0.8125, 1, 1, 1]]
    assert table.kind[known.state_id("oak_slab", waterlogged=True)] & kinds.WATER
    assert not table.kind[known.state_id("oak_slab", waterlogged=False)] & kinds.WATER
    # Minecraft Wiki, "Slipperiness"
    assert [table.slipperiness[known.state_id(name)] for name in ("stone", "slime_block", "ice", "blue_ice")] == [0.6, 0.8, 0.98, 0.989]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: shapes("1.2.3"),
        lambda: terrain(np.zeros((2, 2), dtype=np.uint16), Pos(0, 0, 0)),
        lambda: terrain(np.zeros((2, 2, 2)), Pos(0, 0, 0)),  # type: ignore[arg-type]
        lambda: terrain_of(blocks_of((), {}), Vec(0, 64, 0), -1),
        lambda: terrain_of(blocks_of((), {}), Vec(0, math.nan, 0), 4),
        lambda: bodies(np.array([[0.0, math.nan, 0.0]])),
        lambda: bodies(np.zeros(3)),
        lambda: bodies(np.zeros((2, 3)), np.zeros((3, 3))),
        lambda: bodies(np.zeros((1, 3)), np.full((1, 3), math.inf)),
        lambda: bodies(np.zeros((1, 3)), on_ground=np.zeros(1)),  # type: ignore[arg-type]
        lambda: mask(["fly"]),
        lambda: rollout(land(), bodies(np.zeros((2, 3))), np.zeros((3, 4), dtype=np.uint8)),
        lambda: rollout(land(), bodies(np.zeros((2, 3))), np.zeros((2, 4))),  # type: ignore[arg-type]
        lambda: rollout(land(), bodies(np.zeros((2, 3))), np.zeros((2, 4), dtype=np.uint8), np.zeros((2, 3))),
        lambda: simulate(land(), STANDING, math.nan, [Press(("forward",), 3)]),
        lambda: simulate(land(), STANDING, 0.0, [Press(("forward",), 0)]),
        lambda: simulate(land(), STANDING, 0.0, [Press(("forward",), 10**9)]),
        lambda: simulate(land(), STANDING, 0.0, [Press(("hover",), 3)]),  # type: ignore[arg-type]
    ],
)
def test_bad_input_is_refused(wrong: Any) -> None:
    with pytest.raises(UsageError, match=r"expected .* found .*: "):
        wrong()


def test_positions_that_became_none_are_refused() -> None:
    crowd = bodies(np.zeros((2, 3)))
    crowd.pos[1, 0] = math.nan
    with pytest.raises(UsageError, match="positions"):
        rollout(land(), crowd, np.zeros((2, 1), dtype=np.uint8))


def test_importing_compiles_nothing() -> None:
    code = "import worldsim.physics.motion, worldsim.physics.batch, sys; print('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
