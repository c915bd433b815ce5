from __future__ import annotations

import networkx
import pytest

from curriculum.techtree import hindrance, obtainable, steps, tech_tree, ways
from worldsim.recipe_graph import Crafted, Mined


def counts(want: dict[str, int], carried: dict[str, int] | None = None, wood: str = "oak", table: bool = False) -> dict[str, int]:
    return {step.item: step.count for step in steps(want, carried or {}, wood, table)}


# Counted by hand from the recipes (Minecraft Wiki, "Crafting"): a log gives 4 planks, 2 planks 4 sticks, 6 planks 3 doors,
# 4 planks and 2 sticks 3 fences, 4 planks a table, 3 planks and 2 sticks a wooden pickaxe.
def test_the_house_takes_21_logs() -> None:
    need = counts({"oak_planks": 68, "oak_door": 1, "oak_fence": 3})
    assert need == {"oak_log": 21, "oak_planks": 84, "crafting_table": 1, "stick": 4, "oak_door": 3, "oak_fence": 3}


def test_a_table_within_reach_saves_a_log() -> None:
    assert counts({"oak_planks": 68, "oak_door": 1, "oak_fence": 3}, table=True)["oak_log"] == 20


def test_what_is_carried_is_used() -> None:
    assert counts({"birch_planks": 68}, {"birch_planks": 60, "birch_log": 1}, "birch") == {"birch_log": 1, "birch_planks": 8}
    assert counts({"stick": 4}, {"stick": 4}) == {}


def test_the_way_to_a_stone_pickaxe() -> None:
    order = [step.item for step in steps({"stone_pickaxe": 1}, {})]
    assert order == ["oak_log", "oak_planks", "crafting_table", "stick", "wooden_pickaxe", "cobblestone", "stone_pickaxe"]
    assert list(counts({"stone_pickaxe": 1}).values()) == [3, 12, 1, 4, 1, 3, 1]


def test_a_better_tool_will_do() -> None:
    assert counts({"cobblestone": 2}, {"stone_pickaxe": 1}) == {"cobblestone": 2}


def test_a_tool_that_is_wanted_anyway_is_made_once() -> None:
    assert counts({"cobblestone": 3, "wooden_pickaxe": 1})["wooden_pickaxe"] == 1
    assert counts({"wooden_pickaxe": 1, "cobblestone": 3})["wooden_pickaxe"] == 1


def test_the_total_is_what_has_to_be_carried() -> None:
    (log, *_) = steps({"stone_pickaxe": 1}, {"oak_log": 1})
    assert (log.item, log.count, log.total) == ("oak_log", 2, 3)


@pytest.mark.parametrize("wood", ["oak", "birch", "spruce", "jungle", "acacia", "dark_oak", "mangrove"])
def test_planks_come_from_the_wood_at_hand(wood: str) -> None:
    assert next(iter(counts({"stick": 1}, wood=wood))) == f"{wood}_log"


# Sources of the expected answers: Minecraft Wiki, the pages of the items.
@pytest.mark.parametrize("item", "oak_log stick crafting_table oak_door wooden_pickaxe cobblestone coal torch raw_iron furnace flint".split())
def test_what_can_be_had(item: str) -> None:
    assert obtainable(item)
    assert hindrance(item) == ""


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ("glass", "smelted from sand"),
        ("iron_ingot", "smelted from raw_iron"),
        ("iron_pickaxe", "smelted from raw_iron"),
        ("diamond", "iron_pickaxe"),
        ("white_bed", "sheep"),
        ("bucket", "iron_ingot"),
        ("ender_pearl", "enderman"),
        ("oak_leaves", "does not fall"),
        ("elytra", "neither dug"),
        ("no_such_thing", "neither dug"),
    ],
)
def test_what_cannot_be_had(item: str, told: str) -> None:
    assert not obtainable(item)
    assert told in hindrance(item)
    with pytest.raises(KeyError):
        steps({item: 1}, {})


@pytest.mark.parametrize("wood", ["oak", "birch"])
def test_the_ways_lead_in_no_circle(wood: str) -> None:
    known = ways(wood)
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    for item, way in known.best.items():
        needs = [way.tool] if isinstance(way, Mined) else [min(cell, key=lambda name: known.cost.get(name, 1e9)) for cell in way.recipe.cells]
        graph.add_edges_from((need, item) for need in needs if need is not None)
    assert networkx.is_directed_acyclic_graph(graph)
    assert len(known.best) > 200


def test_the_tech_tree() -> None:
    tree = tech_tree(["stone_pickaxe", "torch"])
    assert networkx.is_directed_acyclic_graph(tree)
    assert tree.nodes["cobblestone"]["way"] == "mined"
    assert tree.nodes["torch"]["way"] == "crafted"
    assert networkx.ancestors(tree, "coal") >= {"wooden_pickaxe", "stick", "oak_planks", "oak_log", "crafting_table"}
    assert set(tree.predecessors("torch")) == {"coal", "stick"}


def test_ways_are_of_two_kinds() -> None:
    assert isinstance(ways().best["oak_log"], Mined)
    assert isinstance(ways().best["oak_planks"], Crafted)
