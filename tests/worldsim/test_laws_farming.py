"""Till, plant, harvest, and how crops ripen. Rules: Minecraft Wiki, Java Edition 1.19.4, "Hoe", "Farmland", "Tutorials/Crop farming"."""

from __future__ import annotations

import pytest

from worldsim.actions import Harvest, Place, Plant, Till, Wait
from worldsim.apply import apply
from worldsim.change import BlockChange
from worldsim.facts import Facts
from worldsim.models import Rules
from worldsim.passing import points_at
from worldsim.space import Pos
from worldsim.state import State

FIELD, CROP = Pos(2, 63, 0), Pos(2, 64, 0)


@pytest.fixture
def said(rules: Rules):
    return lambda state, action: rules.predict(state, [action])[0]


def aged(state: State, known: Facts, block: str, age: int) -> State:
    """The same with a crop of that age."""
    from worldsim.state import state_of

    cells = {FIELD: known.state_id("farmland"), CROP: known.state_id(block, age=age)}
    return state_of(state.observed(), state.blocks.with_cells(cells))


def test_a_hoe_makes_farmland(said, land) -> None:
    prediction = said(land(inventory={"stone_hoe": 1, "diamond_hoe": 1}), Till(FIELD))
    assert prediction.p_success == 1
    assert prediction.mode.change.blocks == (BlockChange(FIELD, "grass_block", "farmland"),)
    assert prediction.mode.change.tools == {"stone_hoe": -1}


@pytest.mark.parametrize(
    ("cells", "inventory", "pos", "reason"),
    [
        ({}, {}, FIELD, "no_item"),
        ({(2, 63, 0): "stone"}, {"iron_hoe": 1}, FIELD, "refused"),
        ({}, {"iron_hoe": 1}, CROP, "nothing_there"),
        ({(2, 64, 0): "poppy"}, {"iron_hoe": 1}, FIELD, "occupied"),
        ({(2, 63, 0): None}, {"iron_hoe": 1}, FIELD, "unknown_block"),
        ({(0, 75, 0): "dirt"}, {"iron_hoe": 1}, Pos(0, 75, 0), "no_path"),
    ],
)
def test_tilling_in_vain(said, land, cells, inventory, pos: Pos, reason: str) -> None:
    assert said(land(cells, inventory=inventory), Till(pos)).mode.reason == reason


def test_seeds_want_farmland(said, land) -> None:
    state = land({(2, 63, 0): "farmland"}, inventory={"wheat_seeds": 2, "oak_sapling": 1, "nether_wart": 1, "dirt": 1})
    prediction = said(state, Plant("wheat_seeds", CROP))
    assert prediction.mode.change.blocks == (BlockChange(CROP, "air", "wheat"),)
    assert prediction.mode.change.inventory == {"wheat_seeds": -1}
    assert said(state, Plant("wheat_seeds", Pos(1, 64, 1))).mode.reason == "no_support"
    assert said(state, Plant("nether_wart", CROP)).mode.reason == "no_support"
    assert said(state, Plant("oak_sapling", Pos(1, 64, 1))).p_success == 1
    assert said(state, Plant("dirt", CROP)).mode.reason == "refused"
    assert said(state, Plant("carrot", CROP)).mode.reason == "no_item"
    assert said(state, Plant("wheat_seeds", Pos(2, 63, 0))).mode.reason == "occupied"


def test_sugar_cane_wants_water_and_a_cactus_room(said, land) -> None:
    dry = land({(2, 63, 0): "sand", (2, 63, 5): "sand", (3, 64, 5): "stone"}, inventory={"sugar_cane": 1, "cactus": 1})
    assert said(dry, Plant("sugar_cane", CROP)).mode.reason == "no_support"
    wet = land({(2, 63, 0): "sand", (3, 63, 0): "water"}, inventory={"sugar_cane": 1})
    assert said(wet, Plant("sugar_cane", CROP)).p_success == 1
    assert said(dry, Plant("cactus", CROP)).p_success == 1
    assert said(dry, Plant("cactus", Pos(2, 64, 5))).mode.reason == "no_support"


def test_only_what_is_ripe_is_harvested(said, land, known) -> None:
    young, ripe = aged(land(), known, "wheat", 3), aged(land(), known, "wheat", 7)
    assert said(young, Harvest(CROP)).mode.reason == "not_ripe"
    prediction = said(ripe, Harvest(CROP))
    assert prediction.action == Harvest(CROP)
    assert prediction.p_success > 0.9
    # One wheat, and 1 and the seeds of three tries at 4/7: 2 or 3 are likeliest.
    assert prediction.mode.change.inventory["wheat"] == 1
    assert prediction.mode.change.inventory["wheat_seeds"] in (2, 3)
    assert said(land({(2, 64, 0): "stone"}), Harvest(CROP)).mode.reason == "nothing_there"
    assert said(land({(2, 64, 0): "pumpkin"}), Harvest(CROP)).mode.change.inventory == {"pumpkin": 1}


def test_a_crop_ripens_in_dreams(said, land, known) -> None:
    state = land({(2, 63, 0): "farmland", (3, 63, 0): "water"}, inventory={"wheat_seeds": 1})
    state = apply(state, Plant("wheat_seeds", CROP), said(state, Plant("wheat_seeds", CROP)).mode, 3, known)
    ages = []
    for _ in range(8):
        ages.append(int(known.properties(state.blocks.state(CROP))["age"]))
        state = apply(state, Wait(9560), said(state, Wait(9560)).mode, 9560, known)
    # Lone and moist: 1 in 7 of the random ticks, which come every 1365.33 ticks: a stage in 9,557.
    assert ages == [0, 1, 2, 3, 4, 5, 6, 7]
    assert state.latent == ()
    assert said(state, Harvest(CROP)).p_success > 0.9


def test_a_crop_that_was_seen_ripens_too(said, land, known) -> None:
    state = aged(land(), known, "potatoes", 6)
    state = apply(state, Wait(100), said(state, Wait(100)).mode, 100, known)
    assert [job.kind for job in state.latent] == ["crop"]
    state = apply(state, Wait(30_000), said(state, Wait(30_000)).mode, 30_000, known)
    assert known.properties(state.blocks.state(CROP))["age"] == "7"


def test_seeds_that_are_placed_grow_as_well(said, land, known) -> None:
    state = land({(2, 63, 0): "farmland"}, inventory={"wheat_seeds": 1})
    state = apply(state, Place("wheat_seeds", CROP), said(state, Place("wheat_seeds", CROP)).mode, 3, known)
    assert [job.kind for job in state.latent] == ["crop"]


def test_points_of_a_field(land) -> None:
    # 2 dry, 4 moist; 0.25 and 0.75 for each of the eight around; half if the same crop stands beside it both ways, or at a corner.
    field = {(x, 63, z): "farmland" for x in (1, 2, 3) for z in (-1, 0, 1)}
    field[2, 64, 0] = "wheat"
    assert points_at(land({(2, 63, 0): "farmland", (2, 64, 0): "wheat"}).blocks, CROP) == 2
    assert points_at(land(field).blocks, CROP) == 4
    assert points_at(land({**field, (4, 63, 0): "water"}).blocks, CROP) == 10
    row = {**field, (4, 63, 0): "water", **{(2, 64, z): "wheat" for z in (-1, 0, 1)}}
    assert points_at(land(row).blocks, CROP) == 10
    assert points_at(land({**row, (1, 64, 1): "wheat"}).blocks, CROP) == 5
