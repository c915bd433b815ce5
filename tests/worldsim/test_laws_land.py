"""What falls, what flows, what holds, and what fills two cells. Minecraft Wiki, Java Edition 1.19.4, the pages of the blocks."""

from __future__ import annotations

import msgspec
import pytest

from worldsim.actions import Dig, Explore, Mine, Place
from worldsim.apply import apply
from worldsim.change import BlockChange, Change
from worldsim.laws.falling import landing, loose
from worldsim.laws.flowing import inflow
from worldsim.models import Rules
from worldsim.prediction import Prediction
from worldsim.space import Pos
from worldsim.state import State

AT, UP, HIGH = Pos(2, 64, 0), Pos(2, 65, 0), Pos(2, 66, 0)
BELOW = Pos(2, 63, 0)


@pytest.fixture
def said(rules: Rules):
    def predict(state: State, action) -> Prediction:
        prediction = rules.predict(state, [action])[0]
        assert sum(branch.p for branch in prediction.branches) == pytest.approx(1)
        return prediction

    return predict


@pytest.fixture
def names(said, known):
    """The names of cells after an action went as it most likely does."""

    def after(state: State, action, *cells: Pos) -> list[str | None]:
        prediction = said(state, action)
        blocks = apply(state, action, prediction.mode, 20, known).blocks
        return [blocks.name(cell) for cell in cells]

    return after


@pytest.mark.parametrize("name", ["sand", "red_sand", "gravel", "anvil", "black_concrete_powder", "dragon_egg"])
def test_loose(name: str) -> None:
    assert loose(name)


@pytest.mark.parametrize("name", ["sandstone", "black_concrete", "soul_sand", "clay", "air", None])
def test_not_loose(name: str | None) -> None:
    assert not loose(name)


def test_a_column_comes_down_by_one(names, land) -> None:
    column = land({(2, 64, 0): "dirt", (2, 65, 0): "sand", (2, 66, 0): "gravel", (2, 67, 0): "stone"})
    for kind in (Dig, Mine):
        assert names(column, kind(AT), AT, UP, HIGH, Pos(2, 67, 0)) == ["sand", "gravel", "air", "stone"]


def test_mining_a_column_yields_one_and_fills_the_cell_again(said, land) -> None:
    column = land({(2, y, 0): "sand" for y in (64, 65)})
    assert said(column, Mine(AT)).mode.change == Change(inventory={"sand": 1}, blocks=(BlockChange(UP, "sand", "air"),))


def test_the_far_end_of_a_column_is_the_world_s(said, land) -> None:
    mode = said(land({(2, y, 0): "sand" for y in range(64, 68)}), Mine(AT)).mode
    assert mode.change.blocks == ()
    assert mode.env.blocks == (BlockChange(Pos(2, 67, 0), "sand", "air"),)


def test_it_falls_deep_and_past_what_has_no_box(land, known) -> None:
    pit = land({(2, 63, 0): "air", (2, 62, 0): "grass", (2, 61, 0): "dirt"})
    assert landing(pit.blocks, AT, known) == Pos(2, 62, 0)


@pytest.mark.parametrize("floor", ["torch", "oak_slab", "chest", "farmland", "soul_sand"])
def test_on_what_is_in_the_way_it_becomes_an_item(floor: str, land, known) -> None:
    assert landing(land({(2, 63, 0): floor}).blocks, AT, known) is None


def test_in_water_it_sinks(names, land) -> None:
    pool = land({(2, 63, 0): "water", (2, 62, 0): "water", (2, 65, 1): "stone"}, inventory={"sand": 1})
    assert names(pool, Place("sand", BELOW), BELOW, Pos(2, 62, 0)) == ["air", "sand"]


def test_concrete_powder_hardens_in_water_and_beside(names, land) -> None:
    pool = land({(2, 63, 0): "water", (2, 64, 1): "stone"}, inventory={"red_concrete_powder": 2})
    assert names(pool, Place("red_concrete_powder", BELOW), BELOW) == ["red_concrete"]
    assert names(pool, Place("red_concrete_powder", AT), AT, BELOW) == ["air", "red_concrete"]  # it falls in
    shore = land({(3, 64, 0): "water"}, inventory={"red_concrete_powder": 1})
    assert names(shore, Place("red_concrete_powder", AT), AT) == ["red_concrete"]


