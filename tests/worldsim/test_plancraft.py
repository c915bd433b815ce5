"""The moves of the Plancraft benchmark; its environment is not installed here, so its answers are written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec

import pytest

from benchmarks.plancraft import examples_of
from benchmarks.plancraft_moves import Stack, carry_out
from worldsim.errors import UsageError
from worldsim.facts import facts
from worldsim.planning.crafting import plan


def test_alike_crafts_share_the_laying_of_the_grid() -> None:
    moves: list[str] = []
    after = {
        "move: from [I1] to [A1] with quantity 2": {1: Stack("oak_log", 2)},
        "move: from [0] to [I1] with quantity 4": {1: Stack("oak_log", 1), 10: Stack("oak_planks", 4)},
    }

    def act(move: str) -> Mapping[int, Stack]:
        moves.append(move)
        return after[move]

    known = facts("1.16.5")
    carry_out(plan({"oak_planks": 8}, {"oak_log": 2}, known).steps, {10: Stack("oak_log", 2)}, act, known)
    assert moves == [
        "move: from [I1] to [A1] with quantity 2",
        "move: from [0] to [I1] with quantity 4",
        "move: from [0] to [I1] with quantity 4",
    ]


def test_smelting_is_one_move_and_a_pattern_lies_in_the_upper_left() -> None:
    known = facts("1.16.5")
    moves: list[str] = []

    def act(move: str) -> Mapping[int, Stack]:
        moves.append(move)
        return {10: Stack("iron_ore", 3), 45: Stack("stick", 2), 11: Stack("iron_ingot", 3)}

    carry_out(plan({"iron_ingot": 3}, {"iron_ore": 3}, known).steps, {10: Stack("iron_ore", 3)}, act, known)
    carry_out(plan({"iron_shovel": 1}, {"iron_ingot": 1, "stick": 2}, known).steps, act(""), act, known)
    # A shovel: the ingot above two sticks (Minecraft Wiki, "Shovel").
    assert moves[0] == "smelt: from [I1] to [I2] with quantity 3"
    laid = [move.split(" to ")[1].split(" with ")[0] for move in moves[2:5]]
    assert laid in (["[A1]", "[B1]", "[C1]"], ["[A2]", "[B2]", "[C2]"])
    assert moves[5].startswith("move: from [0] to [I")


@pytest.mark.skipif(find_spec("plancraft") is not None, reason="the package is installed")
def test_without_the_package_it_says_how_to_get_it() -> None:
    with pytest.raises(UsageError, match=r"expected the package plancraft, .*; install it with: python -m pip install"):
        examples_of("val")
