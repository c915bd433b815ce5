"""The promise itself: a house from bare hands, read back by a second client with code of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.settings import DEFAULT_WARP
from benchmarks.house import build
from benchmarks.warp import compare_warps
from benchmarks.witness import hear
from worldsim.blueprint import Blueprint, Cell
from worldsim.space import Pos


@pytest.mark.timeout(400)
def test_a_house_is_built_and_witnessed(tmp_path: Path) -> None:
    row = build(1, DEFAULT_WARP, tmp_path, tmp_path / "library")
    assert row.reached, row.why
    assert row.testimony is not None
    assert row.testimony.wrong == []
    assert row.testimony.f1 == 1.0
    assert row.testimony.placed >= 0.9
    assert row.testimony.enclosed
    assert row.testimony.big_enough


@pytest.mark.timeout(400)
def test_time_warp_changes_nothing_but_the_time_it_takes(tmp_path: Path) -> None:
    report = compare_warps("obtain 1 wooden pickaxe", 4, DEFAULT_WARP, 1.0, tmp_path)
    assert report.actions > 3
    assert report.same_actions
    assert report.same_changes
    assert report.ticks_apart <= 0.05


def test_the_witness_finds_what_is_wrong() -> None:
    hut = _hut()
    found = {Pos(x, y, z): "air" for x in range(-2, 7) for y in range(-2, 6) for z in range(-2, 7)}
    found |= {Pos(x, -1, z): "grass_block" for x in range(-2, 7) for z in range(-2, 7)}
    pristine = dict(found)
    found |= {hut.at(cell): cell.block for cell in hut.cells}
    good = hear(hut, found, pristine)
    assert good.good
    assert (good.f1, good.placed, good.size) == (1.0, 1.0, Pos(5, 4, 5))

    hole = hear(hut, {**found, Pos(0, 1, 1): "air"}, pristine)
    assert not hole.enclosed
    assert hole.f1 < 1.0
    assert hole.wrong == ["(0, 1, 1): expected oak_planks, found air"]

    filled = hear(hut, {**found, Pos(2, 1, 2): "dirt"}, pristine)
    assert filled.f1 < 1.0, "an air cell that is not free counts"

    natural = hear(hut, found, {**pristine, **{Pos(x, y, 0): "oak_planks" for x in range(5) for y in range(4)}})
    assert natural.placed < 0.9


def _hut() -> Blueprint:
    """A hollow box of 5 x 4 x 5 with a door."""
    cells = []
    for y in range(4):
        for x in range(5):
            for z in range(5):
                wall = x in (0, 4) or z in (0, 4) or y == 3
                block = "oak_door" if (x, z) == (2, 4) and y < 2 else "oak_planks" if wall else "air"
                cells.append(Cell(Pos(x, y, z), block))
    return Blueprint(name="hut", origin=Pos(0, 0, 0), size=Pos(5, 4, 5), cells=tuple(cells))
