"""Expected values are from the Minecraft Wiki (Java Edition 1.19) and, for dig times, from prismarine-block (facts/game-data, section 4)."""

from __future__ import annotations

import pytest

from worldsim.build_facts import merge_tags
from worldsim.drops import drops
from worldsim.errors import UsageError
from worldsim.facts import Facts, Recipe, facts
from worldsim.recipe_graph import Crafted, Mined, graph, sources
from worldsim.tools import best_tool, dig_ticks, fall_damage, wear

# Milliseconds: hand, wooden, stone, iron, diamond, netherite, golden pickaxe.
PICKAXES = (None, "wooden_pickaxe", "stone_pickaxe", "iron_pickaxe", "diamond_pickaxe", "netherite_pickaxe", "golden_pickaxe")
BY_PICKAXE = {
    "stone": (7500, 1150, 600, 400, 300, 250, 200),
    "iron_ore": (15000, 7500, 1150, 750, 600, 500, 1250),
    "obsidian": (250000, 125000, 62500, 41700, 9400, 8350, 20850),
}
BY_TOOL = [
    ("oak_log", None, 3000),
    ("oak_log", "iron_axe", 500),
    ("dirt", None, 750),
    ("dirt", "iron_shovel", 150),
    ("oak_leaves", None, 300),
    ("oak_leaves", "iron_hoe", 0),
    ("oak_leaves", "iron_sword", 200),
    ("oak_leaves", "shears", 0),
    ("white_wool", None, 1200),
    ("white_wool", "shears", 250),
    ("cobweb", None, 20000),
    ("cobweb", "iron_sword", 400),
    ("cobweb", "shears", 400),
]
DIG_TIMES = [(block, tool, ms) for block, row in BY_PICKAXE.items() for tool, ms in zip(PICKAXES, row, strict=True)] + BY_TOOL


@pytest.mark.parametrize(("block", "tool", "ms"), DIG_TIMES)
def test_dig_time(known: Facts, block: str, tool: str | None, ms: int) -> None:
    assert dig_ticks(block, tool, known) == ms / 50


def test_dig_time_in_water_and_in_the_air_is_five_times_as_long(known: Facts) -> None:
    assert dig_ticks("oak_log", None, known, grounded=False) == 300
    assert dig_ticks("oak_log", None, known, submerged=True, grounded=False) == 1500


@pytest.mark.parametrize("block", ["bedrock", "air", "water"])
def test_some_things_are_never_dug(known: Facts, block: str) -> None:
    assert dig_ticks(block, "diamond_pickaxe", known) is None


def test_best_tool(known: Facts) -> None:
    carried = ["stick", "wooden_pickaxe", "stone_axe", "iron_shovel"]
    assert best_tool("stone", carried, known) == "wooden_pickaxe"
    assert best_tool("oak_log", carried, known) == "stone_axe"
    assert best_tool("oak_log", ["wooden_pickaxe", "stick"], known) is None
    # Digs a little faster with neither, but only one of them makes it drop.
    assert best_tool("iron_ore", ["wooden_pickaxe", "stone_pickaxe"], known) == "stone_pickaxe"


def test_wear_and_falls(known: Facts) -> None:
    assert [wear("stone", tool, known) for tool in ("wooden_pickaxe", "wooden_sword", "stick", None)] == [1, 2, 0, 0]
    assert wear("grass", "wooden_sword", known) == 0
    assert [fall_damage(blocks) for blocks in (0, 3, 4, 23)] == [0, 0, 1, 20]
    assert (known.uses("wooden_pickaxe"), known.uses("iron_pickaxe")) == (59, 250)


def recipe(known: Facts, item: str, number: int = 0) -> tuple[int, bool, dict[str, int]]:
    """Yield, table, and the ingredients, tags by their first word."""
    found = known.recipes_for(item)[number]
    used: dict[str, int] = {}
    for cell in found.cells:
        name = "any planks" if len(cell) > 1 and all(choice.endswith("_planks") for choice in cell) else cell[0]
        used[name] = used.get(name, 0) + 1
    return found.count, found.needs_table, used


def test_recipes(known: Facts) -> None:
    assert recipe(known, "crafting_table") == (1, False, {"any planks": 4})
    assert recipe(known, "stick") == (4, False, {"any planks": 2})
    assert recipe(known, "oak_planks") == (4, False, {"oak_log": 1})
    assert recipe(known, "oak_door") == (3, True, {"oak_planks": 6})
    assert recipe(known, "oak_fence") == (3, True, {"oak_planks": 4, "stick": 2})
    assert recipe(known, "wooden_pickaxe") == (1, True, {"any planks": 3, "stick": 2})
    assert recipe(known, "furnace") == (1, True, {"cobblestone": 8})
    assert recipe(known, "white_bed") == (1, True, {"white_wool": 3, "any planks": 3})
    assert known.recipes_for("oak_log") == ()