def test_what_falls_on_the_head_is_a_risk(said, land) -> None:
    above = land({(0, 66, 0): "stone", **{(0, y, 0): "gravel" for y in range(67, 70)}})
    assert [risk.what for risk in said(above, Dig(Pos(0, 66, 0))).risks] == ["what falls buries the head"]


def test_water_flows_into_what_is_opened(said, land) -> None:
    pool = land({(3, 63, 0): "water"})
    assert said(pool, Mine(BELOW)).mode.change.blocks == (BlockChange(BELOW, "grass_block", "water"),)
    quick = said(pool, Dig(BELOW)).mode
    assert quick.change.blocks == (BlockChange(BELOW, "grass_block", "air"),)
    assert quick.env.blocks == (BlockChange(BELOW, "air", "water"),)


def test_lava_comes_late_and_is_a_risk(said, land) -> None:
    prediction = said(land({(3, 63, 0): "lava"}), Mine(BELOW))
    assert prediction.mode.change.blocks == (BlockChange(BELOW, "grass_block", "air"),)
    assert prediction.mode.env.blocks == (BlockChange(BELOW, "air", "lava"),)
    assert [risk.what for risk in prediction.risks] == ["lava flows in"]


def test_a_liquid_that_can_go_down_does_not_go_aside(land, known) -> None:
    last = known.state_id("water", level=7)
    thin = known.state_id("water", level=3)
    flowing = land().blocks.with_cells({Pos(3, 64, 0): thin})
    assert inflow(flowing, AT, known) == "water"
    assert inflow(flowing.with_cells({Pos(3, 63, 0): 0}), AT, known) is None
    assert inflow(land().blocks.with_cells({Pos(3, 64, 0): last}), AT, known) is None
    assert inflow(land({(2, 65, 0): "water"}).blocks, AT, known) == "water"
    assert inflow(land().blocks, AT, known) is None


def test_water_stays_where_a_block_stood_in_it(said, land, known) -> None:
    dry = land()
    fence = dry.blocks.with_cells({AT: known.state_id("oak_fence", waterlogged=True)})
    wet = msgspec.structs.replace(dry, blocks=fence)
    assert said(wet, Mine(AT)).mode.change.blocks == (BlockChange(AT, "oak_fence", "water"),)


@pytest.mark.parametrize(
    ("item", "floor", "holds"),
    [
        ("torch", "oak_fence", True),
        ("torch", "glass", True),
        ("torch", "oak_leaves", False),
        ("torch", "oak_slab", False),
        ("stone_pressure_plate", "cobblestone_wall", True),
        ("stone_pressure_plate", "oak_slab", False),
        ("lantern", "oak_fence", True),
        ("lantern", "oak_leaves", False),
        ("rail", "oak_fence", False),
        ("redstone", "hopper", True),
        ("white_carpet", "oak_leaves", True),
        ("oak_sign", "oak_fence", True),
        ("snow", "packed_ice", False),
        ("snow", "oak_leaves", True),
        ("poppy", "muddy_mangrove_roots", True),
        ("poppy", "stone", False),
        ("cactus", "sand", True),
        ("cactus", "dirt", False),
        ("sugar_cane", "sand", False),
        ("wheat_seeds", "dirt", False),
        ("wheat_seeds", "farmland", True),
        ("nether_wart", "soul_sand", True),
    ],
)
def test_what_a_floor_holds(said, land, item: str, floor: str, holds: bool) -> None:
    prediction = said(land({(2, 64, 0): floor}, inventory={item: 1}), Place(item, UP))
    assert (prediction.p_success > 0.5) == holds
    assert holds or (prediction.mode.reason, prediction.mode.change) == ("refused", Change())


def test_sugar_cane_stands_by_water_and_a_cactus_alone(said, land) -> None:
    bank = land({(2, 63, 0): "sand", (3, 63, 0): "water"}, inventory={"sugar_cane": 1})
    assert said(bank, Place("sugar_cane", AT)).p_success == 1
    crowded = land({(2, 63, 0): "sand", (3, 64, 0): "stone"}, inventory={"cactus": 1})
    assert said(crowded, Place("cactus", AT)).mode.reason == "refused"


