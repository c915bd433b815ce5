"""Shortest plans of crafts and smelts. Lengths are counted by hand from the recipes of the Minecraft Wiki, Java Edition 1.19."""

from __future__ import annotations

from collections import Counter

import pytest

from worldsim.errors import UsageError
from worldsim.facts import facts
from worldsim.planning.crafting import Planned, plan
from worldsim.planning.making import makings


def results(planned: Planned) -> Counter[str]:
    assert planned.status == "found", planned.why
    return Counter(step.making.result for step in planned.steps)


@pytest.mark.parametrize(
    ("want", "carried", "steps"),
    [
        # 2 logs are 8 planks: 3 for the pickaxe, 2 for sticks.
        ({"wooden_pickaxe": 1}, {"oak_log": 2}, {"oak_planks": 2, "stick": 1, "wooden_pickaxe": 1}),
        ({"stone_pickaxe": 1}, {"cobblestone": 3, "birch_log": 1}, {"birch_planks": 1, "stick": 1, "stone_pickaxe": 1}),
        # Four different planks make a table: tags mix.
        ({"crafting_table": 1}, {"oak_planks": 1, "birch_planks": 1, "spruce_planks": 1, "crimson_planks": 1}, {"crafting_table": 1}),
        ({"chest": 1}, {"oak_log": 1, "birch_log": 1}, {"oak_planks": 1, "birch_planks": 1, "chest": 1}),
        ({"iron_pickaxe": 1}, {"raw_iron": 3, "oak_log": 1}, {"iron_ingot": 3, "oak_planks": 1, "stick": 1, "iron_pickaxe": 1}),
        # There is coal: no log need be burnt.
        ({"torch": 1}, {"oak_log": 2, "coal": 1, "stick": 1}, {"torch": 1}),
        ({"torch": 1}, {"oak_log": 2, "stick": 1}, {"charcoal": 1, "torch": 1}),
        ({"torch": 1}, {"oak_log": 2}, {"charcoal": 1, "oak_planks": 1, "stick": 1, "torch": 1}),
        ({"iron_ingot": 3}, {"iron_nugget": 27}, {"iron_ingot": 3}),
        # Eight golden swords melt to eight nuggets, one short of an ingot.
        ({"gold_ingot": 1}, {"golden_sword": 8, "gold_nugget": 1}, {"gold_nugget": 8, "gold_ingot": 1}),
        # Two things at once: 1 plank and 2 sticks, 2 planks and 1 stick.
        ({"wooden_shovel": 1, "wooden_sword": 1}, {"oak_log": 1, "stick": 3}, {"oak_planks": 1, "wooden_shovel": 1, "wooden_sword": 1}),
        ({"stick": 4}, {"stick": 4, "oak_log": 1}, {}),
        # A cake takes 3 buckets of milk, 2 sugar, an egg, 3 wheat; sugar comes of cane, wheat of a bale.
        ({"cake": 1}, {"milk_bucket": 3, "sugar_cane": 2, "egg": 1, "hay_block": 1}, {"sugar": 2, "wheat": 1, "cake": 1}),
    ],
)
def test_the_shortest_plan(want: dict[str, int], carried: dict[str, int], steps: dict[str, int]) -> None:
    assert results(plan(want, carried, facts())) == steps


@pytest.mark.parametrize(
    ("want", "carried", "why"),
    [
        ({"oak_door": 1}, {"birch_log": 10}, "nothing that is carried leads to oak_door"),
        ({"iron_ingot": 3}, {"iron_nugget": 26}, "what is carried is not enough"),
        # Ingots, nuggets and blocks turn into one another, and none is gained by it.
        ({"iron_block": 1}, {"iron_ingot": 8}, "what is carried is not enough"),
        ({"gold_block": 3}, {"gold_ingot": 26, "gold_nugget": 8}, "what is carried is not enough"),
        ({"oak_planks": 9}, {"oak_log": 2}, "what is carried is not enough"),
        ({"diamond": 2}, {"diamond": 1}, "what is carried is not enough"),
    ],
)
def test_what_is_impossible(want: dict[str, int], carried: dict[str, int], why: str) -> None:
    planned = plan(want, carried, facts())
    assert (planned.status, planned.why) == ("impossible", why)


def test_steps_come_in_an_order_in_which_they_can_be_done() -> None:
    carried = {"oak_log": 3, "birch_planks": 3, "raw_iron": 3, "cobblestone": 8}
    planned = plan({"iron_pickaxe": 1, "furnace": 1, "chest": 1}, carried, facts())
    stock = Counter(carried)
    for step in planned.steps:
        assert len(step.items) == len(step.making.cells)
        assert all(item in cell for item, cell in zip(step.items, step.making.cells, strict=True))
        stock.subtract(step.items)
        assert min(stock.values()) >= 0
        stock[step.making.result] += step.making.count
    # 3 ingots smelted, 1 furnace, and 8 + 2 planks, of which 7 of 2 logs: 1 stick, 1 chest, 1 pickaxe.
    assert len(planned.steps) == 3 + 1 + 2 + 1 + 1 + 1
    assert min(stock[item] for item in ("iron_pickaxe", "furnace", "chest")) == 1


def test_stations_must_stand_within_reach() -> None:
    assert plan({"iron_ingot": 1}, {"raw_iron": 1}, facts(), stations=("crafting_table",)).status == "impossible"
    assert plan({"stick": 4}, {"oak_log": 1}, facts(), stations=()).status == "found"
    assert plan({"ladder": 1}, {"stick": 7}, facts(), stations=()).status == "impossible"
    assert plan({"ladder": 1}, {"stick": 7}, facts(), stations=("crafting_table",)).status == "found"


def test_slots_are_respected() -> None:
    # 35 full slots and a log: its planks fit into its slot, planks and sticks do not.
    full = {"cobblestone": 35 * 64, "oak_log": 1}
    assert results(plan({"oak_planks": 4}, full, facts())) == {"oak_planks": 1}
    planned = plan({"stick": 4}, full, facts())
    assert (planned.status, planned.why) == ("impossible", "the plans need more than 36 slots")
    assert results(plan({"stick": 4}, full, facts(), slots=37)) == {"oak_planks": 1, "stick": 1}


def test_a_search_that_is_cut_off_says_so() -> None:
    planned = plan({"chest": 1}, {"oak_log": 1, "birch_log": 1}, facts(), most_nodes=2)
    assert planned.status == "gave_up"
    assert planned.steps == ()


def test_versions_have_their_own_ways() -> None:
    old = facts("1.16.5")
    assert results(plan({"iron_ingot": 1}, {"iron_ore": 1}, old)) == {"iron_ingot": 1}
    # 53 recipes of smelting make 53 things (Minecraft 1.16, data/minecraft/recipes).
    assert sum(way.station == "furnace" for ways in makings(old).values() for way in ways) == 53
    with pytest.raises(UsageError, match=r"expected items of Minecraft 1\.16\.5, found 'raw_iron'"):
        plan({"iron_ingot": 1}, {"raw_iron": 1}, old)


def test_counts_that_are_none() -> None:
    with pytest.raises(UsageError, match="expected to want 1 or more of stick, found 0"):
        plan({"stick": 0}, {}, facts())
    with pytest.raises(UsageError, match="expected to carry 0 or more of oak_log, found -1"):
        plan({"stick": 1}, {"oak_log": -1}, facts())