def test_merging_makes_one_recipe_of_a_tag_and_keeps_others_apart() -> None:
    def two(item: str, count: int = 4) -> Recipe:
        return Recipe("stick", count, ((item,), None, (item,), None))

    merged = merge_tags([two("oak_planks"), two("birch_planks"), two("bamboo", 1)])
    assert merged == [
        Recipe("stick", 4, (("oak_planks", "birch_planks"), None, ("oak_planks", "birch_planks"), None)),
        Recipe("stick", 1, (("bamboo",), None, ("bamboo",), None)),
    ]


def test_state_ids(known: Facts) -> None:
    # minecraft-data 1.19.4, blocks.json: grass_block 8-9, oak_log 126-128 (x, y, z), oak_door from 4586, facing and half first.
    assert known.state_id("grass_block", snowy=True) == 8
    assert [known.state_id("oak_log", axis=axis) for axis in "xyz"] == [126, 127, 128]
    assert known.state_id("oak_log") == 127
    assert known.palette[known.state_id("oak_door", facing="south", half="lower")] == "oak_door"
    assert known.properties(known.state_id("oak_door", facing="south", half="upper"))["half"] == "upper"
    with pytest.raises(UsageError, match="expected a property of oak_log"):
        known.state_id("oak_log", axis="w")
    with pytest.raises(UsageError, match="expected a block of Minecraft"):
        known.state_id("oak_lgo")


def test_air_has_one_name(known: Facts) -> None:
    names = set(known.palette)
    assert "air" in names
    assert not {"cave_air", "void_air"} & names


def test_an_unknown_version_is_bad_usage() -> None:
    with pytest.raises(UsageError, match=r"expected a Minecraft version out of .*1\.19\.4, found '0\.1'"):
        facts("0.1")


def chances(known: Facts, block: str, tool: str | None = None) -> dict[str, float]:
    """How many of each item fall, on average."""
    means: dict[str, float] = {}
    for lot in drops(block, tool, known):
        for item, count in lot.items.items():
            means[item] = means.get(item, 0) + lot.p * count
    return {item: round(mean, 4) for item, mean in means.items()}


def test_drops(known: Facts) -> None:
    assert chances(known, "oak_log") == {"oak_log": 1}
    assert chances(known, "grass_block") == {"dirt": 1}
    assert chances(known, "stone") == {}
    assert chances(known, "stone", "wooden_pickaxe") == {"cobblestone": 1}
    assert chances(known, "iron_ore", "wooden_pickaxe") == {}
    assert chances(known, "iron_ore", "stone_pickaxe") == {"raw_iron": 1}
    assert chances(known, "gravel") == {"gravel": 0.9, "flint": 0.1}
    assert chances(known, "grass") == {"wheat_seeds": 0.125}
    assert chances(known, "oak_leaves") == {"oak_sapling": 0.05, "stick": 0.03, "apple": 0.005}
    assert chances(known, "birch_leaves") == {"birch_sapling": 0.05, "stick": 0.03}
    assert chances(known, "jungle_leaves")["jungle_sapling"] == 0.025
    assert chances(known, "oak_leaves", "shears") == {"oak_leaves": 1}
    assert chances(known, "redstone_ore", "iron_pickaxe") == {"redstone": 4.5}
    assert chances(known, "white_bed") == {"white_bed": 1}
    assert chances(known, "glass") == {}


def test_the_chances_of_every_block_sum_to_one(known: Facts) -> None:
    for block in known.blocks:
        assert sum(lot.p for lot in drops(block, "diamond_pickaxe", known)) == pytest.approx(1)


def test_sources(known: Facts) -> None:
    assert sources("oak_log", known) == (Mined("oak_log", None, 1.0),)
    assert sources("cobblestone", known) == (Mined("stone", "wooden_pickaxe", 1.0),)
    assert sources("raw_iron", known)[0] == Mined("iron_ore", "stone_pickaxe", 1.0)
    assert sources("diamond", known)[0] == Mined("diamond_ore", "iron_pickaxe", 1.0)
    assert sources("flint", known) == (Mined("gravel", None, 0.1),)
    assert [way.needs_table for way in sources("oak_door", known) if isinstance(way, Crafted)] == [True]
    assert sources("glass", known) == ()


def test_the_recipe_graph_leads_from_logs_to_doors(known: Facts) -> None:
    import networkx

    net = graph(known)
    assert networkx.shortest_path(net, "oak_log", "oak_door") == ["oak_log", "oak_planks", "oak_door"]
    assert net.has_edge("wooden_pickaxe", "cobblestone")