@pytest.mark.parametrize(
    ("item", "hangs"),
    [("oak_sign", "oak_wall_sign"), ("red_banner", "red_wall_banner"), ("soul_torch", "soul_wall_torch"), ("skeleton_skull", "skeleton_wall_skull")],
)
def test_on_a_side_it_has_another_name(names, land, item: str, hangs: str) -> None:
    wall = land({(2, 66, 0): "stone"}, inventory={item: 1})
    assert names(wall, Place(item, Pos(2, 66, 1)), Pos(2, 66, 1)) == [hangs]


@pytest.mark.parametrize("item", ["sunflower", "lilac", "rose_bush", "peony", "tall_grass", "large_fern"])
def test_a_tall_plant_needs_room_for_both_halves(said, names, land, item: str) -> None:
    assert names(land(inventory={item: 1}), Place(item, AT), AT, UP) == [item, item]
    assert said(land({(2, 65, 0): "stone"}, inventory={item: 1}), Place(item, AT)).mode.reason == "refused"


def test_a_bed_goes_on_where_one_looks(said, names, land) -> None:
    carrying = land(inventory={"red_bed": 1})
    assert names(carrying, Place("red_bed", AT), AT, Pos(3, 64, 0)) == ["red_bed", "red_bed"]
    assert names(carrying, Place("red_bed", AT, "south"), AT, Pos(2, 64, 1)) == ["red_bed", "red_bed"]
    assert said(land({(3, 64, 0): "stone"}, inventory={"red_bed": 1}), Place("red_bed", AT)).mode.reason == "refused"


def test_a_bed_is_dug_as_a_whole(said, land, known) -> None:
    state = land({(2, 64, 0): "red_bed", (3, 64, 0): "red_bed"})
    mode = said(state, Mine(AT)).mode
    assert mode.change == Change(inventory={"red_bed": 1}, blocks=(BlockChange(AT, "red_bed", "air"),))
    assert mode.env.blocks == (BlockChange(Pos(3, 64, 0), "red_bed", "air"),)


def test_half_a_block_joins_its_other_half(said, land) -> None:
    mode = said(land({(2, 64, 0): "oak_slab"}, inventory={"oak_slab": 1}), Place("oak_slab", UP)).mode
    assert (mode.reason, mode.change) == ("refused", Change(inventory={"oak_slab": -1}))
    other = said(land({(2, 64, 0): "birch_slab"}, inventory={"oak_slab": 1}), Place("oak_slab", UP)).mode
    assert other.status == "done"


def test_snow_lies_on_snow(said, land) -> None:
    mode = said(land({(2, 64, 0): "snow"}, inventory={"snow": 1}), Place("snow", AT)).mode
    assert (mode.reason, mode.change) == ("refused", Change(inventory={"snow": -1}))


def test_a_path_under_a_block_is_dirt_again(said, land) -> None:
    mode = said(land({(2, 63, 0): "dirt_path"}, inventory={"stone": 1}), Place("stone", AT)).mode
    assert mode.change.blocks == (BlockChange(BELOW, "dirt_path", "dirt"), BlockChange(AT, "air", "stone"))


def test_a_shovel_makes_a_path_where_it_is_put(said, land) -> None:
    mode = said(land(inventory={"iron_shovel": 1}), Place("iron_shovel", AT)).mode
    assert (mode.reason, mode.change.blocks, mode.change.tools) == ("refused", (BlockChange(BELOW, "grass_block", "dirt_path"),), {"iron_shovel": -1})


def test_it_is_rather_put_against_what_does_not_open(names, land) -> None:
    corner = land({(2, 65, 0): "chest", (3, 66, 0): "stone"}, inventory={"torch": 1})
    assert names(corner, Place("torch", HIGH), HIGH) == ["wall_torch"]


@pytest.mark.parametrize("block", ["stone", "water"])
def test_a_walk_over_known_land_ends_on_it_and_not_in_it(said, land, block) -> None:
    hill = land({(x, y, 0): block for x in (37, 64) for y in range(60, 70)} | {(x, y, 0): "air" for x in (37, 64) for y in (70, 71)})
    found, missed = said(hill, Explore(("oak_log",), "east")).branches
    assert (found.end.y, missed.end.y) == (70, 70)
    assert [branch.end.y for branch in said(land(), Explore(("oak_log",), "east")).branches] == [64, 64]
