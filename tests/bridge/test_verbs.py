"""Smelting, storing and farming in the real world: acted out by the bot, and held against what the laws predict.

Each scene has a plot of its own on flat ground, feet at y=64; places are relative to where the body stands. Expected values: Minecraft Wiki,
Java Edition 1.19.4, the pages named in worldsim/laws.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.bridge.lab import Lab, opened
from worldsim.actions import Action, Deposit, Harvest, Mine, Plant, Smelt, Till, Wait, Withdraw
from worldsim.change import BlockChange


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with opened() as lab:
        yield lab


# Smelting

OVEN = {(2, 0, 0): "furnace"}


def test_smelting_takes_ten_seconds_each_and_the_least_fuel(lab: Lab) -> None:
    lab.scene(OVEN, {"raw_iron": 3, "coal": 1, "oak_planks": 5})
    outcome = lab.as_said(Smelt("raw_iron", 3))
    assert outcome.ok
    assert outcome.change.inventory == {"raw_iron": -3, "iron_ingot": 3, "oak_planks": -2}
    assert 600 <= outcome.ticks <= 620


def test_what_still_burns_is_used_first(lab: Lab) -> None:
    lab.scene(OVEN, {"raw_iron": 3, "coal": 2})
    lab.as_said(Smelt("raw_iron", 1, "coal"))
    fire = next(job for job in lab.latent() if job.kind == "furnace")
    assert fire.pos.cell == lab.pos(2, 0, 0)
    assert 1390 <= fire.done_at - lab.world.observe().tick <= 1400
    outcome = lab.as_said(Smelt("raw_iron", 2))
    assert outcome.change.inventory == {"raw_iron": -2, "iron_ingot": 2}
    lab.world.act(Wait(1010))
    assert lab.latent() == []


def test_a_blast_furnace_is_twice_as_quick(lab: Lab) -> None:
    lab.scene({(2, 0, 0): "blast_furnace"}, {"raw_iron": 2, "coal": 1, "sand": 1})
    assert lab.as_said(Smelt("raw_iron", 2)).change.inventory == {"raw_iron": -2, "iron_ingot": 2, "coal": -1}
    lab.fails(Smelt("sand"), "no_furnace")


def test_a_bucket_of_lava_leaves_the_bucket(lab: Lab) -> None:
    lab.scene(OVEN, {"cobblestone": 2, "lava_bucket": 1})
    assert lab.as_said(Smelt("cobblestone", 2)).change.inventory == {"cobblestone": -2, "stone": 2, "lava_bucket": -1, "bucket": 1}


@pytest.mark.parametrize(
    ("blocks", "inventory", "action", "reason"),
    [
        ({}, {"raw_iron": 1, "coal": 1}, Smelt("raw_iron"), "no_furnace"),
        (OVEN, {"coal": 1}, Smelt("raw_iron"), "no_item"),
        (OVEN, {"raw_iron": 1, "coal": 1}, Smelt("raw_iron", 2), "no_item"),
        (OVEN, {"raw_iron": 1}, Smelt("raw_iron"), "no_fuel"),
        (OVEN, {"raw_iron": 1, "dirt": 2, "coal": 1}, Smelt("raw_iron", 1, "dirt"), "no_fuel"),
        (OVEN, {"dirt": 1, "coal": 1}, Smelt("dirt"), "no_recipe"),
        (OVEN, {"raw_iron": 2, "coal": 2, "dirt": 34 * 64}, Smelt("raw_iron", 1, "coal"), "inventory_full"),
    ],
    ids=lambda value: repr(value) if isinstance(value, Smelt) else "",
)
def test_smelting_in_vain(lab: Lab, blocks: Any, inventory: dict[str, int], action: Action, reason: str) -> None:
    lab.scene(blocks, inventory)
    lab.fails(action, reason)
    assert lab.world.observe().inventory == inventory


# Chests

CHEST = {(0, 0, 3): "chest"}


def test_a_chest_keeps_what_is_put_into_it(lab: Lab) -> None:
    lab.scene(CHEST, {"dirt": 100, "oak_log": 3})
    chest = lab.pos(0, 0, 3)
    assert lab.as_said(Deposit("dirt", 70, chest)).change.inventory == {"dirt": -70}
    assert lab.as_said(Deposit("oak_log", 2, chest)).change.inventory == {"oak_log": -2}
    assert [(job.kind, job.pos.cell, job.items) for job in lab.latent()] == [("chest", chest, {"dirt": 70, "oak_log": 2})]
    lab.world.act(Wait(100))
    assert lab.as_said(Withdraw("dirt", 33, chest)).change.inventory == {"dirt": 33}
    lab.fails(Withdraw("oak_log", 3, chest), "no_item")
    lab.fails(Deposit("oak_log", 2, chest), "no_item")
    assert lab.latent()[0].items == {"dirt": 37, "oak_log": 2}


def test_a_chest_that_is_dug_is_forgotten(lab: Lab) -> None:
    lab.scene(CHEST, {"dirt": 3})
    chest = lab.pos(0, 0, 3)
    lab.as_said(Deposit("dirt", 3, chest))
    lab.world.act(Mine(chest))
    assert lab.latent() == []
    assert lab.world.observe().inventory == {"chest": 1, "dirt": 3}


def test_one_walks_to_a_chest(lab: Lab) -> None:
    lab.scene({(12, 0, 2): "barrel"}, {"dirt": 3})
    outcome = lab.as_said(Deposit("dirt", 1, lab.pos(12, 0, 2)))
    assert outcome.ok
    assert 20 < outcome.ticks < 120


def test_two_chests_are_one(lab: Lab) -> None:
    lab.scene({(0, 0, 3): "chest[facing=north,type=left]", (1, 0, 3): "chest[facing=north,type=right]"}, {"dirt": 64 * 30})
    left, right = lab.pos(0, 0, 3), lab.pos(1, 0, 3)
    assert lab.as_said(Deposit("dirt", 64 * 30, left)).ok
    assert lab.as_said(Withdraw("dirt", 64, right)).change.inventory == {"dirt": 64}
    assert [job.items for job in lab.latent()] == [{"dirt": 64 * 29}]


def test_a_chest_has_27_slots(lab: Lab) -> None:
    lab.scene(CHEST, {"dirt": 64 * 28})
    chest = lab.pos(0, 0, 3)
    assert lab.as_said(Deposit("dirt", 64 * 27, chest)).ok
    lab.fails(Deposit("dirt", 1, chest), "inventory_full")


def test_storing_in_vain(lab: Lab) -> None:
    lab.scene({**CHEST, (3, 0, 0): "chest", (3, 1, 0): "stone", (20, 7, 0): "chest"}, {"dirt": 3})
    lab.fails(Deposit("dirt", 1, lab.pos(0, -1, 3)), "no_chest")
    lab.fails(Deposit("dirt", 1, lab.pos(0, 0, 900)), "unknown_block")
    lab.fails(Deposit("dirt", 4, lab.pos(0, 0, 3)), "no_item")
    lab.fails(Deposit("dirt", 1, lab.pos(3, 0, 0)), "refused")
    lab.fails(Withdraw("dirt", 1, lab.pos(20, 7, 0)), "no_path")
    outcome, _, said = lab.act(Withdraw("dirt", 1, lab.pos(0, 0, 3)))
    assert (outcome.reason, said.mode.reason) == ("no_item", "no_item")


def test_taking_out_without_room(lab: Lab) -> None:
    lab.scene(CHEST, {"dirt": 64 * 36})
    chest = lab.pos(0, 0, 3)
    lab.as_said(Deposit("dirt", 64, chest))
    lab.server.setup("give", "stone", 64)
    lab.world.act(Wait(2))
    lab.fails(Withdraw("dirt", 1, chest), "inventory_full")


# Farming

FIELD, CROP = (2, -1, 0), (2, 0, 0)


def test_a_hoe_makes_farmland(lab: Lab) -> None:
    lab.scene({}, {"stone_hoe": 1, "iron_hoe": 1})
    outcome = lab.as_said(Till(lab.pos(*FIELD)))
    assert outcome.change.blocks == (BlockChange(lab.pos(*FIELD), "grass_block", "farmland"),)
    assert outcome.change.tools == {"stone_hoe": -1}


@pytest.mark.parametrize(
    ("blocks", "inventory", "cell", "reason"),
    [
        ({}, {}, FIELD, "no_item"),
        ({FIELD: "stone"}, {"iron_hoe": 1}, FIELD, "refused"),
        ({}, {"iron_hoe": 1}, CROP, "nothing_there"),
        ({CROP: "poppy"}, {"iron_hoe": 1}, FIELD, "occupied"),
        ({}, {"iron_hoe": 1}, (2, -9, 0), "unknown_block"),
        ({(9, 7, 0): "dirt"}, {"iron_hoe": 1}, (9, 7, 0), "no_path"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_tilling_in_vain(lab: Lab, blocks: Any, inventory: dict[str, int], cell: tuple[int, int, int], reason: str) -> None:
    lab.scene(blocks, inventory)
    lab.fails(Till(lab.pos(*cell)), reason)


def test_seeds_are_planted_and_the_ripe_crop_is_harvested(lab: Lab) -> None:
    lab.scene({FIELD: "farmland[moisture=7]"}, {"wheat_seeds": 2, "oak_sapling": 1})
    field, crop = lab.pos(*FIELD), lab.pos(*CROP)
    outcome = lab.as_said(Plant("wheat_seeds", crop))
    assert (outcome.change.inventory, outcome.change.blocks) == ({"wheat_seeds": -1}, (BlockChange(crop, "air", "wheat"),))
    assert lab.as_said(Plant("oak_sapling", lab.pos(-2, 0, 0))).ok
    lab.fails(Harvest(crop), "not_ripe")
    lab.server.setup("setblock", crop.x, crop.y, crop.z, "wheat[age=7]")
    lab.world.act(Wait(2))
    outcome, comparison, _ = lab.act(Harvest(crop))
    assert outcome.ok, outcome
    assert comparison.met
    assert outcome.change.inventory["wheat"] == 1
    assert outcome.change.inventory.get("wheat_seeds", 0) <= 4
    assert lab.world.observe().blocks.name(field) in ("farmland", "dirt")


def test_planting_in_vain(lab: Lab) -> None:
    lab.scene({FIELD: "farmland[moisture=7]"}, {"wheat_seeds": 1, "nether_wart": 1, "stick": 1})
    lab.fails(Plant("stick", lab.pos(*CROP)), "refused")
    lab.fails(Plant("carrot", lab.pos(*CROP)), "no_item")
    lab.fails(Plant("wheat_seeds", lab.pos(*FIELD)), "occupied")
    lab.fails(Plant("wheat_seeds", lab.pos(2, 4, 0)), "no_support")
    lab.fails(Plant("wheat_seeds", lab.pos(0, 0, 2)), "no_support")
    lab.fails(Plant("nether_wart", lab.pos(*CROP)), "no_support")
    lab.fails(Plant("wheat_seeds", lab.pos(2, -9, 0)), "unknown_block")
    lab.fails(Harvest(lab.pos(0, -1, 2)), "nothing_there")
    lab.fails(Harvest(lab.pos(2, -9, 0)), "unknown_block")
