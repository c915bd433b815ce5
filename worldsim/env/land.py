"""Worlds made up from a number, to dream in without a server: a gentle plain with trees, bare rock, ore and ponds, or a flat land.

All of it is there, and little of it is known: a dreamer sees of it what is in sight, as in the real world. How much grows and shows differs
widely, so that what is learned in many of them holds in others. It resembles the embedded server's terrain in kind, not in detail.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from worldsim.blocks import Blocks, Section, SectionKey
from worldsim.errors import UsageError
from worldsim.facts import Facts
from worldsim.laws.parts import slots
from worldsim.seeing.sight import reveal
from worldsim.space import Pos, Vec
from worldsim.state import Body, State, Tool

#: Half its width, in blocks: it ends there.
HALF = 80
_LOW, _HIGH = 32, 112
_SIZE = 2 * HALF
#: Water stands up to here; the flat land's grass is at this height, as the server's.
_SEA, _FLAT = 62, 63
_WOODS = ("oak", "birch", "spruce")

Cells = NDArray[np.uint16]  # (y, z, x) from (-HALF, _LOW, -HALF) on


class Land(msgspec.Struct, frozen=True):
    """What is there, and what is known of it at the start."""

    there: Blocks
    state: State


def land(number: int, facts: Facts, scenario: Mapping[str, Any] | None = None) -> Land:
    """The world of this number. `scenario`: terrain ('flat', else the plain), spawn, blocks, inventory, as the server takes it. Raises UsageError."""
    asked = dict(scenario or {})
    wrong = next((key for key in asked if key not in ("terrain", "spawn", "blocks", "inventory")), None)
    if wrong is not None:
        raise UsageError(f"start: expected a scenario of terrain, spawn, blocks and inventory, found {wrong!r}")
    there, feet = _terrain(0 if asked.get("terrain") == "flat" else number, asked.get("terrain") == "flat", facts)
    try:
        altered = {Pos(*cell): facts.state_id(name, **(rest[0] if rest else {})) for cell, name, *rest in asked.get("blocks", ())}
        feet = Pos(*asked["spawn"]) if "spawn" in asked else feet
        inventory = {str(item): int(count) for item, count in asked.get("inventory", {}).items()}
    except (TypeError, ValueError) as error:
        raise UsageError(
            f"start: expected a scenario such as {{'inventory': {{'oak_log': 3}}, 'spawn': [0, 64, 0]}}, found {asked}: {error}"
        ) from None
    bad = next((item for item, count in inventory.items() if item not in facts.items or count < 1), None)
    if bad is not None:
        raise UsageError(f"start: expected items of Minecraft and counts of at least 1, found {bad!r}: {inventory[bad]}")
    there = there.with_cells(altered) if altered else there
    return Land(there, begin(there, feet, inventory, facts))


@lru_cache(maxsize=8)
def _terrain(number: int, flat: bool, facts: Facts) -> tuple[Blocks, Pos]:
    """What is there, and where a body comes into it."""
    cells = _flat(facts) if flat else _plain(np.random.default_rng(number), facts)
    return _blocks(cells, facts), _feet(cells, facts)


def begin(there: Blocks, feet: Pos, inventory: Mapping[str, int], facts: Facts) -> State:
    """A body that has just come into a world, and looked around."""
    body = Body(Vec(feet.x + 0.5, float(feet.y), feet.z + 0.5), Vec(0, 0, 0))
    blocks = reveal(there, Blocks(facts.palette), body.eyes, facts).blocks
    carried = dict(inventory)
    tools = tuple(Tool(item, facts.uses(item)) for item, count in sorted(carried.items()) if facts.uses(item) for _ in range(count))
    free = max(0, 36 - slots(carried, facts))
    return State(tick=0, body=body, inventory=carried, tools=tools, free_slots=free, blocks=blocks)


def _flat(facts: Facts) -> Cells:
    return _layers(np.full((_SIZE, _SIZE), _FLAT), facts)


def _plain(dice: np.random.Generator, facts: Facts) -> Cells:
    """Hills of a few blocks, 3 of dirt over rock with ore; bare rock, ponds, grass and trees, more or less of each."""
    tops = np.rint(64 + dice.uniform(0, 3) * _waves(dice, 40) + dice.uniform(0, 1.2) * _waves(dice, 14)).astype(np.int64)
    cells = _layers(tops, facts)
    _ores(cells, dice, facts)
    _bare(cells, tops, dice, facts)
    _ponds(cells, tops, facts)
    _plants(cells, tops, dice, facts)
    _trees(cells, tops, dice, facts)
    return cells


def _layers(tops: NDArray[np.int64], facts: Facts) -> Cells:
    """Grass at `tops` (z, x), 3 of dirt, stone, bedrock at the bottom."""
    height = np.arange(_LOW, _HIGH)[:, None, None]
    ids = [facts.state_id(name) for name in ("grass_block", "dirt", "stone", "bedrock")]
    cells = np.select([height == _LOW, height < tops - 3, height < tops, height == tops], [ids[3], ids[2], ids[1], ids[0]], 0)
    return cells.astype(np.uint16)


def _waves(dice: np.random.Generator, length: int) -> NDArray[np.float64]:
    """Smooth noise over the land, about -1 to 1, whose hills are `length` blocks apart."""
    n = _SIZE // length + 3
    knots = dice.uniform(-1, 1, (n, n))
    at = np.arange(_SIZE) / length
    i, part = at.astype(int), at % 1
    smooth = part * part * (3 - 2 * part)
    rows = knots[i] * (1 - smooth)[:, None] + knots[i + 1] * smooth[:, None]
    mixed: NDArray[np.float64] = rows[:, i] * (1 - smooth) + rows[:, i + 1] * smooth
    return mixed * 1.5


def _ores(cells: Cells, dice: np.random.Generator, facts: Facts) -> None:
    stone = facts.state_id("stone")
    for name, veins in (("coal_ore", 260), ("iron_ore", 160), ("copper_ore", 120), ("gravel", 60)):
        state = facts.state_id(name)
        for y, z, x in dice.integers((1, 1, 1), (26, _SIZE - 3, _SIZE - 3), size=(veins, 3)):
            vein = cells[y : y + 2, z : z + 2, x : x + 2]
            vein[(vein == stone) & (dice.random(vein.shape) < 0.7)] = state


def _bare(cells: Cells, tops: NDArray[np.int64], dice: np.random.Generator, facts: Facts) -> None:
    """Rock without soil, and boulders on it."""
    rock = _waves(dice, 18) > dice.uniform(0.5, 1.0)
    height = np.arange(_LOW, _HIGH)[:, None, None]
    risen = tops + np.where(rock, np.rint(2 * (_waves(dice, 9) > 0.2)), 0)
    cells[(height > tops - 4) & (height <= risen) & rock] = facts.state_id("stone")
    np.copyto(tops, risen.astype(np.int64))
    tops[rock] *= -1  # nothing grows there


def _ponds(cells: Cells, tops: NDArray[np.int64], facts: Facts) -> None:
    height = np.arange(_LOW, _HIGH)[:, None, None]
    wet = (height > abs(tops)) & (height <= _SEA)
    cells[wet] = facts.state_id("water")
    low = (abs(tops) < _SEA) & (tops > 0)
    z, x = np.nonzero(low)
    cells[tops[low] - _LOW, z, x] = facts.state_id("dirt")
    tops[low] *= -1


def _plants(cells: Cells, tops: NDArray[np.int64], dice: np.random.Generator, facts: Facts) -> None:
    grown = (dice.random(tops.shape) < dice.uniform(0.0, 0.12)) & (tops > 0)
    z, x = np.nonzero(grown)
    states = [facts.state_id(name) for name in ("grass", "grass", "grass", "dandelion", "poppy")]
    cells[tops[grown] + 1 - _LOW, z, x] = dice.choice(states, len(z))


def _trees(cells: Cells, tops: NDArray[np.int64], dice: np.random.Generator, facts: Facts) -> None:
    """Trunks of 4 to 6 with a crown, as small oaks grow (Minecraft Wiki, "Tree"); one or two kinds in a world."""
    woods = dice.choice(_WOODS, size=int(dice.integers(1, 3)), replace=False)
    air = cells == 0
    for z, x in dice.integers(4, _SIZE - 4, size=(int(dice.uniform(30, 220)), 2)):
        top = int(tops[z, x])
        if top <= 0 or (abs(z - HALF) < 2 and abs(x - HALF) < 2) or cells[top + 1 - _LOW, z - 1 : z + 2, x - 1 : x + 2].max() > 0:
            continue
        wood, tall = str(dice.choice(woods)), int(dice.integers(4, 7))
        foot = top + 1 - _LOW
        for up, wide in ((tall - 3, 2), (tall - 2, 2), (tall - 1, 1), (tall, 1)):
            crown = (slice(foot + up, foot + up + 1), slice(z - wide, z + wide + 1), slice(x - wide, x + wide + 1))
            cells[crown][air[crown]] = facts.state_id(f"{wood}_leaves")
        cells[foot : foot + tall, z, x] = facts.state_id(f"{wood}_log")


def _feet(cells: Cells, facts: Facts) -> Pos:
    """A dry place near the middle."""
    dry = [facts.state_id(name) for name in ("grass_block", "stone", "dirt")]
    for far in range(HALF - 8):
        for dx, dz in ((far, 0), (-far, 0), (0, far), (0, -far)):
            column = cells[:, HALF + dz, HALF + dx]
            top = int(np.flatnonzero(np.isin(column, dry))[-1])
            if not column[top + 1 : top + 3].any():
                return Pos(dx, _LOW + top + 1, dz)
    return Pos(0, _HIGH, 0)  # no such land was ever seen


def _blocks(cells: Cells, facts: Facts) -> Blocks:
    tall, wide = (_HIGH - _LOW) // 16, _SIZE // 16
    parts = cells.reshape(tall, 16, wide, 16, wide, 16).transpose(0, 2, 4, 1, 3, 5).reshape(tall, wide, wide, 16**3)
    first = -HALF >> 4
    sections: dict[SectionKey, Section] = {}
    for y in range(tall):
        for z in range(wide):
            for x in range(wide):
                sections[SectionKey(first + x, (_LOW >> 4) + y, first + z)] = np.ascontiguousarray(parts[y, z, x])
    return Blocks(facts.palette, sections)
