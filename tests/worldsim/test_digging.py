"""Dig times against prismarine-block itself, on a seeded sample of pairs, and under the effects as literals by hand from the formula of the Wiki."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks.digging import CASES, NOTHING, compared, tools_of
from worldsim.errors import UsageError
from worldsim.facts import Facts
from worldsim.tools import best_tool, dig_ticks


def test_a_sample_of_pairs_is_as_prismarine_block_says(known: Facts) -> None:
    dice = Random(19)
    blocks = dice.sample([name for name in known.blocks if name not in NOTHING], 120)
    tools = [None, *dice.sample([tool for tool in tools_of(known) if tool], 12), *dice.sample(sorted(known.items), 6)]
    assert compared(blocks, tools, CASES, known) == []


@pytest.mark.parametrize(
    ("how", "ticks"),
    [
        ({}, 10),
        ({"efficiency": 5}, 2),
        ({"haste": 2}, 8),
        ({"fatigue": 1}, 34),
        ({"submerged": True}, 50),
        ({"grounded": False}, 50),
        ({"submerged": True, "aqua_affinity": True}, 10),
    ],
)
def test_effects(known: Facts, how: dict[str, int | bool], ticks: int) -> None:
    # Cobblestone has hardness 2: 6 / 2 / 30 = 0.1 a tick.
    assert dig_ticks("cobblestone", "iron_pickaxe", known, **how) == ticks


@pytest.mark.parametrize(("block", "tool"), [("no_such_block", None), ("stone", "no_such_tool")])
def test_unknown_names_are_bad_usage(known: Facts, block: str, tool: str | None) -> None:
    with pytest.raises(UsageError, match=r"expected (a block|an item) of Minecraft 1\.19\.4, found 'no_such"):
        dig_ticks(block, tool, known)


def test_no_tool_for_what_is_not_there(known: Facts) -> None:
    with pytest.raises(UsageError, match="expected a block"):
        best_tool("no_such_block", ["iron_pickaxe"], known)
    # What a foreign server put into the pockets is no tool.
    assert best_tool("stone", ["ruby_pickaxe", "wooden_pickaxe"], known) == "wooden_pickaxe"
